-- How an event is added. In an open review what follows from it is found here and never believed: which invoices it is
-- about, what they become, and whose it is. The functions beside `append` have the rights of who calls them, so that they
-- change something in `append` only; they are in PL/pgSQL, which keeps the plans of what it asks.

-- Whether whoever asks may ask for second verdicts and test tickets, and settle what they disagree about.
create or replace function invoice_lens.may_settle() returns boolean
language sql stable set search_path = invoice_lens, pg_temp as $$
    select has_table_privilege(session_user, 'invoice_lens.settling', 'insert')
$$;

-- Whether this is the name of an invoice (`InvoiceId`).
create or replace function invoice_lens.is_invoice(id jsonb) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(jsonb_typeof(id) = 'string' and id #>> '{}' ~ '^[A-Za-z0-9_:-]{6,128}$' and id #>> '{}' ~ '[0-9]', false);
end
$$;

create or replace function invoice_lens.are_invoices(ids jsonb) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(jsonb_typeof(ids) = 'array', false) and not exists (
        select 1 from jsonb_array_elements(case jsonb_typeof(ids) when 'array' then ids else '[]' end) id
        where not invoice_lens.is_invoice(id)
    );
end
$$;

-- Whether an object has no members but these: what a program does not know it might be unable to read.
create or replace function invoice_lens.has_only(it jsonb, names text[]) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(jsonb_typeof(it) = 'object' and it - names = '{}', false);
end
$$;

-- Whether this is a whole number from 0 to the limit, written as one.
create or replace function invoice_lens.is_count(it jsonb, most numeric) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(jsonb_typeof(it) = 'number' and it::text ~ '^[0-9]{1,20}$' and it::text::numeric <= most, false);
end
$$;

-- Whether these are numbers as programs keep them; null is one that was sent and is none.
create or replace function invoice_lens.are_numbers(it jsonb, may_lack boolean) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(jsonb_typeof(it) = 'array'
        and not jsonb_path_exists(it, 'strict $[*] ? (@.type() != "number" && @.type() != "null")')
        and (may_lack or not jsonb_path_exists(it, 'strict $[*] ? (@.type() == "null")'))
        and not jsonb_path_exists(it, 'strict $[*] ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)'), false);
end
$$;

create or replace function invoice_lens.is_verdict(it jsonb) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(case jsonb_typeof(it)
        when 'string' then it in ('"correct"', '"unsure"')
        when 'object' then it - 'wrong' = '{}' and case jsonb_typeof(it -> 'wrong')
            when 'null' then true
            when 'string' then it ->> 'wrong' in ('cut_off', 'too_loose', 'wrong_ticket', 'unreadable')
            when 'object' then (it -> 'wrong') - 'other' = '{}' and jsonb_typeof(it -> 'wrong' -> 'other') = 'string'
        end
    end, false);
end
$$;

-- Whether this says what somebody looked at (`JudgedOn`).
create or replace function invoice_lens.is_look(it jsonb) returns boolean
language plpgsql immutable as $$
begin
    return coalesce(invoice_lens.has_only(it, '{region, chain, picture, on_sheet}')
        and invoice_lens.has_only(it -> 'region', '{numbers, not_numbers}')
        and invoice_lens.are_numbers(it -> 'region' -> 'numbers', true)
        and jsonb_typeof(it -> 'region' -> 'not_numbers') = 'boolean'
        and jsonb_typeof(it -> 'chain') = 'string'
        and case jsonb_typeof(coalesce(it -> 'picture', 'null'))
            when 'null' then true
            when 'array' then jsonb_array_length(it -> 'picture') = 2
                and invoice_lens.is_count(it -> 'picture' -> 0, 4294967295)
                and invoice_lens.is_count(it -> 'picture' -> 1, 4294967295)
            else false end
        and jsonb_typeof(coalesce(it -> 'on_sheet', 'false')) = 'boolean', false);
end
$$;

-- Whether every program can read an event of this kind that says this, so that nobody is kept from a review by one.
create or replace function invoice_lens.is_readable(kind text, it jsonb) returns boolean
language plpgsql immutable as $$
begin
    -- By itself, as what asks for rows makes an expression slow, also where it comes out another way.
    if kind = 'sheet/1' then
        return coalesce(jsonb_typeof(it) = 'array', false) and not exists (
            select 1 from jsonb_array_elements(case jsonb_typeof(it) when 'array' then it else '[]' end) one
            where not (invoice_lens.has_only(one, '{invoice, on}')
                and invoice_lens.is_invoice(one -> 'invoice') and invoice_lens.is_look(one -> 'on'))
        );
    end if;
    if jsonb_typeof(it) = 'object' and (jsonb_typeof(coalesce(it -> 'batch', '""')) <> 'string'
        or not invoice_lens.has_only(it, '{batch}' || (case kind
            when 'verdict/1' then '{verdict, on}'::text[]
            when 'settle/1' then '{verdict, on}'
            when 'second/1' then '{verdict, on}'
            when 'field/1' then '{field, wrong}'
            when 'test/1' then '{verdict, shown}'
            when 'sample/1' then '{seed, invoices}'
            when 'second_review/1' then '{of, percent, seed, invoices}'
            when 'tests/1' then '{percent, seed}'
            when 'ignore/1' then '{finding, ignored}'
            else '{}' end))) then
        return false;
    end if;
    return coalesce(case kind
        when 'verdict/1' then invoice_lens.is_verdict(it -> 'verdict')
            and (coalesce(it -> 'on', 'null') = 'null' or invoice_lens.is_look(it -> 'on'))
        when 'settle/1' then invoice_lens.is_verdict(it -> 'verdict')
            and (coalesce(it -> 'on', 'null') = 'null' or invoice_lens.is_look(it -> 'on'))
        when 'second/1' then jsonb_typeof(it) = 'object'
            and (coalesce(it -> 'verdict', 'null') = 'null' or invoice_lens.is_verdict(it -> 'verdict'))
            and (coalesce(it -> 'on', 'null') = 'null' or invoice_lens.is_look(it -> 'on'))
        when 'clear/1' then it = 'null'
        when 'clear/2' then jsonb_typeof(it) = 'object'
        when 'note/1' then jsonb_typeof(it) = 'string'
        when 'region/1' then it = 'null' or invoice_lens.are_numbers(it, false) and jsonb_array_length(it) = 4
        when 'field/1' then jsonb_typeof(it -> 'field') = 'string'
            and case jsonb_typeof(coalesce(it -> 'wrong', 'null'))
                when 'null' then true
                when 'object' then invoice_lens.has_only(it -> 'wrong', '{read, right}')
                    and jsonb_typeof(it -> 'wrong' -> 'read') = 'string'
                    and jsonb_typeof(coalesce(it -> 'wrong' -> 'right', 'null')) in ('string', 'null')
            end
        when 'test/1' then invoice_lens.is_verdict(it -> 'verdict')
            and invoice_lens.are_numbers(it -> 'shown', false) and jsonb_array_length(it -> 'shown') = 4
        when 'ids/1' then invoice_lens.are_invoices(it)
        when 'sample/1' then invoice_lens.is_count(it -> 'seed', 18446744073709551615)
            and invoice_lens.are_invoices(it -> 'invoices')
        when 'second_review/1' then case it ->> 'of'
            when 'share' then invoice_lens.is_count(it -> 'percent', 255)
                and invoice_lens.is_count(it -> 'seed', 18446744073709551615)
                and invoice_lens.are_invoices(it -> 'invoices')
            else it -> 'of' in ('"nothing"', '"all"', '"wrong"') end
        when 'tests/1' then invoice_lens.is_count(it -> 'percent', 255)
            and invoice_lens.is_count(it -> 'seed', 18446744073709551615)
        when 'ignore/1' then jsonb_typeof(it -> 'finding') = 'string'
            and jsonb_typeof(it -> 'ignored') = 'boolean'
        when 'undo/1' then it #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        when 'redo/1' then it #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    end, false);
end
$$;

-- The verdict that an event gives, as the tables have it; null: none, or it takes one away.
create or replace function invoice_lens.verdict_of(kind text, it jsonb) returns text
language plpgsql immutable as $$
begin
    return case
        when kind = 'sheet/1' then 'correct'
        when jsonb_typeof(it -> 'verdict') = 'string' then it ->> 'verdict'
        when jsonb_typeof(it -> 'verdict') = 'object' then 'wrong'
    end;
end
$$;

-- Whether an event of this kind changes what is said of one invoice.
create or replace function invoice_lens.is_of_one(kind text) returns boolean
language plpgsql immutable as $$
begin
    return kind in ('verdict/1', 'clear/1', 'clear/2', 'note/1', 'region/1', 'field/1', 'second/1', 'settle/1');
end
$$;

-- The invoices about which an event says something itself: not what it takes back.
create or replace function invoice_lens.touched_by(kind text, invoice text, it jsonb) returns text[]
language plpgsql immutable as $$
begin
    if kind = 'sheet/1' then
        return array(select one ->> 'invoice' from jsonb_array_elements(it) one);
    end if;
    return case when invoice_lens.is_of_one(kind) then array_remove(array[invoice], null) else '{}' end;
end
$$;

-- Where an event was taken back and not done again since: the number of what took it back.
create or replace function invoice_lens.undone_at(in_review int, in_uuid uuid) returns bigint
language plpgsql stable set search_path = invoice_lens, pg_temp as $$
begin
    return (
        select case turn.kind when 'undo/1' then turn.seq end from event turn
        where turn.review = in_review and turn.kind in ('undo/1', 'redo/1') and turn.data = to_json(in_uuid::text)::text
        order by turn.seq desc limit 1
    );
end
$$;

-- What was ever said of a ticket, and where that was taken back.
create or replace function invoice_lens.said_of(in_review int, in_invoice text)
returns table (seq bigint, uuid uuid, kind text, data text, reviewer text, at_utc_ms bigint, undone_at bigint)
language sql stable set search_path = invoice_lens, pg_temp as $$
    select it.seq, it.uuid, it.kind, it.data, it.reviewer, it.at_utc_ms, invoice_lens.undone_at(in_review, it.uuid)
    from (
        select * from event
        where review = in_review and invoice = in_invoice and invoice_lens.is_of_one(kind)
        union all
        select event.* from accepted join event on event.review = accepted.review and event.uuid = accepted.uuid
        where accepted.review = in_review and accepted.invoice = in_invoice
    ) it
$$;

-- Whether somebody may say what they think of a ticket without knowing what was said of it.
create or replace function invoice_lens.may_second(in_review int, in_invoice text, in_who text) returns boolean
language plpgsql stable set search_path = invoice_lens, pg_temp as $$
begin
    return exists (
        select 1 from ticket join work on work.review = ticket.review and work.invoice = ticket.invoice
        where ticket.review = in_review and ticket.invoice = in_invoice and work.slot = 1
        and ticket.verdict is not null and in_who <> all(ticket.judges)
    ) and not exists (
        select 1 from second_opinion it where it.review = in_review and it.invoice = in_invoice
        and (it.reviewer <> in_who or it.settled_by is not null)
    );
end
$$;

-- Those of these tickets on which two do not agree and this one does not decide, or on which somebody decided.
create or replace function invoice_lens.disputed(in_review int, in_ids text[], in_who text) returns text[]
language plpgsql stable set search_path = invoice_lens, pg_temp as $$
begin
    return (
        select array_agg(it.invoice) from second_opinion it
        where it.review = in_review and it.invoice = any(in_ids)
        and case when it.settled_by is not null then not invoice_lens.may_settle()
            else it.verdict <> it.first_verdict and (it.first_reviewer <> in_who or invoice_lens.may_settle()) end
    );
end
$$;

-- Whether somebody may take an event back, or do it again: their own only, in the order in which that was done to each
-- ticket, and where nobody said something else in between (`History` of the program).
create or replace function invoice_lens.may_turn(in_review int, in_kind text, target invoice_lens.event, in_who text)
returns boolean
language plpgsql stable set search_path = invoice_lens, pg_temp as $$
declare
    of_target text[] := invoice_lens.touched_by(target.kind, target.invoice, target.data::jsonb);
    since bigint := invoice_lens.undone_at(in_review, target.uuid);
begin
    if target.reviewer <> in_who or (target.kind <> 'ignore/1' and cardinality(of_target) = 0)
        or (target.kind = 'settle/1' and not invoice_lens.may_settle()) or (since is null) <> (in_kind = 'undo/1') then
        return false;
    end if;
    if in_kind = 'undo/1' then
        return not exists (
            select 1 from unnest(of_target) id, invoice_lens.said_of(in_review, id) later
            where later.seq > target.seq and later.undone_at is null
        );
    end if;
    return not exists (
        select 1 from event later
        where later.review = in_review and later.seq > since and later.reviewer = in_who
        and (invoice_lens.is_of_one(later.kind) or later.kind in ('sheet/1', 'ignore/1'))
    ) and not exists (
        select 1 from unnest(of_target) id, invoice_lens.said_of(in_review, id) other
        where other.uuid <> target.uuid
        and (other.seq > target.seq and other.undone_at is null or other.undone_at > since)
    );
end
$$;

-- Takes down the second verdict of a ticket that stands, or that none does. The first one beside it is what it was when
-- the second was given (`in_new`), also where that was taken back meanwhile.
create or replace function invoice_lens.note_second(in_review int, in_invoice text, in_new uuid) returns void
language plpgsql set search_path = invoice_lens, pg_temp as $$
declare
    stands event;
begin
    insert into first_opinion
    select in_review, in_new, coalesce(known.first_verdict, ticket.verdict), coalesce(known.first_reviewer, ticket.reviewer)
    from ticket left join second_opinion known on known.review = ticket.review and known.invoice = ticket.invoice
    where in_new is not null and ticket.review = in_review and ticket.invoice = in_invoice and ticket.verdict is not null;
    select * into stands from event it
    where it.review = in_review and it.invoice = in_invoice and it.kind = 'second/1'
    and invoice_lens.undone_at(in_review, it.uuid) is null
    order by it.seq desc limit 1;
    if invoice_lens.verdict_of(stands.kind, stands.data::jsonb) is null then
        delete from second_opinion where review = in_review and invoice = in_invoice;
        update work set done = false where review = in_review and slot = 1 and invoice = in_invoice;
        return;
    end if;
    insert into second_opinion
    select in_review, in_invoice, first.verdict, first.reviewer,
        invoice_lens.verdict_of(stands.kind, stands.data::jsonb), stands.reviewer
    from first_opinion first where first.review = in_review and first.uuid = stands.uuid
    on conflict (review, invoice) do update set first_verdict = excluded.first_verdict,
        first_reviewer = excluded.first_reviewer, verdict = excluded.verdict, reviewer = excluded.reviewer;
    update work set done = true where review = in_review and slot = 1 and invoice = in_invoice;
end
$$;

-- Has these judged a second time, as far as the review wants that of them.
create or replace function invoice_lens.add_second(in_review int, in_ids text[], only_these boolean) returns void
language sql set search_path = invoice_lens, pg_temp as $$
    insert into work (review, invoice, slot, page, ord)
    select work.review, work.invoice, 1, work.page, work.ord
    from work
    join review on review.id = work.review
    join ticket on ticket.review = work.review and ticket.invoice = work.invoice
    where work.review = in_review and work.slot = 0 and (not only_these or work.invoice = any(in_ids))
    and case review.second
        when 'all' then true
        when 'share' then work.invoice = any(in_ids)
        when 'wrong' then ticket.verdict = 'wrong'
        else false end
    on conflict do nothing
$$;

-- Adds an event. What comes back are the invoices of which somebody else said something that the writer had not seen;
-- then the event is kept beside the others and changes nothing. One that is there already is left as it is.
--
-- `in_reviewer` and what stands behind `in_data` count while a review is put in as a whole, by who puts it in: its IDs,
-- the invoices that the event changes, and what each is then. In an open review they are found here.
create or replace function invoice_lens.append(
    in_review int, in_uuid uuid, in_at bigint, in_offset smallint, in_reviewer text, in_invoice text, in_kind text,
    in_base uuid, in_data text, in_ids text[], in_touched text[], in_verdicts text[], in_ats bigint[],
    in_reviewers text[]
) returns text[]
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    about review;
    who text := session_user;
    said jsonb := in_data::jsonb;
    is_turn boolean := in_kind in ('undo/1', 'redo/1');
    -- What gives a verdict that others see, or takes one away.
    of_judges constant text[] := array['verdict/1', 'sheet/1', 'clear/1', 'clear/2'];
    target event;
    seen bigint;
    collided text[];
begin
    select * into about from review where id = in_review for update;
    if not found then
        raise no_data_found;
    end if;
    if exists (select 1 from event where review = in_review and uuid = in_uuid) then
        return null;
    end if;
    select invoices into collided from collision where review = in_review and uuid = in_uuid;
    if found then
        return collided;
    end if;
    if not invoice_lens.is_readable(in_kind, said) or octet_length(in_data) > (
        case when in_kind in ('ids/1', 'sample/1', 'second_review/1') then 64000000 else 1000000 end
    ) then
        raise invalid_parameter_value;
    end if;
    -- A clock may be wrong; nothing is to be reckoned with what is no time.
    in_at := least(greatest(in_at, 0), 4102444800000);
    in_offset := least(greatest(in_offset, -1440), 1440);
    -- As it was looked at: of a name that stands in it twice the last counts.
    in_data := said::text;
    if is_turn then
        select * into target from event where review = in_review and uuid = (said #>> '{}')::uuid;
    end if;
    if not about.is_open then
        if about.made_by <> session_user then
            raise insufficient_privilege;
        end if;
        -- A review that is put in as a whole brings the names of those who judged in it.
        who := in_reviewer;
    else
        in_ids := array(select jsonb_array_elements_text(case in_kind
            when 'ids/1' then said when 'second_review/1' then coalesce(said -> 'invoices', '[]') else '[]' end));
        in_touched := invoice_lens.touched_by(in_kind, in_invoice, said);
        if not is_turn and (in_invoice is null) = (invoice_lens.is_of_one(in_kind) or in_kind = 'test/1') or exists (
            select 1 from unnest(in_touched
                || (case when in_kind = 'test/1' or is_turn then array_remove(array[in_invoice], null) end)) id
            where not exists (select 1 from ticket where review = in_review and invoice = id)
        ) then
            raise invalid_parameter_value;
        end if;
        if in_kind in ('second_review/1', 'settle/1', 'tests/1') and not invoice_lens.may_settle() then
            raise insufficient_privilege;
        end if;
        if in_kind = 'settle/1' and exists (
            select 1 from second_opinion it
            where it.review = in_review and it.invoice = in_invoice and who in (it.reviewer, it.first_reviewer)
        ) then
            -- Nobody decides about what they said themselves.
            raise insufficient_privilege;
        end if;
        if in_kind = 'second/1' and (not invoice_lens.may_second(in_review, in_invoice, who)
            or invoice_lens.verdict_of(in_kind, said) is null and not exists (
                select 1 from second_opinion where review = in_review and invoice = in_invoice
            )) then
            -- It is kept, and nothing has to be decided about it: what stands is not to be told.
            insert into collision values (in_review, in_uuid, in_at, in_offset, who, in_invoice, in_kind, in_base,
                in_data, array[in_invoice], true);
            return array[in_invoice];
        end if;
        if in_kind = any(of_judges) then
            -- It is for a third person to say, and was said by one.
            collided := invoice_lens.disputed(in_review, in_touched, who);
        elsif in_kind = 'settle/1' and not exists (
            select 1 from second_opinion it where it.review = in_review and it.invoice = in_invoice
        ) then
            collided := in_touched;
        elsif is_turn and target.uuid is null then
            -- What is taken back was said in vain.
            select coalesce((select invoices from collision where review = in_review and uuid = (said #>> '{}')::uuid),
                array_remove(array[in_invoice], null)) into collided;
        elsif is_turn then
            in_touched := invoice_lens.touched_by(target.kind, target.invoice, target.data::jsonb);
            if in_invoice <> all(in_touched) then
                raise invalid_parameter_value;
            end if;
            if not invoice_lens.may_turn(in_review, in_kind, target, who) then
                collided := in_touched;
            elsif target.kind = any(of_judges) then
                collided := invoice_lens.disputed(in_review, in_touched, who);
            end if;
        end if;
        if in_kind in ('second/1', 'tests/1', 'test/1') then
            -- It changes nothing of what others see.
            in_touched := '{}';
        elsif collided is null and in_invoice is not null then
            select array_agg(invoice) into collided from ticket
            where review = in_review and invoice = any(in_touched) and newest is distinct from in_base;
        elsif collided is null then
            -- About several: what others said since the writer looked last.
            select seq into seen from event where review = in_review and uuid = in_base;
            select array_agg(ticket.invoice) into collided
            from ticket join event on event.review = ticket.review and event.uuid = ticket.newest
            where ticket.review = in_review and ticket.invoice = any(in_touched)
            and event.seq > coalesce(seen, 0) and event.reviewer <> who;
        end if;
        if collided is not null then
            insert into collision values (in_review, in_uuid, in_at, in_offset, who, in_invoice, in_kind, in_base,
                in_data, collided);
            -- They are told what stands.
            update ticket set judges = array_append(judges, who)
            where review = in_review and invoice = any(collided) and who <> all(judges);
            return collided;
        end if;
    end if;
    update review set seq = seq + 1 where id = in_review;
    insert into event values (in_review, about.seq + 1, in_uuid, in_at, in_offset, who, in_invoice, in_kind, in_base,
        in_data);
    if in_kind = 'sheet/1' then
        insert into accepted select distinct in_review, id, in_uuid
        from unnest(invoice_lens.touched_by(in_kind, null, said)) id;
    end if;
    if in_kind in ('tests/1', 'test/1') then
        -- Of the tickets themselves it says nothing.
        perform pg_notify('invoice_lens', in_review::text);
        return null;
    end if;
    if in_kind = 'second/1' then
        perform invoice_lens.note_second(in_review, in_invoice, in_uuid);
        perform pg_notify('invoice_lens', in_review::text);
        return null;
    end if;
    if in_kind = 'second_review/1' then
        update review set second = said ->> 'of' where id = in_review;
        delete from work where review = in_review and slot = 1 and not done;
        perform invoice_lens.add_second(in_review, in_ids, false);
    elsif cardinality(in_ids) > 0 then
        insert into ticket (review, invoice, ord)
        select in_review, id, (about.seq + 1) * 1000000000 + nr from unnest(in_ids) with ordinality as it (id, nr)
        on conflict (review, invoice) do nothing;
        insert into work (review, invoice, page, ord)
        select review, invoice, invoice, ord from ticket where review = in_review and invoice = any(in_ids)
        on conflict do nothing;
        if about.second = 'all' then
            perform invoice_lens.add_second(in_review, in_ids, true);
        end if;
    end if;
    if cardinality(in_touched) > 0 then
        if not about.is_open then
            update ticket set verdict = it.verdict, at_utc_ms = it.at, newest = in_uuid,
                reviewer = case when it.verdict is not null then it.reviewer end,
                -- Whoever puts it in has seen what it says.
                judges = array(select distinct one from unnest(judges
                    || case when in_kind = any(of_judges) then array[who, about.made_by] end) one)
            from unnest(in_touched, in_verdicts, in_ats, in_reviewers) as it (id, verdict, at, reviewer)
            where ticket.review = in_review and ticket.invoice = it.id;
        elsif in_kind = 'settle/1' or in_kind = any(of_judges) then
            update ticket set verdict = it.verdict, newest = in_uuid,
                at_utc_ms = case when it.verdict is not null then in_at end,
                reviewer = case when it.verdict is not null then who end,
                judges = case when in_kind = any(of_judges) and who <> all(judges) then array_append(judges, who)
                    else judges end
            from (select invoice_lens.verdict_of(in_kind, said) as verdict) it
            where ticket.review = in_review and ticket.invoice = any(in_touched);
        elsif is_turn and target.kind not in ('note/1', 'region/1', 'field/1', 'second/1') then
            -- What stands now is what was said last and not taken back.
            update ticket set verdict = it.verdict, newest = in_uuid,
                at_utc_ms = case when it.verdict is not null then it.at_utc_ms end,
                reviewer = case when it.verdict is not null then it.reviewer end
            from unnest(in_touched) id left join lateral (
                select invoice_lens.verdict_of(last.kind, last.data::jsonb) as verdict, last.at_utc_ms, last.reviewer
                from invoice_lens.said_of(in_review, id) last
                where last.undone_at is null
                and (last.kind = 'settle/1' or last.kind = any(of_judges))
                order by last.seq desc limit 1
            ) it on true
            where ticket.review = in_review and ticket.invoice = id;
        else
            update ticket set newest = in_uuid where review = in_review and invoice = any(in_touched);
        end if;
        update work set done = ticket.verdict is not null
        from ticket
        where work.review = in_review and work.slot = 0 and work.invoice = any(in_touched)
        and ticket.review = work.review and ticket.invoice = work.invoice and work.done <> (ticket.verdict is not null);
        if about.second = 'wrong' then
            delete from work using ticket
            where work.review = in_review and work.slot = 1 and work.invoice = any(in_touched) and not work.done
            and ticket.review = in_review and ticket.invoice = work.invoice and ticket.verdict is distinct from 'wrong';
            perform invoice_lens.add_second(in_review, in_touched, true);
        end if;
    end if;
    if in_kind = 'settle/1' then
        update second_opinion set settled_by = who where review = in_review and invoice = in_invoice;
    elsif is_turn and target.kind = 'second/1' then
        perform invoice_lens.note_second(in_review, target.invoice, null);
    elsif is_turn and target.kind = 'settle/1' then
        update second_opinion set settled_by = (
            select it.reviewer from invoice_lens.said_of(in_review, target.invoice) it
            where it.kind = 'settle/1' and it.undone_at is null order by it.seq desc limit 1
        )
        where review = in_review and invoice = target.invoice;
    end if;
    perform pg_notify('invoice_lens', in_review::text);
    return null;
end
$$;

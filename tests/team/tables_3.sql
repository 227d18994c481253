-- The tables of the reviews of a team, version 3. `functions.sql` has the only ways to change them; `from_1.sql` and
-- `from_2.sql` make the next version of those that an earlier program made.

create schema invoice_lens;

create table invoice_lens.version (version int not null);
insert into invoice_lens.version values (3);

create table invoice_lens.review (
    id int generated always as identity primary key,
    name text not null unique,
    platform text not null,
    -- What of its lists is no invoice of its own.
    intake text not null default '',
    made_by text not null default session_user,
    -- Whether all that a new review begins with is in it.
    is_open boolean not null default false,
    -- Which tickets get a second verdict by somebody who is not shown the first: all, share, wrong or nothing more.
    second text not null default 'nothing',
    -- The number of its newest event; its row is locked while one is added, so that numbers are in the order of commit.
    seq bigint not null default 0
);

create table invoice_lens.event (
    review int not null references invoice_lens.review on delete cascade,
    seq bigint not null,
    uuid uuid not null,
    at_utc_ms bigint not null,
    offset_min smallint not null,
    reviewer text not null,
    invoice text,
    kind text not null,
    base uuid,
    data text not null,
    primary key (review, seq),
    unique (review, uuid)
);
create index event_second on invoice_lens.event (review, invoice, seq) where kind in ('second/1', 'undo/1', 'redo/1');

-- What somebody said of an invoice of which somebody else had said something that they had not seen.
create table invoice_lens.collision (
    review int not null references invoice_lens.review on delete cascade,
    uuid uuid not null,
    at_utc_ms bigint not null,
    offset_min smallint not null,
    reviewer text not null,
    invoice text,
    kind text not null,
    base uuid,
    data text not null,
    invoices text[] not null,
    -- Whether who said it has decided what is to become of it.
    is_decided boolean not null default false,
    primary key (review, uuid)
);

create table invoice_lens.ticket (
    review int not null references invoice_lens.review on delete cascade,
    invoice text not null,
    ord bigint not null,
    verdict text,
    reviewer text,
    at_utc_ms bigint,
    newest uuid,
    learned text,
    -- Everybody who ever gave it a verdict that others see, took one away, or was told of one by a collision: nobody of
    -- them can give the second.
    judges text[] not null default '{}',
    primary key (review, invoice),
    unique (review, ord)
);

-- Who works on what, in slot 1 a second time. A claim is on the row itself and ends by time, without anybody who clears
-- up.
create table invoice_lens.work (
    review int not null,
    invoice text not null,
    slot smallint not null default 0,
    page text not null,
    ord bigint not null,
    holder text,
    seat uuid,
    lease_until timestamptz,
    done boolean not null default false,
    primary key (review, slot, invoice),
    foreign key (review, invoice) references invoice_lens.ticket on delete cascade
);
create index work_to_do on invoice_lens.work (review, slot, ord) where not done;
create index work_held on invoice_lens.work (review, seat) where seat is not null and not done;
create index work_on_page on invoice_lens.work (review, slot, page) where not done;

-- When somebody who judges did something last.
create table invoice_lens.presence (
    review int not null references invoice_lens.review on delete cascade,
    reviewer text not null,
    active timestamptz not null,
    primary key (review, reviewer)
);

create table invoice_lens.place (
    review int not null references invoice_lens.review on delete cascade,
    reviewer text not null,
    place text not null,
    primary key (review, reviewer)
);

-- What two said of a ticket without knowledge of each other, and who decided between them.
create table invoice_lens.second_opinion (
    review int not null,
    invoice text not null,
    first_verdict text not null,
    first_reviewer text not null,
    verdict text not null,
    reviewer text not null,
    settled_by text,
    primary key (review, invoice),
    foreign key (review, invoice) references invoice_lens.ticket on delete cascade
);

-- Nothing is ever in it: whoever may INSERT here asks for second verdicts and test tickets, and settles what
-- they disagree about.
create table invoice_lens.settling (may boolean check (false));
-- The only ways to change the tables: functions that run with the rights of who made them, so that whoever judges can add
-- to what happened and can change none of it. Written anew over those of an earlier version.

-- Begins a review, which nobody else sees until it is opened.
create or replace function invoice_lens.begin_review(in_name text, in_platform text) returns int
language sql security definer set search_path = invoice_lens, pg_temp as $$
    insert into review (name, platform) values (in_name, in_platform) returning id
$$;

create or replace function invoice_lens.open_review(in_review int) returns void
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
begin
    update review set is_open = true where id = in_review and made_by = session_user;
    -- Else the first claims are planned as if there were nothing.
    analyze work;
end
$$;

-- Whether whoever asks may ask for second verdicts and test tickets, and settle what they disagree about.
create or replace function invoice_lens.may_settle() returns boolean
language sql stable security definer set search_path = invoice_lens, pg_temp as $$
    select has_table_privilege(session_user, 'invoice_lens.settling', 'insert')
$$;

-- Whether somebody may say what they think of a ticket without knowing what was said of it.
create or replace function invoice_lens.may_second(in_review int, in_invoice text, in_who text) returns boolean
language sql stable security definer set search_path = invoice_lens, pg_temp as $$
    select exists (
        select 1 from ticket join work on work.review = ticket.review and work.invoice = ticket.invoice
        where ticket.review = in_review and ticket.invoice = in_invoice and work.slot = 1
        and ticket.verdict is not null and in_who <> all(ticket.judges)
    ) and not exists (
        select 1 from second_opinion it where it.review = in_review and it.invoice = in_invoice
        and (it.reviewer <> in_who or it.settled_by is not null)
    )
$$;

-- Takes down the second verdict of a ticket that stands, or that none does.
create or replace function invoice_lens.note_second(in_review int, in_invoice text) returns void
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    stands event;
begin
    select * into stands from event it
    where it.review = in_review and it.invoice = in_invoice and it.kind = 'second/1' and coalesce((
        select turn.kind = 'redo/1' from event turn
        where turn.review = in_review and turn.invoice = in_invoice and turn.kind in ('undo/1', 'redo/1')
        and (turn.data::json #>> '{}')::uuid = it.uuid
        order by turn.seq desc limit 1
    ), true)
    order by it.seq desc limit 1;
    if stands.data::json ->> 'verdict' is null then
        delete from second_opinion where review = in_review and invoice = in_invoice;
        update work set done = false where review = in_review and slot = 1 and invoice = in_invoice;
        return;
    end if;
    insert into second_opinion
    select in_review, in_invoice, ticket.verdict, ticket.reviewer, case json_typeof(stands.data::json -> 'verdict')
        when 'string' then stands.data::json ->> 'verdict' else 'wrong' end, stands.reviewer
    from ticket
    where ticket.review = in_review and ticket.invoice = in_invoice and ticket.verdict is not null
    on conflict (review, invoice) do update set verdict = excluded.verdict;
    update work set done = true where review = in_review and slot = 1 and invoice = in_invoice;
end
$$;

-- Has these judged a second time, as far as the review wants that of them.
create or replace function invoice_lens.add_second(in_review int, in_ids text[], only_these boolean) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
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
create or replace function invoice_lens.append(
    in_review int, in_uuid uuid, in_at bigint, in_offset smallint, in_reviewer text, in_invoice text, in_kind text,
    in_base uuid, in_data text, in_ids text[], in_touched text[], in_verdicts text[], in_ats bigint[],
    in_reviewers text[]
) returns text[]
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    about review;
    who text := session_user;
    seen bigint;
    other event;
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
    if not about.is_open then
        if about.made_by <> session_user then
            raise insufficient_privilege;
        end if;
        -- A review that is put in as a whole brings the names of those who judged in it.
        who := in_reviewer;
    else
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
        if in_kind = 'second/1' and not invoice_lens.may_second(in_review, in_invoice, who) then
            -- It is kept, and nothing has to be decided about it: what stands is not to be told.
            insert into collision values (in_review, in_uuid, in_at, in_offset, who, in_invoice, in_kind, in_base,
                in_data, array[in_invoice], true);
            return array[in_invoice];
        end if;
        if in_kind in ('verdict/1', 'clear/1', 'clear/2') and exists (
            select 1 from second_opinion it
            where it.review = in_review and it.invoice = in_invoice and it.verdict <> it.first_verdict
            and case when it.settled_by is null then it.first_reviewer <> who or invoice_lens.may_settle()
                else not invoice_lens.may_settle() end
        ) then
            -- It is for a third person to say, and was said by one.
            collided := array[in_invoice];
        end if;
        if in_kind = 'settle/1' and not exists (
            select 1 from second_opinion it where it.review = in_review and it.invoice = in_invoice
        ) then
            collided := array[in_invoice];
        end if;
        if in_kind in ('undo/1', 'redo/1') then
            -- One's own only.
            select array_agg(id) into collided from unnest(in_touched) id where exists (
                select 1 from event where review = in_review and uuid = (in_data::json #>> '{}')::uuid
                and reviewer <> who
            );
        end if;
        if in_kind in ('second/1', 'tests/1', 'test/1') then
            -- It changes nothing of what others see.
            collided := null;
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
    if in_kind in ('tests/1', 'test/1') then
        -- Of the tickets themselves it says nothing.
        perform pg_notify('invoice_lens', in_review::text);
        return null;
    end if;
    if in_kind = 'second/1' then
        perform invoice_lens.note_second(in_review, in_invoice);
        perform pg_notify('invoice_lens', in_review::text);
        return null;
    end if;
    if in_kind = 'second_review/1' then
        update review set second = in_data::json ->> 'of' where id = in_review;
        delete from work where review = in_review and slot = 1 and not done;
        perform invoice_lens.add_second(in_review, in_ids, false);
    elsif cardinality(in_ids) > 0 then
        insert into ticket (review, invoice, ord)
        select in_review, id, (about.seq + 1) * 1000000 + nr from unnest(in_ids) with ordinality as it (id, nr)
        on conflict do nothing;
        insert into work (review, invoice, page, ord)
        select review, invoice, invoice, ord from ticket where review = in_review and invoice = any(in_ids)
        on conflict do nothing;
        if about.second = 'all' then
            perform invoice_lens.add_second(in_review, in_ids, true);
        end if;
    end if;
    if cardinality(in_touched) > 0 then
        update ticket set verdict = it.verdict, at_utc_ms = it.at, newest = in_uuid,
            reviewer = case when it.verdict is null then null when about.is_open and it.is_new then who
                else it.reviewer end,
            judges = case when who <> all(judges) and in_kind in ('verdict/1', 'sheet/1', 'clear/1', 'clear/2')
                then array_append(judges, who) else judges end
        from (
            select id, verdict, at, reviewer, in_kind in ('verdict/1', 'sheet/1', 'settle/1') as is_new
            from unnest(in_touched, in_verdicts, in_ats, in_reviewers) as it (id, verdict, at, reviewer)
        ) it
        where ticket.review = in_review and ticket.invoice = it.id;
        update work set done = it.verdict is not null
        from unnest(in_touched, in_verdicts) as it (id, verdict)
        where work.review = in_review and work.slot = 0 and work.invoice = it.id;
        if about.second = 'wrong' then
            delete from work using ticket
            where work.review = in_review and work.slot = 1 and work.invoice = any(in_touched) and not work.done
            and ticket.review = in_review and ticket.invoice = work.invoice and ticket.verdict is distinct from 'wrong';
            perform invoice_lens.add_second(in_review, in_touched, true);
        end if;
    end if;
    if in_kind = 'settle/1' then
        update second_opinion set settled_by = who where review = in_review and invoice = in_invoice;
    elsif in_kind in ('undo/1', 'redo/1') then
        select * into other from event where review = in_review and uuid = (in_data::json #>> '{}')::uuid;
        if other.kind = 'second/1' then
            perform invoice_lens.note_second(in_review, other.invoice);
        elsif other.kind = 'settle/1' then
            update second_opinion set settled_by = case in_kind when 'redo/1' then who end
            where review = in_review and invoice = other.invoice;
        end if;
    end if;
    perform pg_notify('invoice_lens', in_review::text);
    return null;
end
$$;

-- Keeps what was learned of invoices, and which of them lie on one page.
create or replace function invoice_lens.learn(in_review int, in_ids text[], in_learned text[], in_pages text[]) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update ticket set learned = it.learned
    from (select * from unnest(in_ids, in_learned) as it (id, learned) order by id) it
    where ticket.review = in_review and ticket.invoice = it.id and ticket.learned is distinct from it.learned;
    update work set page = it.page
    from unnest(in_ids, in_pages) as it (id, page)
    where work.review = in_review and work.invoice = it.id and work.page <> it.page;
$$;

-- What somebody said in vain is decided, by themselves.
create or replace function invoice_lens.decided(in_review int, in_uuid uuid) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update collision set is_decided = true where review = in_review and uuid = in_uuid and reviewer = session_user;
$$;

create or replace function invoice_lens.set_place(in_review int, in_place text) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    insert into place values (in_review, session_user, in_place)
    on conflict (review, reviewer) do update set place = in_place;
$$;

create or replace function invoice_lens.set_intake(in_review int, in_intake text) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update review set intake = in_intake where id = in_review and intake <> in_intake;
$$;

-- Claims whole pages for a seat until it has so many tickets to judge, or none is left that nobody holds. With none
-- wanted, what it holds is held on.
create or replace function invoice_lens.claim(in_review int, in_seat uuid, in_wanted int, in_lease_s int) returns setof text
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    held bigint;
    taken bigint;
    has_more boolean := false;
begin
    -- One claim after the other: whoever waits here sees what the one before has taken.
    perform pg_advisory_xact_lock(1229737555, in_review);
    update work set lease_until = now() + make_interval(secs => in_lease_s)
    where review = in_review and seat = in_seat and lease_until >= now() and not done;
    get diagnostics held = row_count;
    while held < in_wanted loop
        -- The first that are free, with all of their pages; a page that somebody has begun is theirs as a whole.
        update work set holder = session_user, seat = in_seat, lease_until = now() + make_interval(secs => in_lease_s)
        where review = in_review and slot = 0 and not done and page in (
            select page from (
                select first.page, sum(first.tickets) over (order by first.ord) - first.tickets as before
                from (
                    select free.page, min(free.ord) as ord, (
                        select count(*) from work w
                        where w.review = in_review and w.slot = 0 and w.page = free.page and not w.done
                    ) as tickets
                    from (
                        select w.page, w.ord from work w
                        where w.review = in_review and w.slot = 0 and not w.done
                        and (w.seat is null or w.lease_until < now())
                        and not exists (
                            select 1 from work other
                            where other.review = in_review and other.slot = 0 and other.page = w.page
                            and not other.done and other.seat <> in_seat and other.lease_until >= now()
                        )
                        order by w.ord limit in_wanted - held
                    ) free
                    group by free.page
                ) first
            ) pages
            where before < in_wanted - held
        );
        get diagnostics taken = row_count;
        exit when taken = 0;
        has_more := true;
        held := held + taken;
    end loop;
    if held < in_wanted and not invoice_lens.may_settle() and exists (
        select 1 from review where id = in_review and second <> 'nothing'
    ) then
        -- What is left is judged a second time: what somebody else judged, page by page.
        update work set holder = session_user, seat = in_seat, lease_until = now() + make_interval(secs => in_lease_s)
        from ticket
        where work.review = in_review and work.slot = 1 and not work.done
        and (work.seat is null or work.lease_until < now())
        and ticket.review = work.review and ticket.invoice = work.invoice
        and ticket.verdict is not null and session_user::text <> all(ticket.judges)
        and work.page in (
            select free.page
            from work free join ticket judged on judged.review = free.review and judged.invoice = free.invoice
            where free.review = in_review and free.slot = 1 and not free.done
            and (free.seat is null or free.lease_until < now())
            and judged.verdict is not null and session_user::text <> all(judged.judges)
            order by free.ord limit in_wanted - held
        );
        get diagnostics taken = row_count;
        has_more := has_more or taken > 0;
    end if;
    insert into presence values (in_review, session_user, now())
    on conflict (review, reviewer) do update set active = now();
    if has_more then
        perform pg_notify('invoice_lens', in_review::text);
    end if;
    return query select invoice from work
        where review = in_review and seat = in_seat and lease_until >= now() and not done order by ord;
end
$$;

-- Gives back what a seat holds.
create or replace function invoice_lens.give_back(in_review int, in_seat uuid) returns void
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
begin
    perform pg_advisory_xact_lock(1229737555, in_review);
    update work set holder = null, seat = null, lease_until = null
    where review = in_review and seat = in_seat and holder = session_user and not done;
    perform pg_notify('invoice_lens', in_review::text);
end
$$;

revoke execute on all functions in schema invoice_lens from public;

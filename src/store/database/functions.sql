-- The only ways to change the tables, with `append.sql`: functions that run with the rights of who made them, so that
-- whoever judges can add to what happened and can change none of it. Written anew over those of an earlier version.

-- Begins a review, which nobody else sees until it is opened.
create or replace function invoice_lens.begin_review(in_name text, in_platform text) returns int
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    begun int;
begin
    if exists (select 1 from review where name = in_name and is_open) then
        raise unique_violation;
    end if;
    insert into review (name, platform) values (in_name, in_platform) returning id into begun;
    insert into handing_out values (begun);
    return begun;
end
$$;

create or replace function invoice_lens.open_review(in_review int) returns void
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
begin
    update review set is_open = true where id = in_review and made_by = session_user;
    -- Else the first claims are planned as if there were nothing.
    analyze work;
    analyze ticket;
end
$$;

-- Keeps what was learned of invoices, and which of them lie on one page.
create or replace function invoice_lens.learn(in_review int, in_ids text[], in_learned text[], in_pages text[]) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update ticket set learned = it.learned
    from (select * from unnest(in_ids, in_learned) as it (id, learned) order by id) it
    where ticket.review = in_review and ticket.invoice = it.id and ticket.learned is distinct from it.learned
    and octet_length(it.learned) <= 1000000;
    update work set page = it.page
    from unnest(in_ids, in_pages) as it (id, page)
    where work.review = in_review and work.invoice = it.id and work.page <> it.page and octet_length(it.page) <= 1000;
$$;

-- What somebody said in vain is decided, by themselves.
create or replace function invoice_lens.decided(in_review int, in_uuid uuid) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update collision set is_decided = true where review = in_review and uuid = in_uuid and reviewer = session_user;
$$;

create or replace function invoice_lens.set_place(in_review int, in_place text) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    insert into place select in_review, session_user, in_place where octet_length(in_place) <= 1000000
    on conflict (review, reviewer) do update set place = in_place;
$$;

create or replace function invoice_lens.set_intake(in_review int, in_intake text) returns void
language sql security definer set search_path = invoice_lens, pg_temp as $$
    update review set intake = in_intake where id = in_review and intake <> in_intake
    and octet_length(in_intake) <= 64000000;
$$;

-- Claims whole pages for a seat until it has so many tickets to judge, or none is left that nobody holds. With none
-- wanted, what it holds is held on. A seat is its user's own, whoever else names it. Nobody is handed more at once than
-- they can be at, nor for much longer than the program asks.
create or replace function invoice_lens.claim(in_review int, in_seat uuid, in_wanted int, in_lease_s int) returns setof text
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
declare
    -- At once; the program asks for far less.
    most constant int := 100;
    until constant timestamptz := now() + make_interval(secs => least(greatest(in_lease_s, 1), 900));
    held bigint;
    taken bigint;
    has_more boolean := false;
begin
    if in_seat is null then
        return;
    end if;
    -- One claim after the other: whoever waits here sees what the one before has taken.
    perform 1 from handing_out where review = in_review for update;
    update work set lease_until = until
    where review = in_review and seat = in_seat and holder = session_user and lease_until >= now() and not done;
    get diagnostics held = row_count;
    in_wanted := least(in_wanted, held + most);
    while held < in_wanted loop
        -- The first that are free, with all of their pages; a page that somebody has begun is theirs as a whole.
        update work set holder = session_user, seat = in_seat, lease_until = until
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
                            and not other.done and other.lease_until >= now()
                            and (other.seat <> in_seat or other.holder <> session_user)
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
        update work set holder = session_user, seat = in_seat, lease_until = until
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
        where review = in_review and seat = in_seat and holder = session_user and lease_until >= now() and not done
        order by ord;
end
$$;

-- Gives back what a seat holds.
create or replace function invoice_lens.give_back(in_review int, in_seat uuid) returns void
language plpgsql security definer set search_path = invoice_lens, pg_temp as $$
begin
    perform 1 from handing_out where review = in_review for update;
    update work set holder = null, seat = null, lease_until = null
    where review = in_review and seat = in_seat and holder = session_user and not done;
    perform pg_notify('invoice_lens', in_review::text);
end
$$;

revoke execute on all functions in schema invoice_lens from public;

-- Version 2 of tables of version 1, whichever program of that version made them: the first of them lacked some columns,
-- a table and indexes. `functions.sql` and `append.sql` are run after it.

alter table invoice_lens.review add column if not exists intake text not null default '';
alter table invoice_lens.collision add column if not exists is_decided boolean not null default false;
create table if not exists invoice_lens.presence (
    review int not null references invoice_lens.review on delete cascade,
    reviewer text not null,
    active timestamptz not null,
    primary key (review, reviewer)
);
drop index if exists invoice_lens.work_held;
create index work_held on invoice_lens.work (review, seat) where seat is not null and not done;
create index if not exists work_on_page on invoice_lens.work (review, slot, page) where not done;

alter table invoice_lens.review add column second text not null default 'nothing';
create index event_second on invoice_lens.event (review, invoice, seq) where kind in ('second/1', 'undo/1', 'redo/1');
alter table invoice_lens.ticket add column judges text[] not null default '{}';
update invoice_lens.ticket set judges = it.judges
from (
    select review, invoice, array_agg(distinct reviewer) as judges
    from (
        select review, invoice, reviewer from invoice_lens.event
        where kind in ('verdict/1', 'clear/1', 'clear/2')
        union all
        select review, unnest(invoices), reviewer from invoice_lens.collision
        union all
        select event.review, accepted.value ->> 'invoice', event.reviewer
        from invoice_lens.event, json_array_elements(event.data::json) as accepted
        where event.kind = 'sheet/1'
    ) said
    where invoice is not null
    group by review, invoice
) it
where ticket.review = it.review and ticket.invoice = it.invoice;

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
create table invoice_lens.settling (may boolean check (false));

-- Whoever reads the tables of before reads these.
do $$
declare
    reader text;
begin
    for reader in
        select case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end
        from pg_class, aclexplode(relacl)
        where oid = 'invoice_lens.review'::regclass and privilege_type = 'SELECT'
    loop
        execute format('grant select on invoice_lens.presence, invoice_lens.second_opinion, invoice_lens.settling to %s',
            reader);
    end loop;
end
$$;

update invoice_lens.version set version = 2;

-- Version 4 of tables of version 3: its functions find out themselves what follows from an event, for which they look up
-- what was said of a ticket. `functions.sql` and `append.sql` are run after it.

drop index invoice_lens.event_second;
create index event_of_invoice on invoice_lens.event (review, invoice, seq) where invoice is not null;
create index event_turn on invoice_lens.event (review, data, seq) where kind in ('undo/1', 'redo/1');

create table invoice_lens.accepted (
    review int not null references invoice_lens.review on delete cascade,
    invoice text not null,
    uuid uuid not null,
    primary key (review, invoice, uuid)
);
insert into invoice_lens.accepted
select distinct event.review, it ->> 'invoice', event.uuid from invoice_lens.event, jsonb_array_elements(event.data::jsonb) it
where event.kind = 'sheet/1' and it ->> 'invoice' is not null;

create table invoice_lens.first_opinion (
    review int not null references invoice_lens.review on delete cascade,
    uuid uuid not null,
    verdict text not null,
    reviewer text not null,
    primary key (review, uuid)
);
insert into invoice_lens.first_opinion
select it.review, event.uuid, it.first_verdict, it.first_reviewer
from invoice_lens.second_opinion it
join invoice_lens.event on event.review = it.review and event.invoice = it.invoice and event.kind = 'second/1';

alter table invoice_lens.review drop constraint review_name_key;
create unique index review_name on invoice_lens.review (name) where is_open;
create table invoice_lens.handing_out (
    review int primary key references invoice_lens.review on delete cascade
);
insert into invoice_lens.handing_out select id from invoice_lens.review;

drop function if exists invoice_lens.note_second(int, text);

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
        execute format('grant select on invoice_lens.accepted, invoice_lens.first_opinion, invoice_lens.handing_out to %s',
            reader);
    end loop;
end
$$;

update invoice_lens.version set version = 4;

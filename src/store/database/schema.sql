-- The tables of the reviews of a team, version 4. `functions.sql` and `append.sql` have the only ways to change them;
-- `from_1.sql`, `from_2.sql` and `from_3.sql` make the next version of those that an earlier program made.

create schema invoice_lens;

create table invoice_lens.version (version int not null);
insert into invoice_lens.version values (4);

create table invoice_lens.review (
    id int generated always as identity primary key,
    name text not null,
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

create unique index review_name on invoice_lens.review (name) where is_open;

-- Its row is locked while tickets of the review are handed out.
create table invoice_lens.handing_out (
    review int primary key references invoice_lens.review on delete cascade
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
create index event_of_invoice on invoice_lens.event (review, invoice, seq) where invoice is not null;
create index event_turn on invoice_lens.event (review, data, seq) where kind in ('undo/1', 'redo/1');

-- The tickets of whole screens: which event accepted each.
create table invoice_lens.accepted (
    review int not null references invoice_lens.review on delete cascade,
    invoice text not null,
    uuid uuid not null,
    primary key (review, invoice, uuid)
);

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

-- What stood of a ticket when somebody gave a second verdict, by the event of that.
create table invoice_lens.first_opinion (
    review int not null references invoice_lens.review on delete cascade,
    uuid uuid not null,
    verdict text not null,
    reviewer text not null,
    primary key (review, uuid)
);

-- Nothing is ever in it: whoever may INSERT here asks for second verdicts and test tickets, and settles what
-- they disagree about.
create table invoice_lens.settling (may boolean check (false));

-- Version 4 of tables of version 3: no table is another, but its functions find out themselves what follows from an event,
-- for which they look up what was said of a ticket. `functions.sql` and `append.sql` are run after it.

drop index invoice_lens.event_second;
create index event_of_invoice on invoice_lens.event (review, invoice, seq) where invoice is not null;
create index event_of_sheet on invoice_lens.event (review, seq) where kind = 'sheet/1';
create index event_turn on invoice_lens.event (review, data, seq) where kind in ('undo/1', 'redo/1');

update invoice_lens.version set version = 4;

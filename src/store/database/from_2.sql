-- Version 3 of tables of version 2: no table is another, but its functions know of test tickets, and a program that does
-- not is not to write beside them. `functions.sql` and `append.sql` are run after it.

update invoice_lens.version set version = 3;

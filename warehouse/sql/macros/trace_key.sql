-- no grain, a macro: a trace as it is compared: no case, no spaces, no leading zeros; nothing left is nothing
create or replace macro derived.trace_key(sent) as nullif(ltrim(regexp_replace(upper(sent), '\s', '', 'g'), '0'), '')

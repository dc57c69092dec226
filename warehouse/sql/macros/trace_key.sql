-- no grain, a macro: a trace as rows are compared by it, in upper case, without blanks and leading zeros; null when
-- nothing is left
create or replace macro derived.trace_key(sent) as nullif(ltrim(regexp_replace(upper(sent), '\s', '', 'g'), '0'), '')

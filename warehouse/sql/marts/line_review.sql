-- grain: service line of a posted payment, superseded ones too
create or replace view line_review as
select * from derived.reviewed_line

-- grain: dispute with one of these ids, open or expired
select * from dispute_queue
where dispute_id in (select unnest($disputes))
union all by name
select * from expired_disputes
where dispute_id in (select unnest($disputes))
order by deadline nulls last, dispute_id

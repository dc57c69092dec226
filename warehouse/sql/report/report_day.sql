-- grain: snapshot: the day its night looked from; null when it has never found a dispute
select max(as_of) as as_of from (select as_of from dispute_queue union all select as_of from expired_disputes)

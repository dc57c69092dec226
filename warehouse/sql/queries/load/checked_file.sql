-- grain: bytes that were checked
select sha256 from fact.conformance_run

-- grain: hash of bytes that were checked against the guide
select sha256 from fact.conformance_run

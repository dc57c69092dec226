"""Everything that lives in DuckDB: the facts as they were sent, what is derived from them, what is published."""

-- one row per file received whose bytes are in the archive
insert into fact.file (
    file_id, name, sha256, size_bytes, received_at, receipt, same_bytes_as,
    segments, interchanges, payments, claims, lines, is_835, usage_test
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

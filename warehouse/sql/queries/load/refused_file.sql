-- grain: file that was refused, with the reason
insert into fact.file (file_id, name, sha256, size_bytes, received_at, receipt, reason_code, reason)
values (?, ?, ?, ?, ?, 'refused', ?, ?)

-- grain: claim in dispute, with the batch it is packed into
create table if not exists derived.batch_member (claim_id bigint not null, batch varchar not null)

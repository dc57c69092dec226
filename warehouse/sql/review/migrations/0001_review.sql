-- What people did about disputes: a log that only grows, the state that follows from it, and who may do what.
create table event (
    event_id integer primary key,
    action_id integer not null,
    happened_at text not null,
    who text not null,
    kind text not null check (kind in ('dispute', 'held', 'payer')),
    subject text not null,
    field text not null,
    was text,
    became text,
    undoes integer references event (event_id)
) strict;
create index event_of_subject on event (kind, subject, event_id);
create index event_of_action on event (action_id);
create unique index event_undone_once on event (undoes) where undoes is not null;
create trigger event_is_never_changed before update on event
begin select raise(abort, 'the event log only grows'); end;
create trigger event_is_never_removed before delete on event
begin select raise(abort, 'the event log only grows'); end;

-- the last word on each field; can be built again from the events alone
create table state (
    kind text not null, subject text not null, field text not null, value text,
    event_id integer not null, who text not null, happened_at text not null,
    primary key (kind, subject, field)
) strict, without rowid;
create index state_in_order on state (event_id);

create table user (
    name text primary key, password_hash text not null,
    role text not null check (role in ('viewer', 'poster', 'lead', 'admin')),
    sees_names integer not null check (sees_names in (0, 1)),
    created_at text not null
) strict, without rowid;

-- the token itself is only in the browser
create table session (
    token_hash text primary key, name text not null references user (name) on delete cascade,
    csrf text not null, created_at text not null, seen_at text not null
) strict, without rowid;

create table failed_login (happened_at text not null, name text not null, address text not null) strict;

create table saved_filter (
    name text not null, title text not null, query text not null, primary key (name, title)
) strict, without rowid;

-- who read what of a patient, who came and went, who changed users
create table audit (
    audit_id integer primary key, happened_at text not null, who text not null, what text not null, subject text
) strict;
create trigger audit_is_never_changed before update on audit
begin select raise(abort, 'the audit log only grows'); end;
create trigger audit_is_never_removed before delete on audit
begin select raise(abort, 'the audit log only grows'); end;

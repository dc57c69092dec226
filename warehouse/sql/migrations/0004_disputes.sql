-- The life of every dispute, night by night: nothing appears in the queue or leaves it without an event.
create table store.dispute_ledger (
    dispute_id varchar primary key, opened_on date not null, changed_on date not null,
    state varchar not null check (state in ('open', 'expired', 'recovered', 'withdrawn')),
    outstanding decimal(18, 2) not null, allowed decimal(18, 2) not null,
    opened_amount decimal(18, 2) not null, recovered_amount decimal(18, 2) not null, withdrawn_amount decimal(18, 2) not null,
    check ((state in ('open', 'expired')) = (outstanding > 0)),
    check (outstanding = opened_amount - recovered_amount - withdrawn_amount)
);

-- amount: dollars by which the event changed what is outstanding, always counted upwards; 0 for expired and reinstated
create table store.dispute_event (
    event_id bigint not null, dispute_id varchar not null, as_of date not null, recorded_at timestamp not null,
    kind varchar not null check (
        kind in ('opened', 'increased', 'recovered', 'withdrawn', 'repriced', 'expired', 'reinstated')
    ),
    amount decimal(18, 2) not null check (amount >= 0)
);

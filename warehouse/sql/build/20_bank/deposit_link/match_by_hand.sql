-- grain: deposit and payment that a person matched; this comes before every rule
insert into derived.deposit_link
with last_decision as (
    select
        deposit_identity,
        occurrence,
        payment_identity,
        belongs_together
    from fact.deposit_pairing
    qualify row_number() over (partition by deposit_identity, occurrence, payment_identity order by decided_at desc) = 1
)

select distinct
    b.deposit_id,
    u.unit_id,
    'manual' as step,
    null as tag
from last_decision as n
inner join fact.deposit as d on n.deposit_identity = d.identity and n.occurrence = d.occurrence
inner join derived.bank_row as b on d.deposit_id = b.deposit_id
inner join derived.payment_standing as s on n.payment_identity = s.identity and s.standing = 'posted'
inner join derived.payment_unit as u on s.payment_id = u.payment_id
where n.belongs_together

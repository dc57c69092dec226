-- grain: claim_id
-- posted claim and its role: current, superseded, pending_correction, reversal or reversal_orphan
create or replace table derived.claim_role as
with event as (
    select
        e.*,
        c.chain_id,
        o.reversal_id,
        r.original_id,
        -- a payer control number that several chains have identifies none of them: there the account has to agree
        min(c.chain_id) over number = max(c.chain_id) over number as is_own_number
    from derived.claim_event as e
    inner join derived.claim_chain as c on e.claim_id = c.claim_id
    left join derived.reversal_pair as o on e.claim_id = o.original_id
    left join derived.reversal_pair as r on e.claim_id = r.reversal_id
    window number as (partition by e.payer_key, e.payer_control_number)
),

chain_line as (
    select
        l.claim_id,
        e.chain_id,
        l.service_date,
        l.line_control_number,
        l.procedure_code,
        coalesce(l.submitted_code, l.procedure_code) as billed_code
    from derived.posted_line as l
    inner join event as e on l.claim_id = e.claim_id
    where e.chain_id in (select chain_id from event group by chain_id having count(*) > 1)
),

-- two claims of a chain that share a line decide the same service; without one they are parts of the claim
shared_line as (
    select distinct
        one.claim_id as one_id,
        other.claim_id as other_id
    from chain_line as one
    inner join chain_line as other
        on
            one.chain_id = other.chain_id
            and one.service_date is not distinct from other.service_date
            and one.claim_id <> other.claim_id
            and (
                one.line_control_number = other.line_control_number
                or one.procedure_code = other.procedure_code
                or one.billed_code = other.billed_code
            )
),

-- decided again without a reversal: the later decision counts, whether it repeats the lines or replaces the claim
repeated as (
    select distinct e.claim_id
    from event as e
    inner join event as k
        on
            e.chain_id = k.chain_id
            and k.kind = 'decision'
            and k.reversal_id is null
            and k.sequence > e.sequence
            and (
                e.is_own_number
                or (k.patient_control_number is not distinct from e.patient_control_number and k.payment_id <> e.payment_id)
            )
            and (
                k.line_set = e.line_set
                or e.kind = 'pended'
                or k.original_control_number = e.payer_control_number
                -- one remittance may split a claim into parts; a later one decides it again
                or (
                    k.payment_id <> e.payment_id
                    and k.first_service_date = e.first_service_date
                    and (
                        e.line_set = ''
                        or k.line_set = ''
                        or (e.claim_id, k.claim_id) in (select (one_id, other_id) from shared_line)
                    )
                )
            )
    where
        e.kind in ('decision', 'denied_replacement', 'pended')
        and e.reversal_id is null
        and (e.claim_id, k.claim_id) not in (select (earlier_id, later_id) from derived.partial_telling)
),

-- a replacement or void of the practice (CLP09 7 or 8) under a new payer control number, found by its account and days.
-- One that is denied as a whole is no decision: the original stays current until a reversal
replaced as (
    select distinct e.claim_id
    from event as e
    inner join event as k
        on
            e.payer_key = k.payer_key
            and e.patient_control_number = k.patient_control_number
            and e.patient = k.patient
            and (k.frequency_code in ('7', '8') or k.original_control_number = e.payer_control_number)
            -- one that names its original in REF*F8 replaces no other claim
            and (
                k.original_control_number is null
                or k.original_control_number = e.payer_control_number
                or (k.payer_key, k.original_control_number) not in (
                    select (payer_key, payer_control_number) from event where payer_control_number is not null
                )
            )
            and k.kind = 'decision'
            and k.reversal_id is null
            and k.sequence > e.sequence
            and k.claim_id <> e.claim_id
            and k.first_service_date <= e.last_service_date
            and k.last_service_date >= e.first_service_date
    where e.kind in ('decision', 'denied_replacement', 'pended') and e.reversal_id is null
)

select
    e.claim_id,
    e.chain_id,
    e.payer_key,
    e.kind,
    e.sequence,
    case
        when e.kind = 'reversal' and e.original_id is null and in_part.claim_id is null then 'reversal_orphan'
        when e.kind = 'reversal' then 'reversal'
        when e.reversal_id is not null and corrected.claim_id is not null then 'superseded'
        when e.reversal_id is not null then 'pending_correction'
        when repeated.claim_id is not null or replaced.claim_id is not null then 'superseded'
        else 'current'
    end as role
from event as e
left join derived.corrected_claim as corrected on e.claim_id = corrected.claim_id
left join (
    select distinct l.claim_id
    from derived.line_reversal as p
    inner join derived.posted_line as l on p.reversal_line_id = l.line_id
) as in_part on e.claim_id = in_part.claim_id
left join repeated on e.claim_id = repeated.claim_id
left join replaced on e.claim_id = replaced.claim_id

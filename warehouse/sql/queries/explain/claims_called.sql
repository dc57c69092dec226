-- grain: claim with this number: the practice's, the payer's, or its dispute's id
select
    h.claim_id,
    h.chain_id
from claim_history as h
where h.patient_control_number = $number or h.payer_control_number = $number or h.chain_id = $number
order by h.chain_id, h.event

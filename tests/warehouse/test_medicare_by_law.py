"""Medicare Part B is paid by law: its agreement needs no clause for what the law takes; a plan's agreement does."""

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import STRANGER, Judged, Night

STATE_PLAN = "state_plan"
OF_MEDICARE = """method = "medicare"
percent = "100"
year = "year_of_service"
locality = "site"
mppr = "medicare"
lesser_of = "line\""""
night = Night()
night.agree("part_b", 'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["MB"]', OF_MEDICARE)
night.agree("a_plan", 'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["16"]', OF_MEDICARE)
night.agree(
    "non_par",
    'payer_names = ["STATE MEDICAL ASSISTANCE"]\nclaim_filing_codes = ["MB"]',
    OF_MEDICARE + '\nparticipation = "non_participating"',
)
# 97110 in Durham, 2026: 28.02, of which 5.60 is the patient's and 22.42 Medicare's
BY_LAW = {
    "SEQUEST": (("21.97", "PR*2*5.60", "CO*253*0.45"), "priced_ok 28.02 28.02"),
    # the quality program takes 4 % of Medicare's share, and sequestration 2 % of what that leaves
    "QUALITY": (("21.09", "PR*2*5.60", "CO*237*0.90", "CO*253*0.43"), "priced_ok 28.02 28.02"),
    "BONUS": (("22.40", "PR*2*5.60", "CO*144*-0.43", "CO*253*0.45"), "priced_ok 28.02 28.02"),
    # the law's leave ends at the law's percent
    "TOOMUCH": (("20.97", "PR*2*5.60", "CO*253*1.45"), "priced_rate_finding 28.02 27.02"),
    # and a deduction that no law names is nobody's right
    "WITHHELD": (("20.42", "PR*2*5.60", "CO*104*2.00"), "priced_rate_finding 28.02 26.02"),
}


@night.receives(
    *[
        remittance(STRANGER, claim(account, account, [line("97110:GP", "82", *sent)], filing="MB"))
        for account, (sent, _) in BY_LAW.items()
    ]
)
@pytest.mark.parametrize("account", BY_LAW)
def test_what_the_law_takes_needs_no_clause(account: str, judged: Judged) -> None:
    assert judged.lines(account) == [BY_LAW[account][1]]


@night.receives(
    remittance(
        STRANGER,
        claim("PLAN", "PLAN", [line("97110:GP", "82", "21.97", "PR*2*5.60", "CO*253*0.45")], filing="16"),
    )
)
def test_a_plan_takes_sequestration_only_where_it_was_agreed(judged: Judged) -> None:
    assert judged.lines("PLAN") == ["priced_rate_finding 28.02 27.57"]


# not assigned: Medicare pays the patient (CARC 100), 2 % of that is sequestration, and the rest is the patient's to pay
UNASSIGNED = {
    "TOPAT": (("0", "PR*2*5.32", "CO*253*0.43", "OA*100*20.87"), "priced_ok 26.62 26.62"),
    "TOPATPR": (("0", "PR*2*5.32", "CO*253*0.43", "PR*100*20.87"), "priced_ok 26.62 26.62"),
    # an assistant's line: 85 percent of Medicare's payment went to the patient
    "TOPATCQ": (("0", "PR*2*4.52", "CO*253*0.36", "OA*100*17.74"), "priced_ok 23.43 22.62"),
    "TOPATX": (("0", "PR*2*5.32", "CO*253*1.43", "OA*100*19.87"), "priced_rate_finding 26.62 25.62"),
}


@night.receives(
    *[
        remittance(
            STATE_PLAN,
            claim(account, account, [line(f"97110:GP{':CQ' * account.endswith('CQ')}", "30.61", *sent)], filing="MB"),
        )
        for account, (sent, _) in UNASSIGNED.items()
    ]
)
@pytest.mark.parametrize("account", UNASSIGNED)
def test_sequestration_is_of_what_was_paid_to_the_patient(account: str, judged: Judged) -> None:
    assert judged.lines(account) == [UNASSIGNED[account][1]]

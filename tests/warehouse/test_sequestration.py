"""Sequestration (CARC 253) is the law's percent of Medicare's payment: what is taken beyond it is owed, to the cent."""

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import ADVANTAGE, MEDICARE, STRANGER, Judged, Night

night = Night()
HALF = 'method = "percent_of_charge"\npercent = "50"\nmppr = "none"\nlesser_of = "none"'
BEFORE = '\n\n[[terms]]\neffective_from = 2019-01-01\neffective_until = 2024-12-31\nsource = "Exhibit 0"\n'
night.agree(
    "mirror_advantage",
    'payer_names = ["STRANGER CASUALTY"]',
    HALF + BEFORE + HALF,
    'sequestration = true\nwithhold_percent = "10"',
)
# account: paid and adjustments of a line of 200.00, of which 100.00 is the price; and the state, expected, actual of it
CASES = {
    "LAW": (("98", "CO*253*2"), "priced_ok 100.00 100.00"),
    "LESS": (("99", "CO*253*1"), "priced_ok 100.00 100.00"),
    "ABOVE": (("95", "CO*253*5"), "priced_rate_finding 100.00 97.00"),
    "SHARES": (("62.72", "PR*1*20", "PR*2*16", "CO*253*1.28"), "priced_ok 100.00 100.00"),
    "CENTS": (("62.70", "PR*1*20", "PR*2*16", "CO*253*1.30"), "priced_ok 100.00 100.00"),
    # two percent of what was allowed, not of what is left to pay
    "ALLOWED": (("62", "PR*1*20", "PR*2*16", "CO*253*2"), "priced_rate_finding 100.00 99.28"),
    "WITHHOLD": (("88", "CO*253*2", "CO*104*10"), "priced_ok 100.00 100.00"),
    "SHORT": (("90", "CO*253*5"), "priced_short 100.00 91.90"),
}


@night.receives(
    *[
        remittance(STRANGER, claim(account, account, [line("97110", "200", *sent)]))
        for account, (sent, _) in CASES.items()
    ]
)
@pytest.mark.parametrize("account", CASES)
def test_the_law_permits_two_percent_of_what_is_paid(account: str, judged: Judged) -> None:
    assert judged.lines(account) == [CASES[account][1]]


def served(account: str, day: str, taken: int) -> bytes:
    sent = line("97110", "200", str(100 - taken), f"CO*253*{taken}", served=day)
    return remittance(STRANGER, claim(account, account, [sent]), day=day)


@night.receives(
    served("BEFORE", "20200430", 2), served("SUSPENDED", "20200501", 2), served("QUARTER1", "20220401", 1),
    served("QUARTER2", "20220630", 2), served("AFTER", "20220701", 2),
)  # fmt: skip
def test_the_percent_is_that_of_the_day_of_service(judged: Judged) -> None:
    assert judged.lines("SUSPENDED") == ["priced_rate_finding 100.00 98.00"]
    assert judged.lines("QUARTER2") == ["priced_rate_finding 100.00 99.00"]
    assert judged.lines("BEFORE") == judged.lines("QUARTER1") == judged.lines("AFTER") == ["priced_ok 100.00 100.00"]


TWO = [line("97110", "200", "100"), line("97140", "100", "50")]


@night.receives(
    remittance(STRANGER, claim("CLAIM3", "CLAIM3", TWO, adjusted=["CO*253*3"])),
    remittance(STRANGER, claim("CLAIM5", "CLAIM5", TWO, adjusted=["CO*253*9"])),
    remittance(STRANGER, claim("LINES", "LINES", [line("97110", "200", "98", "CO*253*2"), line("97140", "100", "50")],
                               adjusted=["CO*253*4"])),
)  # fmt: skip
def test_what_was_taken_of_the_claim_is_counted_as_a_whole(judged: Judged) -> None:
    assert judged.lines("CLAIM3") == ["priced_ok 100.00 100.00", "priced_ok 50.00 50.00"]
    assert judged.lines("CLAIM5") == ["priced_rate_finding 100.00 96.00", "priced_rate_finding 50.00 48.00"]
    assert judged.lines("LINES") == ["priced_rate_finding 100.00 98.00", "priced_rate_finding 50.00 49.00"]


@night.receives(
    remittance(MEDICARE, claim("MEDICARE", "MEDICARE", [line("97140:GP", "60", "20.95", "PR*2*5.35", "CO*253*.43")]),
               claim("MEDICARE+", "MEDICARE+", [line("97140:GP", "60", "20.85", "PR*2*5.35", "CO*253*.53")]),
               claim("MIPS", "MIPS", [line("97140:GP", "60", "20.11", "PR*2*5.35", "CO*237*.86", "CO*253*.41")]),
               claim("MIPS+", "MIPS+", [line("97140:GP", "60", "20.01", "PR*2*5.35", "CO*237*.86", "CO*253*.51")])),
    remittance(ADVANTAGE, claim("NOT", "NOT", [line("97140:GP", "60", "26.30", "CO*253*.43")])),
)  # fmt: skip
def test_medicare_itself_and_a_plan_that_may_take_none(judged: Judged) -> None:
    assert judged.lines("MEDICARE") == judged.lines("MIPS") == ["priced_ok 26.73 26.73"]
    assert judged.lines("MEDICARE+") == judged.lines("MIPS+") == ["priced_rate_finding 26.73 26.63"]
    assert judged.lines("NOT") == ["priced_rate_finding 26.73 26.30"]


def test_only_what_lies_beyond_is_disputed_and_the_cause_says_so(judged: Judged) -> None:
    assert judged.disputed() == {
        "ABOVE": "3.00", "ALLOWED": "0.72", "SHORT": "8.10", "SUSPENDED": "2.00", "QUARTER2": "1.00", "CLAIM5": "6.00",
        "LINES": "3.00", "MEDICARE+": "0.10", "MIPS+": "0.10", "NOT": "0.43",
    }  # fmt: skip
    causes = dict(judged.ask(
        "select patient_control_number, cause from dispute_queue union all "
        "select patient_control_number, cause from expired_disputes"
    ))  # fmt: skip
    assert causes.pop("NOT") == "sequestration_not_in_contract"
    assert causes.pop("SHORT") != "sequestration_above_law"
    assert set(causes.values()) == {"sequestration_above_law"}

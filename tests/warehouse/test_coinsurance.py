"""The patient's share of a Medicare Part B line is the law's percent of what was allowed after the deductible."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.medicare.payment import coinsurance_off
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import ADVANTAGE, MEDICARE, Judged, Night, deliver

night = Night()
FOUND = (
    "select patient_control_number, off_by, sentence from finding inner join "
    "(select distinct claim_id, patient_control_number from line_review) using (claim_id) "
    "where code = 'coinsurance_not_by_law' order by 1"
)
# 97110 in Durham, 2026: 28.02, of which 5.60 is the patient's
OFF = {
    "THIRTY": (line("97110:GP", "82", "19.22", "PR*2*8.41", "CO*253*0.39"), "2.81"),
    "TENTH": (line("97110:GP", "82", "24.72", "PR*2*2.80", "CO*253*0.50"), "-2.80"),
    "NONE": (line("97110:GP", "82", "27.46", "CO*253*0.56"), "-5.60"),
    # of all of it although 10.00 of the deductible come first: 20 percent of 18.02 are 3.60
    "BESIDE": (line("97110:GP", "82", "12.17", "PR*1*10", "PR*2*5.60", "CO*253*0.25"), "2.00"),
    "COPAY": (line("97110:GP", "82", "12.76", "PR*3*15", "CO*253*0.26"), "9.40"),
}
BY_LAW = {
    "RIGHT": line("97110:GP", "82", "21.97", "PR*2*5.60", "CO*253*0.45"),
    "AFTER": line("97110:GP", "82", "14.13", "PR*1*10", "PR*2*3.60", "CO*253*0.29"),
    "TAKEN": line("97110:GP", "82", "0", "PR*1*28.02"),
    # the share is of what was allowed, and what was allowed is another question
    "SHORT": line("97110:GP", "82", "15.68", "PR*2*4", "CO*253*0.32"),
    "WITHHELD": line("97110:GP", "82", "20.42", "PR*2*5.60", "CO*104*2.00"),
    # an assistant's share is that of the full amount or of the cut one
    "FULL": line("97110:GP:CQ", "82", "18.68", "PR*2*5.60", "CO*253*0.38"),
    "CUT": line("97110:GP:CQ", "82", "18.68", "PR*2*4.76", "CO*253*0.38"),
    # QMB: deductible and coinsurance in one, so neither is known
    "QMB": line("97110:GP", "82", "17.65", "OA*209*10.01", "CO*253*0.36"),
    # paid to the patient (CARC 100)
    "TOPATIENT": line("97110:GP", "82", "0", "PR*2*5.60", "CO*253*0.45", "OA*100*21.97"),
    "WAIVED": line("97110:GP:33", "82", "27.46", "CO*253*0.56"),
    "DENIED": line("97110:GP", "82", "0", "CO*50*82"),
}


@night.receives(
    *[remittance(MEDICARE, claim(name, name, [sent])) for name, (sent, _) in OFF.items()],
    *[remittance(MEDICARE, claim(name, name, [sent])) for name, sent in BY_LAW.items()],
    # a plan's cost share is its own
    remittance(ADVANTAGE, claim("PLAN", "PLAN", [line("97110:GP", "82", "13.02", "PR*3*15")])),
    # written on the claim: 20 percent of both lines together
    remittance(MEDICARE, claim("OFCLAIM", "OFCLAIM", [line("97110:GP", "82", "28.02"), line("97140:GP", "60", "20.65")],
                               adjusted=["PR*2*9.73", "CO*253*0.78"]),
               claim("OVERCLAIM", "OVERCLAIM", [line("97110:GP", "82", "28.02"), line("97140:GP", "60", "20.65")],
                     adjusted=["PR*2*12.73", "CO*253*0.72"])),
)  # fmt: skip
def test_a_share_that_is_not_the_laws_is_a_finding(judged: Judged) -> None:
    rows = judged.ask(FOUND)
    wanted = {name: Decimal(off_by) for name, (_, off_by) in OFF.items()} | {"OVERCLAIM": Decimal("3.00")}
    assert {str(account): off_by for account, off_by, _ in rows} == wanted
    assert all(("more" in str(sentence)) == (off_by > 0) for _, off_by, sentence in rows)


def test_the_share_is_no_question_of_the_rate(judged: Judged) -> None:
    assert judged.lines("THIRTY") == ["priced_ok 28.02 28.02"]


def test_the_finding_stays_on_the_nights_that_follow(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    deliver(space, [remittance(MEDICARE, claim("THIRTY", "THIRTY", [OFF["THIRTY"][0]]))])
    spend_night(space.root)
    deliver(space, [remittance(MEDICARE, claim("RIGHT", "RIGHT", [BY_LAW["RIGHT"]]))], AS_OF + timedelta(1))
    assert spend_night(space.root).claims_to_judge == 1
    assert [row[:2] for row in Judged(space).ask(FOUND)] == [("THIRTY", Decimal("2.81"))]


@pytest.mark.parametrize(
    ("allowed", "coinsurance", "lines", "off"),
    [("28.02", "5.60", 1, "0"), ("28.02", "5.62", 1, "0"), ("28.02", "5.63", 1, "0.03"), ("28.02", "5.63", 2, "0")],
)
def test_two_cents_a_line_are_rounding(allowed: str, coinsurance: str, lines: int, off: str) -> None:
    assert coinsurance_off(Decimal(allowed), Decimal(coinsurance), Decimal(20), None, lines) == Decimal(off)

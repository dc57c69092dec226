"""Which claim is reversed, replaced or sent in parts, and what a claim's own cut denies: one night over each."""

from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from warehouse.queries import open_published

BY_LINE, BY_VISIT = "summerfield_ppo", "willow_visit"
FIRST, LATER = "20261008", "20261012"
SHORT = ("97110", "100", "30.00")
SENT = {
    # 835 guide 1.10.2.8: a reversal repeats what it takes back, and is its patient's
    "taken back": remittance(BY_LINE, claim("A1", "SAME", [line(*SHORT)], patient="PAT", member="MA1"), day=FIRST),
    "the sister's": remittance(BY_LINE, claim("A2", "SAME", [line(*SHORT)], patient="SIS", member="MA2"), day=FIRST),
    "reversal": remittance(
        BY_LINE,
        claim("A1", "SAME", [line("97110", "-100", "-30.00")], patient="PAT", member="MA1", status="22"),
        day=LATER,
    ),
    "first part": remittance(BY_LINE, claim("B1", "NB", [line(*SHORT, control="1")]), day=FIRST),
    "second part": remittance(BY_LINE, claim("B1", "NB", [line("97140", "100", "32.81", control="2")]), day=LATER),
    "two of an account": remittance(
        BY_LINE,
        claim("C1", "C-N1", [line("97110:GP", "100", "34.59")]),
        claim("C1", "C-N2", [line("97530:GO", "100", "30.00")]),
        day=FIRST,
    ),
    "replacement of one": remittance(
        BY_LINE,
        claim("C1", "C-N3", [line("97110:GP", "120", "34.59")], frequency="7", original="C-N1"),
        day=LATER,
    ),
    "refused as a whole": remittance(
        BY_VISIT, claim("D1", "D-N1", [line("97110", "50", "50"), line("97140", "50", "50")], adjusted=["CO*197*100"])
    ),
    "denied in part": remittance(BY_VISIT, claim("E1", "E-N1", [line("97110", "150", "60", "CO*50*34")])),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = new_workspace(Path(tmp_path_factory.mktemp("whose")) / "workspace")
    for number, content in enumerate(SENT.values()):
        (space.inbox / f"{number}.835").write_bytes(content)
    spend_night(space.root)
    return space


@pytest.mark.parametrize(
    ("account", "states", "is_disputed"),
    [
        ("A1", ["pending_correction", "reversed"], False),
        ("A2", ["priced_short"], True),
        ("B1", ["priced_ok", "priced_short"], True),
        ("C1", ["priced_ok", "priced_short", "superseded"], True),
        ("D1", ["denied_appealable", "denied_appealable"], False),
        ("E1", ["no_rate"], False),
    ],
)
def test_a_claim_is_its_own(judged: Workspace, account: str, states: list[str], is_disputed: bool) -> None:
    with open_published(judged.data) as con:
        found = con.execute(
            "select state from line_review where patient_control_number = ? order by all", [account]
        ).fetchall()
        queue = con.execute("select count(*) from dispute_queue where patient_control_number = ?", [account]).fetchall()
    assert sorted(state for (state,) in found) == states
    assert queue == [(int(is_disputed),)]

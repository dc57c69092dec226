"""Claims that look short and are not, and claims that must not be lost: small cases, all judged in one night.

Fees in force: Summerfield 97110 34.59, Willowbrook 94.00 a visit, Quarrytown 80 % of the charge; Medicare in Durham.
"""

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import TWO_SITES, claim, line, remittance
from warehouse.queries import open_published

PPO, MEDICARE, VISIT, SHARE = "summerfield_ppo", "medicare_b", "willow_visit", "quarry_comp"

REMITS = {
    "placeholder": [
        remittance(PPO, claim("PH1", "0", [line("97110", "60", "10")], patient="ALICE"),
                   claim("PH2", "0", [line("97110", "60", "20")], patient="BOB")),
    ],
    "replaced by frequency 7": [
        remittance(PPO, claim("RE1", "RE1A", [line("97110", "60", "10")]), day="20261010"),
        remittance(PPO, claim("RE1", "RE1B", [line("97110", "60", "34.59")], frequency="7")),
    ],
    "corrected under its own number": [
        remittance(PPO, claim("CO1", "CO1A", [line("97110", "60", "10")]), day="20261010"),
        remittance(PPO, claim("CO1", "CO1A", [line("97110:GP", "65", "34.59")])),
    ],
    "part of one claim sent twice": [
        remittance(PPO, claim("TW1", "TW1A", [line("97110", "60", "34.59", control="1")]),
                   claim("TW1", "TW1A", [line("97140", "60", "32.81", control="2")])),
    ],
    "split line": [
        remittance(PPO, claim("SP1", "SP1A", [
            line("97110", "60", "34.59", units="1", more="**2", control="S"),
            line("97110", "60", "34.59", units="1", more="**2", control="S")])),
    ],
    "alike lines, one over and one under": [
        remittance(PPO, claim("AL1", "AL1A", [line("97110", "60", "44.59"), line("97110", "60", "24.59")])),
    ],
    "denied unit under a share of charge": [
        remittance(SHARE, claim("DU1", "DU1A", [line("97110", "60", "24", "CO*151*30*1", units="2", more="**2")])),
    ],
    "foreign currency": [
        remittance(PPO, claim("FX1", "FX1A", [line("97110", "60", "10")]), head=["CUR*PR*CAD"]),
    ],
    "two of one family": [
        remittance(VISIT, claim("FA1", "FA1A", [line("97110", "120", "60")], member="FAM", patient="ANN"),
                   claim("FA2", "FA2A", [line("97110", "120", "94")], member="FAM", patient="BEN")),
    ],
    "companion pended": [
        remittance(MEDICARE, claim("MP1", "MP1A", [line("97140", "60", "20.00")]),
                   claim("MP2", "MP2A", [line("97530", "60", "0", "OA*133*60")], member="MMP1")),
    ],
    "companion of an unknown provider": [
        remittance(MEDICARE, claim("MU1", "MU1A", [line("97140", "60", "20.00")], provider="2000001034"),
                   claim("MU2", "MU2A", [line("97530", "60", "33.67")], member="MMU1", provider="1999999990"),
                   payee=TWO_SITES),
    ],
    "visit money on a line out of balance": [
        remittance(VISIT, claim("VB1", "VB1A", [
            ["SVC*HC:97110*100*74**1", "DTM*472*20261005", "CAS*CO*45*20"], line("97140", "60", "20")])),
    ],
    "no dates at all": [
        remittance(PPO, claim("ND1", "ND1A", [line("97110", "60", "10")])).replace(b"DTM*405*20261012~", b"")
        .replace(b"DA*1*20261012~", b"DA*1~").replace(b"SE*19", b"SE*18"),
    ],
    "units beyond reason": [
        remittance(PPO, claim("UN1", "UN1A", [line("97110", "60", "10", units="20261012083000")])),
    ],
    "seen late": [
        remittance(PPO, claim("LA1", "LA1A", [line("97110", "-60", "-34.59")], status="22"),
                   claim("LA1", "LA1A", [line("97110", "60", "34.59")])),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = new_workspace(tmp_path_factory.mktemp("traps") / "workspace")
    for name, contents in REMITS.items():
        for number, content in enumerate(contents, 1):
            (space.inbox / f"{name} {number}.835").write_bytes(content)
    spend_night(space.root, AS_OF)
    return space


def states(space: Workspace, account: str) -> list[str]:
    with open_published(space.data) as con:
        rows = con.execute(
            "select state from line_review where patient_control_number = ? order by line_id", [account]
        ).fetchall()
    return [state for (state,) in rows]


CASES = {
    "a number that is no number does not merge patients": ("PH1", ["priced_short"]),
    "nor hide the second one": ("PH2", ["priced_short"]),
    "a replacement claim takes the place of the first": ("RE1", ["superseded", "priced_ok"]),
    "a claim decided again under its number counts as decided last": ("CO1", ["superseded", "priced_ok"]),
    "one claim in two parts of one remittance is both parts": ("TW1", ["priced_ok", "priced_ok"]),
    "parts of a split line that repeat the units of the whole": ("SP1", ["priced_ok", "priced_ok"]),
    "of two alike lines only the sum says anything": ("AL1", ["ambiguous_lines", "ambiguous_lines"]),
    "the charge of a denied unit is not the charge of the rest": ("DU1", ["denied_appealable"]),
    "dollars are US dollars": ("FX1", ["no_rate"]),
    "one member id, two patients, two visits": ("FA1", ["visit_priced"]),
    "a reduction cannot be judged while its companion is pended": ("MP1", ["no_rate"]),
    "nor while it is not known where the companion was furnished": ("MU1", ["no_rate"]),
    "a visit is not short while its money is on a line that does not add up": (
        "VB1",
        ["out_of_balance", "no_rate"],
    ),
    "a remittance without dates is dated by its envelope": ("ND1", ["priced_short"]),
    "a timestamp in the place of units stops no night": ("UN1", ["priced_short"]),
    "a reversal of something never seen takes nothing back that came after it": (
        "LA1",
        ["reversal_orphan", "priced_ok"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_trap(case: str, judged: Workspace) -> None:
    account, expected = CASES[case]
    assert states(judged, account) == expected


def test_a_dispute_is_one_patient(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        rows = con.execute(
            "select dispute_id, shortfall from dispute_queue where patient_control_number in ('PH1', 'PH2')"
        ).fetchall()
    assert len({dispute for dispute, _ in rows}) == len(rows) == 2


def test_family_members_are_visits_of_their_own(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        rows = con.execute(
            "select patient_control_number, actual_allowed, state from visit_review "
            "where patient_control_number in ('FA1', 'FA2') order by 1"
        ).fetchall()
    assert [(account, f"{allowed:.2f}", state) for account, allowed, state in rows] == [
        ("FA1", "60.00", "priced_short"),
        ("FA2", "94.00", "priced_ok"),
    ]


def test_every_short_claim_without_dates_still_has_a_deadline(judged: Workspace) -> None:
    with open_published(judged.data) as con:
        rows = con.execute("select deadline from dispute_queue where patient_control_number = 'ND1'").fetchall()
    assert len(rows) == 1
    assert rows[0][0] is not None

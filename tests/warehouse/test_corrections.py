"""Which decision answers a reversal when it names neither the old number nor the old lines (835 guide 1.10.2.8).

A correction is looked for among the same patient's same days; what could be anything else leaves the reversal waiting.
"""

from pathlib import Path

import pytest

from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import claim, line, remittance
from warehouse.database import open_working
from warehouse.load import load_batch

PAYER = "stranger"
WAITING, TAKEN_BACK = "pending_correction", "reversal"

# A claim: remittance (day of October 2026), account, number, code, charge, paid, and what is unusual about it.
# Charges below zero are reversals. Claims of one day are one remittance, in this order.
FIRST = (1, "A", "N1", "97110", 100, 40, {})
BACK = (9, "A", "N1", "97110", -100, -40, {})

CASES = {
    "new number, another code, beside its reversal": (
        [FIRST, BACK, (9, "A", "N2", "97112", 100, 55, {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "the same before its reversal": (
        [FIRST, (9, "A", "N2", "97112", 100, 55, {}), BACK],
        ["superseded", "current", TAKEN_BACK],
    ),
    "new number, another code and charge, a week later": (
        [FIRST, BACK, (16, "A", "N2", "97112", 120, 55, {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "new number and account, another code, beside its reversal": (
        [FIRST, BACK, (9, "B", "N2", "97112", 100, 55, {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "decided again in two parts of the account": (
        [FIRST, BACK, (9, "A", "N2", "97112", 60, 30, {}), (9, "A", "N3", "97140", 40, 20, {})],
        ["superseded", TAKEN_BACK, "current", "current"],
    ),
    "renumbered twice": (
        [
            FIRST,
            BACK,
            (9, "A", "N2", "97112", 100, 55, {}),
            (16, "A", "N2", "97112", -100, -55, {}),
            (16, "A", "N3", "97140", 100, 60, {}),
        ],
        ["superseded", TAKEN_BACK, "superseded", TAKEN_BACK, "current"],
    ),
    "pended under a new number": (
        [FIRST, BACK, (9, "A", "N2", "97112", 100, 0, {"adjusted": "OA*133*100"})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "new account and another charge: maybe another claim": (
        [FIRST, BACK, (9, "B", "N2", "97112", 120, 55, {})],
        [WAITING, TAKEN_BACK, "current"],
    ),
    "new account, a week later: maybe another claim": (
        [FIRST, BACK, (16, "B", "N2", "97112", 100, 55, {})],
        [WAITING, TAKEN_BACK, "current"],
    ),
    "another patient of the account": (
        [FIRST, BACK, (9, "A", "N2", "97112", 100, 55, {"patient": "SIS"})],
        [WAITING, TAKEN_BACK, "current"],
    ),
    "another day": (
        [FIRST, BACK, (9, "A", "N2", "97112", 100, 55, {"served": "20260922"})],
        [WAITING, TAKEN_BACK, "current"],
    ),
    "the other part of the account, which came with the original": (
        [FIRST, (1, "A", "N2", "97140", 60, 30, {}), BACK],
        [WAITING, "current", TAKEN_BACK],
    ),
    "decided before the reversal's remittance under a number of its own": (
        [FIRST, (5, "A", "N2", "97140", 60, 30, {}), BACK],
        [WAITING, "current", TAKEN_BACK],
    ),
    "a number that was there before": (
        [(1, "A", "N2", "97140", 60, 30, {}), FIRST, BACK, (9, "A", "N2", "97140", 60, 35, {})],
        ["superseded", WAITING, TAKEN_BACK, "current"],
    ),
    "two taken back, one decided: it could answer either": (
        [FIRST, (1, "A", "N4", "97140", 80, 30, {}), BACK, (9, "A", "N4", "97140", -80, -30, {}),
         (9, "A", "N2", "97112", 100, 55, {})],
        [WAITING, WAITING, TAKEN_BACK, TAKEN_BACK, "current"],
    ),
    "two other accounts with the charge: either could be it": (
        [FIRST, BACK, (9, "B", "N2", "97112", 100, 55, {}), (9, "C", "N3", "97140", 100, 55, {})],
        [WAITING, TAKEN_BACK, "current", "current"],
    ),
    "a family under one account: what is taken back is the patient's own": (
        [(1, "A", "N1", "97110", 100, 40, {}), (2, "A", "N2", "97110", 100, 40, {"patient": "SIS"}),
         (9, "A", "N3", "97110", -100, -40, {}), (16, "A", "N4", "97110", 100, 40, {"patient": "SIS"})],
        [WAITING, "current", TAKEN_BACK, "current"],
    ),
    "nobody knows whose it is": (
        [(1, "A", "N1", "97110", 100, 40, {"patient": ""}), (9, "A", "N1", "97110", -100, -40, {"patient": ""}),
         (9, "A", "N2", "97112", 100, 55, {"patient": ""})],
        [WAITING, TAKEN_BACK, "current"],
    ),
    "denied as a duplicate: no decision": (
        [FIRST, BACK, (9, "A", "N2", "97112", 100, 0, {"adjusted": "OA*18*100"})],
        [WAITING, TAKEN_BACK, "current"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=[False, True], ids=["files in order", "files in the wrong order"])
def roles(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The roles of every case, each with numbers and patients of its own, all loaded in one night."""
    arrivals = []
    for number, (events, _) in enumerate(CASES.values()):
        for day in sorted({event[0] for event in events}, reverse=request.param):
            content = remittance(
                PAYER,
                *(sent(number, *event[1:]) for event in events if event[0] == day),
                day=f"202610{day:02d}",
            )
            arrivals.append(arrival(f"{number} {day}.835", content))
    with open_working(tmp_path_factory.mktemp("corrections") / "working.duckdb") as con:
        load_batch(con, arrivals)
        run_stages(con, "check", "chain")
        rows = con.execute(
            "select e.payer_control_number, r.role from derived.claim_role as r "
            "join derived.claim_event as e using (claim_id) order by e.remittance_date, r.claim_id"
        ).fetchall()
    return {
        case: [role for name, role in rows if name.startswith(f"{number:02d}")] for number, case in enumerate(CASES)
    }


@pytest.mark.parametrize("case", CASES)
def test_what_answers_a_reversal(case: str, roles: dict[str, list[str]]) -> None:
    assert roles[case] == CASES[case][1]


def sent(
    case: int, account: str, number: str, code: str, charge: int, paid: int, unusual: dict[str, str]
) -> tuple[str, list[str]]:
    """One claim with one line; accounts, numbers and members begin with the case's number."""
    adjusted = [unusual["adjusted"]] if "adjusted" in unusual else []
    service = line(code, str(charge), str(paid), *adjusted, served=unusual.get("served", "20260921"))
    status = "22" if charge < 0 else "1"
    who = {"patient": unusual.get("patient", "PAT"), "member": f"M{case:02d}"}
    name, segments = claim(f"{case:02d}{account}", f"{case:02d}{number}", [service], status=status, **who)
    return name, [text for text in segments if who["patient"] or not text.startswith("NM1*QC")]


def test_numbers_that_name_each_other_in_a_circle_are_one_chain(tmp_path: Path) -> None:
    """Each of a dozen numbers names one more as its original, and that one names each of them."""
    service = line("97110", "100", "40")
    claims = [claim("A", f"N{each}", [service], original="HUB") for each in range(12)]
    claims += [claim("A", "HUB", [service], original=f"N{each}") for each in range(12)]
    assert chains(tmp_path, claims) == [(1, 24)]


def test_a_number_on_claims_of_many_patients_joins_none_of_them(tmp_path: Path) -> None:
    """The two claims of each patient name each other, and are one chain."""
    service = line("97110", "100", "40")
    claims = [claim("A", f"N{each}", [service], original="0", patient=f"P{each}") for each in range(3)]
    claims += [claim("A", "0", [service], original=f"N{each}", patient=f"P{each}") for each in range(3)]
    assert chains(tmp_path, claims) == [(3, 6)]


def chains(folder: Path, claims: list[tuple[str, list[str]]]) -> list[tuple[int, int]]:
    """How many chains these claims of one remittance are, and how many claims."""
    content = remittance(PAYER, *claims)
    with open_working(folder / "working.duckdb") as con:
        load_batch(con, [arrival("one.835", content)])
        run_stages(con, "check", "chain")
        return con.execute("select count(distinct chain_id), count(*) from derived.claim_chain").fetchall()

"""Pairing of reversals that are read first, come from another company, or lack numbers (835 guide 1.10.2.8)."""

import pytest

from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import PAYERS, claim, line, remittance
from warehouse.database import open_working
from warehouse.load import load_batch

PAYER = "stranger"
SIGNED = PAYERS[PAYER][2]
WAITING, TAKEN_BACK, ORPHAN = "pending_correction", "reversal", "reversal_orphan"

# A remittance: day of October 2026, and its claims, each with number, charge, paid and what is unusual about it.
# Charges below zero are reversals. Roles are expected in the order in which the claims are written.
Claim = tuple[str, int, int, dict[str, str]]
DECIDED: Claim = ("N1", 100, 30, {})
BACK: Claim = ("N1", -100, -30, {})
RIGHT: Claim = ("N1", 100, 55, {})
ELSEWHERE = {"signed": "1890000777", "name": "STRANGER OF THE WEST"}

CASES: dict[str, tuple[list[tuple[int, list[Claim], dict[str, str]]], list[str]]] = {
    "in another remittance of its day": (
        [(9, [DECIDED], {}), (9, [BACK, RIGHT], {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "each in a remittance of its own, all of one day": (
        [(9, [BACK], {}), (9, [RIGHT], {}), (9, [DECIDED], {})],
        [TAKEN_BACK, "current", "superseded"],
    ),
    "taken back on its day and not decided again": (
        [(9, [BACK], {}), (9, [DECIDED], {})],
        [TAKEN_BACK, WAITING],
    ),
    "an earlier day comes before the same day": (
        [(1, [DECIDED], {}), (9, [BACK], {}), (9, [DECIDED], {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "decided after its reversal in one remittance, at the same amount: its correction": (
        [(9, [BACK, DECIDED], {})],
        [ORPHAN, "current"],
    ),
    "decided, taken back and decided alike in one remittance": (
        [(9, [DECIDED, BACK, DECIDED], {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "a later day takes nothing back before it came": (
        [(9, [BACK], {}), (12, [DECIDED], {})],
        [ORPHAN, "current"],
    ),
    "another part of the claim, decided on the same day, is no correction": (
        [(9, [DECIDED], {}), (9, [("N1", 60, 20, {"code": "97140"})], {}), (12, [BACK], {})],
        [WAITING, "current", TAKEN_BACK],
    ),
    "signed by another company of the payer": (
        [(1, [DECIDED], {}), (9, [BACK, RIGHT], ELSEWHERE)],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "the same, renumbered": (
        [(1, [DECIDED], {}), (9, [("N1R", -100, -30, {}), ("N1R", 100, 55, {})], ELSEWHERE)],
        ["superseded", TAKEN_BACK, "current"],
    ),
    "another company, another patient": (
        [(1, [DECIDED], {}), (9, [("N1", -100, -30, {"patient": "SIS"})], ELSEWHERE)],
        ["current", ORPHAN],
    ),
    "another company, another day of service": (
        [(1, [DECIDED], {}), (9, [("N1", -100, -30, {"served": "20260922"})], ELSEWHERE)],
        ["current", ORPHAN],
    ),
    "another company, and two payers decided alike: either could be meant": (
        [(1, [DECIDED], {}), (2, [DECIDED], {"signed": "1890000888"}), (9, [BACK], ELSEWHERE)],
        ["current", "current", ORPHAN],
    ),
    "another company, and nothing was paid: any payer could have said so": (
        [(1, [("N1", 100, 0, {})], {}), (9, [("N1", -100, 0, {})], ELSEWHERE)],
        ["current", ORPHAN],
    ),
    "one number on all visits, paid alike: that of its day": (
        [(1, [("0", 100, 30, {}), ("0", 100, 30, {"served": "20260922"})], {}), (9, [("0", -100, -30, {})], {})],
        [WAITING, "current", TAKEN_BACK],
    ),
    "one number on all visits, and that of its day is not on file": (
        [(1, [("0", 100, 30, {"served": "20260922"})], {}), (9, [("0", -100, -30, {})], {})],
        ["current", ORPHAN],
    ),
    "one number on two accounts of a day: that of its account": (
        [(1, [("0", 100, 30, {"account": "A"}), ("0", 100, 30, {"account": "B"})], {}),
         (9, [("0", -100, -30, {"account": "A"})], {})],
        [WAITING, "current", TAKEN_BACK],
    ),
    "one number on two patients of one first name: not the other's": (
        [(1, [("0", 100, 30, {"account": "A", "member": "MA"})], {}),
         (9, [("0", -100, -30, {"account": "B", "member": "MB", "last": "ROE"})], {})],
        ["current", ORPHAN],
    ),
    "without its lines, and with them their day": (
        [(1, [DECIDED], {}), (9, [("N1", -100, -30, {"lines": "no"}), RIGHT], {})],
        ["superseded", TAKEN_BACK, "current"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=[False, True], ids=["files in order", "files in the wrong order"])
def roles(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The roles of every case, each with numbers, accounts and members of its own, all loaded in one night."""
    arrivals = [
        arrival(f"{case} {number}.835", content)
        for case, (remittances, _) in enumerate(CASES.values())
        for number, each in enumerate(remittances)
        for content in [sent(case, number, *each)]
    ]
    if request.param:
        arrivals.reverse()
    with open_working(tmp_path_factory.mktemp("taken") / "working.duckdb") as con:
        load_batch(con, arrivals)
        run_stages(con, "check", "chain")
        rows = con.execute(
            "select f.name, r.role from derived.claim_role as r join fact.claim as c using (claim_id) "
            "join fact.file as f on c.file_id = f.file_id order by f.name, c.claim_ordinal"
        ).fetchall()
    return {case: [role for name, role in rows if name.split()[0] == str(number)] for number, case in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_what_a_reversal_takes_back(case: str, roles: dict[str, list[str]]) -> None:
    assert roles[case] == CASES[case][1]


def sent(case: int, number: int, day: int, claims: list[Claim], unusual: dict[str, str]) -> bytes:
    """One remittance; what is unusual about it is who signed it."""
    content = remittance(
        PAYER, *(one(case, *each) for each in claims), day=f"202610{day:02d}", trace=f"T{case}.{number}"
    )
    content = content.replace(SIGNED.encode(), unusual.get("signed", SIGNED).encode())
    return content.replace(PAYERS[PAYER][0].encode(), unusual.get("name", PAYERS[PAYER][0]).encode())


def one(case: int, number: str, charge: int, paid: int, unusual: dict[str, str]) -> tuple[str, list[str]]:
    """One claim with one line, or without."""
    service = line(unusual.get("code", "97110"), str(charge), str(paid), served=unusual.get("served", "20260921"))
    account, segments = claim(
        f"{case:02d}{unusual.get('account', 'A')}", f"{case:02d}{number}", [service],
        status="22" if charge < 0 else "1", patient=unusual.get("patient", "PAT"),
        member=f"{unusual.get('member', 'M')}{case:02d}",
    )  # fmt: skip
    segments = [each.replace("*DOE*", f"*{unusual.get('last', 'DOE')}*") for each in segments]
    if unusual.get("lines") == "no":
        segments = [each for each in segments if each.split("*")[0] not in ("SVC", "DTM", "CAS")]
        segments.insert(1, f"CAS*CO*45*{charge - paid}")
    return account, segments

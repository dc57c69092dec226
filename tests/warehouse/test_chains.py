"""Roles of claims after reversals, corrections and repeats, event by event (835 guide 1.10.2.8)."""

import pytest

from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from warehouse.database import open_working
from warehouse.load import load_batch

# An event: remittance (day of January 2026), CLP02, charge, paid, deductible, payer's number, REF*F8, extra CARC.
# Events of one day are one remittance, in this order; roles are expected in the order of the remittances.
ORIGINAL = (5, "1", 100, 35, 25, "A1", None, None)
REVERSAL = (9, "22", -100, -35, -25, "A1", None, None)
CORRECTION = (9, "1", 100, 55, 5, "A1", None, None)

CASES = {
    "reversal and correction in one remittance": (
        [ORIGINAL, REVERSAL, CORRECTION],
        ["superseded", "reversal", "current"],
    ),
    "correction before its reversal in one remittance": (
        [ORIGINAL, CORRECTION, REVERSAL],
        ["superseded", "current", "reversal"],
    ),
    "correction in a later remittance": (
        [ORIGINAL, REVERSAL, (14, *CORRECTION[1:])],
        ["superseded", "reversal", "current"],
    ),
    "correction in an earlier remittance than its reversal": (
        [ORIGINAL, (7, *CORRECTION[1:]), REVERSAL],
        ["superseded", "current", "reversal"],
    ),
    "taken back, not decided again": ([ORIGINAL, REVERSAL], ["pending_correction", "reversal"]),
    "reversal of something never seen": ([REVERSAL], ["reversal_orphan"]),
    "reversal of something never seen, then decided and taken back": (
        [(5, *REVERSAL[1:]), (7, *ORIGINAL[1:]), REVERSAL],
        ["reversal_orphan", "pending_correction", "reversal"],
    ),
    "the same, then decided again": (
        [(5, *REVERSAL[1:]), (7, *ORIGINAL[1:]), REVERSAL, (14, *CORRECTION[1:])],
        ["reversal_orphan", "superseded", "reversal", "current"],
    ),
    "the same decision several times, the last one is current": (
        [ORIGINAL, REVERSAL, (14, *ORIGINAL[1:]), (16, *REVERSAL[1:]), (19, *ORIGINAL[1:])],
        ["superseded", "reversal", "superseded", "reversal", "current"],
    ),
    "decided twice and taken back twice": (
        [ORIGINAL, (7, *ORIGINAL[1:]), REVERSAL, (14, *REVERSAL[1:])],
        ["pending_correction", "pending_correction", "reversal", "reversal"],
    ),
    "a renumbered decision taken back under its own number, with the old one in REF*F8": (
        [
            ORIGINAL,
            REVERSAL,
            (9, "1", 100, 55, 5, "A2", "A1", None),
            (14, "22", -100, -55, -5, "A2", "A1", None),
            (14, "1", 100, 60, 0, "A3", "A2", None),
        ],
        ["superseded", "reversal", "superseded", "reversal", "current"],
    ),
    "taken back under a new number that names the old one, with another patient share": (
        [ORIGINAL, (9, "22", -100, -35, -20, "A9", "A1", None), CORRECTION],
        ["superseded", "reversal", "current"],
    ),
    "correction under a new number that names the old one": (
        [ORIGINAL, REVERSAL, (9, "1", 100, 55, 5, "A2", "A1", None)],
        ["superseded", "reversal", "current"],
    ),
    "reversal renumbered, same account and lines": (
        [ORIGINAL, (9, "22", -100, -35, -25, "A1R", None, None), CORRECTION],
        ["superseded", "reversal", "current"],
    ),
    "reversal sent with the original's signs": (
        [ORIGINAL, (9, "22", 100, 35, 25, "A1", None, None), CORRECTION],
        ["superseded", "reversal", "current"],
    ),
    "corrected twice": (
        [
            ORIGINAL,
            REVERSAL,
            CORRECTION,
            (14, "22", -100, -55, -5, "A1", None, None),
            (14, "1", 100, 60, 0, "A1", None, None),
        ],
        ["superseded", "reversal", "superseded", "reversal", "current"],
    ),
    "decided again without a reversal": (
        [ORIGINAL, (9, "1", 100, 40, 25, "A1", None, None)],
        ["superseded", "current"],
    ),
    "pended, then decided": (
        [(5, "1", 100, 0, 0, "A1", None, "OA-133"), (9, *ORIGINAL[1:])],
        ["superseded", "current"],
    ),
    "duplicate denial after the decision": (
        [ORIGINAL, (9, "1", 100, 0, 0, "A1", None, "OA-18")],
        ["current", "current"],
    ),
    "estimate before the claim": (
        [(5, "25", 100, 0, 0, "P1", None, "OA-101"), (9, *ORIGINAL[1:])],
        ["current", "current"],
    ),
    "one account split into two claims": ([ORIGINAL, (5, "1", 80, 30, 0, "B1", None, None)], ["current", "current"]),
    "the same service twice, two numbers": (
        [ORIGINAL, (5, "1", 100, 35, 25, "B1", None, None)],
        ["current", "current"],
    ),
    "two originals, two reversals": (
        [ORIGINAL, (6, "1", 100, 35, 25, "B1", None, None), REVERSAL, (9, "22", -100, -35, -25, "B1", None, None)],
        ["pending_correction", "pending_correction", "reversal", "reversal"],
    ),
}


@pytest.fixture(scope="module", params=[False, True], ids=["files in order", "files in the wrong order"])
def roles(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The roles of every case, each with a payer of its own, all loaded in one night."""
    arrivals = [
        arrival(f"{case} {day}.835", content)
        for number, (case, (events, _)) in enumerate(CASES.items())
        for day in sorted({event[0] for event in events}, reverse=request.param)
        for content in [remittance(number, day, [event for event in events if event[0] == day])]
    ]
    with open_working(tmp_path_factory.mktemp("chains") / "working.duckdb") as con:
        load_batch(con, arrivals)
        run_stages(con, "check", "chain")
        rows = con.execute(
            "select e.payer_key, r.role from derived.claim_role as r join derived.claim_event as e using (claim_id) "
            "order by e.remittance_date, r.claim_id"
        ).fetchall()
    return {case: [role for payer, role in rows if payer == f"1{number:09d}"] for number, case in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_history_of_a_claim(case: str, roles: dict[str, list[str]]) -> None:
    assert roles[case] == CASES[case][1]


def remittance(
    payer: int, day: int, events: list[tuple[int, str, int, int, int, str, str | None, str | None]]
) -> bytes:
    """One balanced 835 of that payer and January day; each claim has one line, 97140 on 2025-12-01."""
    body: list[str] = ["LX*1"]
    for _, status, charge, paid, share, number, original, extra in events:
        body += [f"CLP*ACCOUNT*{status}*{charge}*{paid}*{share or ''}*12*{number}*11*1"]
        body += ["NM1*QC*1*DOE*PAT****MI*M1"]
        body += [f"REF*F8*{original}"] if original else []
        body += [f"SVC*HC:97140:GP*{charge}*{paid}**1", "DTM*472*20251201"]
        group, reason = (extra or "CO-45").split("-")
        body += [f"CAS*{group}*{reason}*{charge - paid - share}"]
        body += [f"CAS*PR*1*{share}"] if share else []
    total = sum(event[3] for event in events if event[1] != "25")
    head = [
        f"BPR*I*{total}*C*ACH*CCP*01*1*DA*1*1{payer:09d}**01*1*DA*1*202601{day:02d}",
        f"TRN*1*T{day}*1{payer:09d}", f"DTM*405*202601{day:02d}", "N1*PR*PAYER", "N1*PE*CLINIC*XX*1900000001",
    ]  # fmt: skip
    segments = ["ST*835*0001", *head, *body]
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}*260105*0815*^*00501*{day:09d}*0*P*:"
    envelope = [isa, "GS*HP*P*C*20260105*0815*1*X*005010X221A1", *segments, f"SE*{len(segments) + 1}*0001"]
    return ("~".join([*envelope, "GE*1*1", f"IEA*1*{day:09d}"]) + "~").encode()

"""A replacement (CLP09 7) that the payer refuses replaces nothing: the original stays current until a reversal."""

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, VISIT, Judged, Night

FIRST, SECOND, THIRD = "20260914", "20260928", "20261012"
SERVED = "20260907"
DENIED = "denied_appealable"

night = Night("R1", "R2", "R3", "R4", "R9", "R10")


def decided(account: str, number: str, paid: str, *adjusted: str, **more: str) -> tuple[str, list[str]]:
    charge = "-100" if paid.startswith("-") else "100"
    status = "22" if paid.startswith("-") else "1"
    return claim(account, number, [line("97110", charge, paid, *adjusted, served=SERVED)], status=status, **more)


def replacing(account: str, number: str, paid: str, *adjusted: str, original: str = "") -> tuple[str, list[str]]:
    return decided(account, number, paid, *adjusted, frequency="7", **({"original": original} if original else {}))


def without_lines(account: str, number: str) -> tuple[str, list[str]]:
    name, segments = replacing(account, number, "0", "CO*16*100")
    return name, [*(each for each in segments if each[:3] not in ("SVC", "DTM", "CAS")), f"DTM*232*{SERVED}"]


night.receives(
    remittance(
        PPO, *(decided(f"R{each}", f"R{each}-1", "30.00") for each in range(1, 9)), decided("R9", "R9-1", "30.00"),
        day=FIRST,
    ),
    remittance(
        PPO,
        replacing("R1", "R1-2", "0", "CO*29*100", original="R1-1"),
        replacing("R2", "R2-2", "0", "CO*50*100"),
        replacing("R3", "R3-1", "0", "CO*50*100"),
        replacing("R4", "R4-2", "0", "OA*18*100", original="R4-1"),
        decided("R5", "R5-1", "-30.00"), replacing("R5", "R5-2", "0", "CO*50*100", original="R5-1"),
        claim(
            "R6", "R6-2",
            [line("97110", "100", "34.59", served=SERVED), line("97140", "60", "0", "CO*50*60", served=SERVED)],
            frequency="7", original="R6-1",
        ),
        replacing("R7", "R7-2", "0", "CO*50*100", original="R7-1"),
        decided("R8", "R8-2", "0", "CO*50*100", frequency="8", original="R8-1"),
        without_lines("R9", "R9-2"),
        day=SECOND,
    ),
    remittance(PPO, replacing("R7", "R7-3", "34.59", original="R7-1"), day=THIRD),
    remittance(VISIT, decided("R10", "R10-1", "60.00"), day=FIRST),
    remittance(VISIT, replacing("R10", "R10-2", "0", "CO*50*100", original="R10-1"), day=SECOND),
)  # fmt: skip


@pytest.mark.parametrize(
    ("account", "states"),
    [
        ("R1", ["priced_short", "timely_filing"]),
        ("R2", ["priced_short", DENIED]),
        ("R3", ["priced_short", DENIED]),
        ("R4", ["priced_short", "duplicate"]),
        ("R5", ["superseded", "reversed", DENIED]),
        ("R6", ["superseded", "priced_ok", DENIED]),
        ("R7", ["superseded", "superseded", "priced_ok"]),
        # a void by the practice ends the claim, even after a denied replacement
        ("R8", ["superseded", DENIED]),
        ("R9", ["priced_short"]),
        ("R10", ["visit_priced", DENIED]),
    ],
)
def test_states_beside_a_denied_replacement(judged: Judged, account: str, states: list[str]) -> None:
    assert judged.states(account) == states


def test_what_is_short_stays_in_dispute_and_nothing_else(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short


def test_the_history_says_what_was_denied(judged: Judged) -> None:
    history = judged.ask("select kind, story from claim_history where patient_control_number = 'R1' order by event")
    assert history == [
        ("decision", "Decided: 30.00 paid on 100.00 charged; this is what stands."),
        (
            "denied_replacement",
            "Denied as a replacement: nothing paid on 100.00 charged; what it was to replace is not undone by it.",
        ),
    ]

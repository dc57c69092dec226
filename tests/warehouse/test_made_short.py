"""The dispute window of a claim runs from the decision that made it short (42 CFR 405.984)."""

from datetime import date

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, STRANGER, VISIT, Judged, Night

# On January 5 Summerfield pays 33.10 for 97110 and 31.40 for 97140, Willowbrook 94.00 for the visit
FIRST, SECOND, THIRD = "20260112", "20260601", "20261012"

night = Night()
night.agree("latest", 'payer_names = ["STRANGER CASUALTY"]', 'method = "percent_of_charge"\npercent = "80"')
night.agreements["latest.toml"] = night.agreements["latest.toml"].replace('"remittance_date"', '"latest_adjustment"')

# What came on which day: code -> paid, of one claim each; '-' takes back what was paid, nothing paid is a denial
Telling = tuple[str, *tuple[dict[str, str], ...]]
CASES: dict[str, tuple[str, list[Telling], list[str]]] = {
    "cut by a correction": (
        PPO, [(FIRST, {"97110": "33.10"}), (THIRD, {"97110": "-33.10"}, {"97110": "20"})], [THIRD],
    ),
    "cut without a reversal": (PPO, [(FIRST, {"97110": "33.10"}), (THIRD, {"97110": "20"})], [THIRD]),
    "cut, and sent again unchanged": (
        PPO, [(FIRST, {"97110": "33.10"}), (SECOND, {"97110": "20"}), (THIRD, {"97110": "20"})], [SECOND],
    ),
    "taken back and decided alike": (
        PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "-20"}, {"97110": "20"})], [FIRST],
    ),
    "raised and still short": (
        PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "-20"}, {"97110": "30"})], [FIRST],
    ),
    "right for a while": (
        PPO, [(FIRST, {"97110": "20"}), (SECOND, {"97110": "33.10"}), (THIRD, {"97110": "30"})], [THIRD],
    ),
    "a little short, then much": (PPO, [(FIRST, {"97110": "33.00"}), (THIRD, {"97110": "20"})], [THIRD]),
    "much short, then a little more": (PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "19"})], [FIRST]),
    "denied, then paid short": (
        PPO, [(FIRST, {"97110": "0"}), (THIRD, {"97110": "-0"}, {"97110": "20"})], [THIRD],
    ),
    "denied, then paid short, without a reversal": (PPO, [(FIRST, {"97110": "0"}), (THIRD, {"97110": "20"})], [THIRD]),
    "paid short, denied, paid as short again": (
        PPO,
        [(FIRST, {"97110": "20"}), (SECOND, {"97110": "-20"}, {"97110": "0"}),
         (THIRD, {"97110": "-0"}, {"97110": "20"})],
        [FIRST],
    ),
    "paid too much, then too little": (
        PPO, [(FIRST, {"97110": "40"}), (THIRD, {"97110": "-40"}, {"97110": "20"})], [THIRD],
    ),
    "a line new on the correction": (
        PPO,
        [(FIRST, {"97110": "20"}), (THIRD, {"97110": "-20"}, {"97110": "20", "97140": "10"})],
        [FIRST, THIRD],
    ),
    "recoded to less": (
        PPO, [(FIRST, {"97140": "31.40"}), (THIRD, {"97140": "-31.40"}, {"97110": "20"})], [THIRD],
    ),
    "each line by its own cut": (
        PPO,
        [(FIRST, {"97110": "33.10", "97140": "31.40"}), (SECOND, {"97110": "20", "97140": "31.40"}),
         (THIRD, {"97110": "20", "97140": "31"})],
        [SECOND, THIRD],
    ),
    "a second part of the claim cuts nothing": (PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97140": "31.40"})], [FIRST]),
    "a visit cut": (
        VISIT, [(FIRST, {"97110": "47", "97140": "47"}), (THIRD, {"97110": "47", "97140": "20"})], [THIRD],
    ),
    "a visit spread otherwise": (
        VISIT, [(FIRST, {"97110": "90", "97140": "0.01"}), (THIRD, {"97110": "45", "97140": "45.01"})], [FIRST],
    ),
    "an adjustment restarts the window": (STRANGER, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "30"})], [THIRD]),
    "the latest decision is the latest adjustment": (
        STRANGER, [(FIRST, {"97110": "20"}), (SECOND, {"97110": "30"}), (THIRD, {"97110": "30"})], [THIRD],
    ),
    "Medicare's revised determination": (
        MEDICARE, [(FIRST, {"97110:GP": "60"}), (SECOND, {"97110:GP": "-60"}, {"97110:GP": "5"})], [SECOND],
    ),
}  # fmt: skip


def sent(account: str, paid: dict[str, str]) -> tuple[str, list[str]]:
    """One claim; a hundred dollars a line."""
    is_back = any(amount.startswith("-") for amount in paid.values())
    lines = [
        line(code, "-100" if is_back else "100", amount, *(["CO*16*100"] if amount == "0" else []), served="20260105")
        for code, amount in paid.items()
    ]
    return claim(account, f"N{account}", lines, status="22" if is_back else "1")


for number, (agreement, tellings, _) in enumerate(CASES.values()):
    for day, *claims in tellings:
        night.receives(remittance(agreement, *(sent(f"W{number}", each) for each in claims), day=day))


def account_of(case: str) -> str:
    return f"W{list(CASES).index(case)}"


@pytest.mark.parametrize("case", CASES)
def test_the_window_runs_from_the_decision_that_made_it_short(judged: Judged, case: str) -> None:
    found = judged.ask(
        "select distinct basis_date from line_review "
        "where patient_control_number = ? and deadline is not null order by all",
        account_of(case),
    )
    assert [day for (day,) in found] == [date.fromisoformat(day) for day in CASES[case][2]]


def test_the_levels_of_appeal_run_from_it_as_well(judged: Judged) -> None:
    found = judged.ask(
        "select distinct determined_on from appeal_level where patient_control_number = ?",
        account_of("Medicare's revised determination"),
    )
    assert found == [(date.fromisoformat(SECOND),)]

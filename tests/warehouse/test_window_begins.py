"""From which of a payer's decisions the dispute window of a claim runs: the first, which no correction restarts.

42 CFR 405.942 for Medicare; an agreement may count from the latest adjustment instead.
"""

from datetime import date

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, STRANGER, VISIT, Judged, Night

# On January 5 Summerfield pays 33.10 for 97110 and 31.40 for 97140, Willowbrook 94.00 for the visit
FIRST, THIRD = "20260112", "20261012"

night = Night()
night.agree("latest", 'payer_names = ["STRANGER CASUALTY"]', 'method = "percent_of_charge"\npercent = "80"')
night.agreements["latest.toml"] = night.agreements["latest.toml"].replace('"remittance_date"', '"latest_adjustment"')

# What came on which day: code -> paid, of one claim each; '-' takes back what was paid, nothing paid is a denial
Telling = tuple[str, *tuple[dict[str, str], ...]]
CASES: dict[str, tuple[str, list[Telling], str]] = {
    "cut by a correction": (
        PPO, [(FIRST, {"97110": "33.10"}), (THIRD, {"97110": "-33.10"}, {"97110": "20"})], FIRST,
    ),
    "cut without a reversal": (PPO, [(FIRST, {"97110": "33.10"}), (THIRD, {"97110": "20"})], FIRST),
    "raised and still short": (PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "-20"}, {"97110": "30"})], FIRST),
    "denied, then paid short": (PPO, [(FIRST, {"97110": "0"}), (THIRD, {"97110": "-0"}, {"97110": "20"})], FIRST),
    "a second part of the claim": (PPO, [(FIRST, {"97110": "20"}), (THIRD, {"97140": "31.40"})], FIRST),
    "a visit cut": (VISIT, [(FIRST, {"97110": "47", "97140": "47"}), (THIRD, {"97110": "47", "97140": "20"})], FIRST),
    "an adjustment restarts the window": (STRANGER, [(FIRST, {"97110": "20"}), (THIRD, {"97110": "30"})], THIRD),
    "Medicare's revised determination": (
        MEDICARE, [(FIRST, {"97110:GP": "60"}), (THIRD, {"97110:GP": "-60"}, {"97110:GP": "5"})], FIRST,
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
        night.brings(remittance(agreement, *(sent(f"W{number}", each) for each in claims), day=day))


def account_of(case: str) -> str:
    return f"W{list(CASES).index(case)}"


@pytest.mark.parametrize("case", CASES)
def test_the_window_runs_from_the_first_decision_unless_the_agreement_says_otherwise(judged: Judged, case: str) -> None:
    found = judged.ask(
        "select distinct basis_date from line_review "
        "where patient_control_number = ? and deadline is not null order by all",
        account_of(case),
    )
    assert [day for (day,) in found] == [date.fromisoformat(CASES[case][2])]


def test_medicares_levels_of_appeal_run_from_the_initial_determination(judged: Judged) -> None:
    found = judged.ask(
        "select distinct determined_on from appeal_level where patient_control_number = ?",
        account_of("Medicare's revised determination"),
    )
    assert found == [(date.fromisoformat(FIRST),)]

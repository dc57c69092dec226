"""What a payer cuts without a code is named by what it leaves: of a line, of a visit, of a day with other lines."""

import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, STRANGER, VISIT, Judged, Night

night = Night()
# Terms that are older than the laws whose cuts payers copy
night.agree(
    "old",
    'payer_names = ["STRANGER CASUALTY"]',
    'method = "percent_of_charge"\npercent = "50"\nlesser_of = "none"\nmppr = "none"',
)
night.agreements["old.toml"] = night.agreements["old.toml"].replace("2025-01-01", "2010-01-01")

# account: lines of one claim, and the cause and confidence of each that is short
CASES: dict[str, tuple[str, list[list[str]], list[tuple[str, str]]]] = {
    "a visit's sequestration in 45": (
        VISIT, [line("97110:GP", "150", "77.42", "PR*3*15")], [("sequestration_not_in_contract", "single")],
    ),
    "a visit's sequestration with its code": (
        VISIT, [line("97110:GP", "150", "92.12", "CO*253*1.88")], [("sequestration_not_in_contract", "stated")],
    ),
    "a visit less by another amount": (
        VISIT, [line("97110:GP", "150", "91.00")], [("visit_rate_short", "none")],
    ),
    "sequestration under terms older than its law": (
        STRANGER, [line("99213", "100", "49.00")], [("sequestration_not_in_contract", "single")],
    ),
    "an assistant under terms older than the law": (
        STRANGER, [line("97140", "101", "42.93")], [("assistant_cut_not_billed", "single")],
    ),
    # of a day with a reduction of several procedures one unit is whole
    "every line by half": (
        PPO,
        [line("97110:GP", "180", "34.59", units="2"), line("97140:GP", "180", "32.81", units="2")],
        [("units_cut", "single"), ("units_cut", "single")],
    ),
    "every line but one by half": (
        PPO,
        [line("97530:GP", "180", "43.47"), line("97112:GP", "180", "57.69", units="3")],
        [("mppr_not_in_contract", "single")],
    ),
}  # fmt: skip


def account_of(case: str) -> str:
    return f"U{list(CASES).index(case)}"


night.receives(
    *[
        remittance(agreement, claim(account_of(case), f"N{account_of(case)}", lines))
        for case, (agreement, lines, _) in CASES.items()
    ]
)


@pytest.mark.parametrize("case", CASES)
def test_a_cut_without_a_code_has_its_name(judged: Judged, case: str) -> None:
    found = judged.ask(
        "select cause, replace(cause_confidence, 'pattern', 'single') from line_review "
        "where patient_control_number = ? and cause is not null order by line_id",
        account_of(case),
    )
    assert found == CASES[case][2]


def test_what_is_not_explained_says_so(judged: Judged) -> None:
    [(sentence,)] = judged.ask(
        "select cause_sentence from line_review where patient_control_number = ?",
        account_of("a visit less by another amount"),
    )
    assert str(sentence).startswith("Not explained: 91.00 instead of 94.00. No other rate of a visit, ")

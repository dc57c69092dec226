"""Short lines and what explains them, given and expected in the domain's words: cases/causes/cases.toml."""

import tomllib
from typing import Any

import pytest

from contracts import codes
from contracts.causes import thresholds
from contracts.causes.search import Fit
from contracts.causes.shortage import Shortage
from tests.contracts.short_lines import CAUSES, asked, fits, shortage

TABLE = tomllib.loads((CAUSES / "cases.toml").read_text("utf-8"))["case"]
KEYS = {
    "name", "agreement", "on", "lines", "line", "place", "locality", "allowed", "units_paid", "deducted",
    "deducted_reason", "named", "is_repriced", "in_company", "patient_share", "is_sequestered", "expect",
    "text", "also", "evidence",
}  # fmt: skip
# Every line fits the dollars and the tenth of a percent by which it is short; only many lines together say something.
ON_MANY_LINES = {"flat", "odd_share"}
NAMES = [case["name"] for case in TABLE]


@pytest.mark.parametrize("case", TABLE, ids=NAMES)
def test_given_and_expected(case: dict[str, Any]) -> None:
    assert case.keys() <= KEYS
    found = tuple(fit for fit in fits(case) if fit.evidence not in ON_MANY_LINES)
    assert [fit.cause for fit in found] == ([case["expect"]] if case["expect"] else []) + case.get("also", []), found
    if "text" in case:
        assert found[0].text == case["text"]
    if "evidence" in case:
        assert found[0].evidence == case["evidence"]


@pytest.mark.parametrize("case", TABLE, ids=NAMES)
def test_a_shortage_is_stored_under_its_key(case: dict[str, Any]) -> None:
    question = shortage(case, asked(case))
    assert Shortage.from_key(question.key()) == question


def test_a_flat_amount_less_is_a_fit_of_every_line() -> None:
    flat = [fit for fit in fits(TABLE[0]) if fit.evidence == "flat"]
    assert [(fit.cause, fit.candidate) for fit in flat] == [("flat_amount_less", "4.00 less")]


def all_fits() -> list[Fit]:
    return [fit for case in TABLE for fit in fits(case)]


def test_every_cause_found_is_on_the_list_and_every_evidence_has_a_threshold() -> None:
    found = all_fits()
    assert {fit.cause for fit in found} <= codes.causes().keys()
    assert {fit.evidence for fit in found} <= thresholds.needed().keys()


def test_the_table_covers_every_cause() -> None:
    # test_causes_properties.py covers another release in a year, a later year, an office rate in a facility and a
    # later version; tests/warehouse/test_recoded.py a lower code. Where nothing fits, it is unexplained_short.
    elsewhere = {
        "prior_release_medicare", "later_year_medicare", "nonfacility_rate", "later_schedule_version",
        "unexplained_short", "recoded",
    }  # fmt: skip
    assert codes.causes().keys() - {fit.cause for fit in all_fits()} == elsewhere


def test_what_the_remittance_says_is_marked_as_stated() -> None:
    stated = {
        case["name"]: [fit.is_stated for fit in fits(case) if fit.evidence not in ON_MANY_LINES][:1] for case in TABLE
    }
    assert stated["one unit of three, as the remittance says"] == [True]
    assert stated["three quarters of every further unit's fee"] == [True]
    assert stated["sequestration, the price being right"] == [True]
    assert stated["a unit less without a word"] == [False]
    assert stated["the schedule before the amendment"] == [False]

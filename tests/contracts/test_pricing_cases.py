"""Every rule, given and expected in the domain's words: cases/pricing/*.toml."""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from contracts.medicare.rates import Reason
from contracts.steps import Step, Unpriced
from contracts.unpriced_reasons import REFUSALS
from tests.contracts.world import CASES, priced, shown

WHERE = ("place", "locality", "site_problem", "site", "visit_number")
KEYS = {"name", "agreement", "on", "lines", "expect", "visit", "steps", "visit_steps", *WHERE}


def tables() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(Path(CASES, "pricing").glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", tables())
def test_given_and_expected(case: dict[str, Any]) -> None:
    assert case.keys() <= KEYS
    where = {key: case[key] for key in WHERE if key in case}
    outcome = priced(case["agreement"], case["on"], case["lines"], **where)
    assert [shown(line) for line in outcome.lines] == case["expect"]
    assert shown(outcome.visit) == case.get("visit")
    for line, steps in zip(outcome.lines, case.get("steps", []), strict=False):
        if steps:
            assert [fits(step, text) for step, text in zip(line.steps, steps, strict=True)] == [True] * len(steps)
    if outcome.visit and "visit_steps" in case:
        found = [fits(step, text) for step, text in zip(outcome.visit.steps, case["visit_steps"], strict=True)]
        assert found == [True] * len(found)


def fits(step: Step, text: str) -> bool | str:
    """True, or how the step reads; a text that ends in * leaves out the rest of the source."""
    read = f"{step.rule}: {step.text} = {step.amount} ({step.source})".replace(" = None (", " (")
    return (read.startswith(text[:-1]) if text.endswith("*") else read == text) or read


@pytest.mark.parametrize("case", tables())
def test_every_refusal_is_on_the_list_and_is_a_sentence(case: dict[str, Any]) -> None:
    where = {key: case[key] for key in WHERE if key in case}
    outcome = priced(case["agreement"], case["on"], case["lines"], **where)
    refused = [line for line in (*outcome.lines, outcome.visit) if isinstance(line, Unpriced)]
    assert {line.reason for line in refused} <= REFUSALS.keys()
    assert [line.sentence for line in refused if line.sentence[0].islower() or line.sentence[-1] != "."] == []


def test_what_medicare_refuses_is_on_the_list() -> None:
    assert set(get_args(Reason)) <= REFUSALS.keys()


def test_the_tables_cover_every_refusal_a_price_can_meet() -> None:
    met = {reason for case in tables() for reason in (*case.values[0]["expect"], case.values[0].get("visit"))}
    # Reasons of matching, of places, of currency, of dates, and of Medicare files that are tested where they arise.
    elsewhere = {
        "no_payer", "no_product", "ambiguous", "no_practice", "not_payable_status", "contractor_priced", "na_setting",
        "ambiguous_zip", "no_conversion_factor", "foreign_currency", "span_of_days", "denied_in_part",
        "claim_level_cut", "span_of_terms", "home_visit",
    }  # fmt: skip
    assert REFUSALS.keys() - met == elsewhere

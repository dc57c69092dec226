"""Periods: inside one nothing about a price changes, and together they cover the agreement."""

from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest

from contracts.agreements import agreement as agreements
from contracts.agreements.agreement import load_book
from contracts.pricing.price import price
from contracts.situation import Situation
from tests.contracts.world import CASES, book, line, rates, setup

LINES = ["1 x 97110 for 90.00", "2 x 97140-59 for 90.00", "1 x 98941 for 90.00"]
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("agreement", list(book()), ids=lambda agreement: agreement.id)
def test_periods_follow_each_other_without_gap_or_overlap(agreement: agreements.Agreement) -> None:
    periods = agreement.periods()
    assert periods[0].start == agreement.terms[0].effective_from
    assert periods[-1].end is None
    assert all(earlier.end == later.start for earlier, later in pairwise(periods))
    for period in periods:
        last = date(2030, 1, 1) if period.end is None else period.end - ONE_DAY
        assert {agreement.period_on(day) for day in (period.start, last)} == {period}
    assert agreement.period_on(periods[0].start - ONE_DAY) is None


def test_fees_and_medicare_rates_cut_periods_where_they_change() -> None:
    assert [str(period.start) for period in book()["fees"].periods()] == [
        "2024-01-01",
        "2025-05-05",
        "2025-05-06",
        "2025-07-01",
        "2026-03-01",
    ]
    medicare = {str(period.start) for period in book()["national"].periods()}
    assert medicare >= {"2024-01-01", "2024-03-09", "2025-01-01", "2026-01-01"}


# agreement -> what its first period needs
NEEDS = {
    "apm": "visit place_of_service credential",
    "by_claim": "charge claim",
    "capped": "visit",
    "capped_carve_outs": "visit charge",
    "capped_medicare": "visit place_of_service credential",
    "carve_outs": "charge",
    "carved": "charge place_of_service credential site product",
    "charges": "charge",
    "families": "visit place_of_service credential",
    "fees": "",
    "four_units": "visit",
    "frozen_factor": "visit locality place_of_service credential",
    "gap_fill": "charge place_of_service credential",
    "half": "visit charge",
    "half_units": "visit",
    "lesser": "charge",
    "limited": "visit place_of_service credential",
    "locked": "place_of_service credential",
    "medicare": "visit charge locality place_of_service credential",
    "medicare_gaps": "visit charge place_of_service credential",
    "missing_release": "place_of_service credential",
    "modifier_table": "visit place_of_service credential",
    "national": "visit place_of_service credential",
    "no_floor": "locality place_of_service credential",
    "own_floor": "locality place_of_service credential",
    "own_values": "place_of_service",
    "outside": "visit place_of_service credential",
    "part_b": "visit charge place_of_service credential participant",
    "raised": "",
    "raised_by_index": "",
    "raised_capped": "",
    "ranked": "visit",
    "reduced": "visit place_of_service credential",
    "release": "place_of_service credential",
    "settings": "place_of_service credential site",
    "tiered_visits": "visit charge visit_number",
    "tiers": "visit place_of_service credential",
    "visits": "visit",
    "telehealth": "place_of_service credential site",
    "any_assistant": "visit",
    "assisted_visits": "visit credential",
    "benefit_year": "visit visit_number",
    "by_credential": "visit credential",
    "by_discipline": "visit credential",
    "by_provider": "visit provider",
    "case_rate": "visit visit_number",
    "dearest_units": "visit",
    "evaluation_cap": "visit",
    "first_units": "visit",
    "greater": "visit charge place_of_service credential",
    "lesser_terms": "charge",
    "part_of_charges": "charge",
    "part_of_claim": "charge claim",
    "part_of_fees": "charge",
    "share_of_fees": "visit charge place_of_service",
    "two_limits": "visit",
    "until_april": "place_of_service credential",
    "visit_charges": "visit charge",
}


def test_a_period_says_what_can_move_its_price() -> None:
    needs = {
        agreement.id: " ".join(
            each.name.removeprefix("needs_")
            for each in fields(agreement.periods()[0])
            if each.name.startswith("needs_") and getattr(agreement.periods()[0], each.name)
        )
        for agreement in book()
    }
    assert needs == NEEDS
    assert {(each.id, period.compare) for each in book() for period in each.periods() if period.compare != "line"} == {
        ("by_claim", "claim"), ("capped", "cap"), ("capped_carve_outs", "cap"), ("capped_medicare", "cap"),
        ("tiered_visits", "visit"), ("visits", "visit"), ("any_assistant", "visit"), ("assisted_visits", "visit"),
        ("benefit_year", "visit"), ("by_credential", "cap"), ("by_discipline", "visit"), ("by_provider", "cap"),
        ("case_rate", "visit"), ("evaluation_cap", "cap"), ("part_of_claim", "claim"), ("visit_charges", "visit"),
    }  # fmt: skip


@pytest.mark.parametrize("agreement", list(book()), ids=lambda agreement: agreement.id)
def test_what_is_not_needed_does_not_move_the_price(agreement: agreements.Agreement) -> None:
    for period in agreement.periods():
        lines = tuple(map(line, LINES))
        full = Situation(agreement.id, period.start, "22", "11502/00", None, lines)
        less = Situation(
            agreement.id,
            period.start,
            "22" if period.needs_place_of_service else None,
            "11502/00" if period.needs_locality else None,
            None,
            lines if period.needs_charge else tuple(map(line, [text.split(" for ")[0] for text in LINES])),
        )
        assert price(less, book()) == price(full, book())
        if not (period.needs_visit or period.needs_claim):
            alone = [
                price(Situation(agreement.id, period.start, "22", "11502/00", None, (one,)), book()) for one in lines
            ]
            assert price(full, book()).lines == tuple(outcome for each in alone for outcome in each.lines)


def test_everything_that_moves_a_price_moves_the_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copytree(CASES, tmp_path, dirs_exist_ok=True)

    def prints() -> dict[str, str]:
        found = load_book(tmp_path / "agreements", tmp_path / "schedules", setup(), rates())
        return {each.id: each.fingerprint for each in found}

    def moved() -> set[str]:
        after = prints()
        return {name for name in before if after[name] != before[name]}

    before = prints()
    assert before == {each.id: each.fingerprint for each in book()}
    schedule = tmp_path / "schedules" / "carve_outs.csv"
    schedule.write_text(schedule.read_text("utf-8").replace("49.02", "49.03"), "utf-8")
    assert moved() == {"carve_outs", "capped_carve_outs"}
    terms = tmp_path / "agreements" / "charges.toml"
    terms.write_text(terms.read_text("utf-8").replace('"78"', '"79"') + "# a remark moves nothing\n", "utf-8")
    assert moved() == {"carve_outs", "capped_carve_outs", "charges"}
    monkeypatch.setitem(vars(rates()), "fingerprint", "other rates")
    by_medicare = {
        each.id for each in book() for terms in each.terms if any(part.reads_relative_values for part in terms.parts())
    }
    assert moved() == {"carve_outs", "capped_carve_outs", "charges"} | by_medicare
    monkeypatch.setattr(agreements, "engine_fingerprint", lambda: "other rules")
    assert moved() == set(before)

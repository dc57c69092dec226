"""The dated numbers of law: what is in force when, and what a law file may not look like."""

import ast
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.medicare.law import SHIPPED, Law, LawError, shipped
from contracts.medicare.rates import MedicareRates
from contracts.medicare.releases import serving_release

RATES = MedicareRates.load()
TODAY = date(2026, 12, 1)
MODULES = sorted(SHIPPED.parent.glob("*.py"))
# One, cents and the three places of an index are arithmetic; every other decimal is a rate.
ARITHMETIC = {"1", "1.000", "0.01", "0.001"}
FACILITIES = ["02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61"]
ELSEWHERE = ["10", "11", "12", "13", "32", "33", "49", "50", "54", "55", "57", "60", "62", "65", "72", "99"]
NUMBER = re.compile(r"\d+\.\d+|\d+")


@pytest.mark.parametrize(
    ("name", "kind", "on", "value"),
    [
        ("conversion_factor", "standard", date(2024, 3, 8), "32.7442"),
        ("conversion_factor", "standard", date(2024, 3, 9), "33.2875"),
        ("conversion_factor", "standard", date(2025, 6, 1), "32.3465"),
        ("conversion_factor", "standard", date(2026, 6, 1), "33.4009"),
        ("conversion_factor", "qualifying_apm", date(2026, 6, 1), "33.5675"),
        ("therapy_mppr", None, TODAY, "50"),
        ("sequestration", None, date(2013, 4, 1), "2"),
        ("sequestration", None, date(2020, 4, 30), "2"),
        ("sequestration", None, date(2020, 5, 1), "0"),
        ("sequestration", None, date(2022, 3, 31), "0"),
        ("sequestration", None, date(2022, 4, 1), "1"),
        ("sequestration", None, date(2022, 7, 1), "2"),
        ("therapy_assistant", None, date(2022, 1, 1), "85"),
    ],
)
def test_numbers_in_force(name, kind, on, value):
    period = shipped().timeline(name, kind).on(on)
    assert period is not None
    assert period.number == Decimal(value)


@pytest.mark.parametrize(
    ("name", "kind", "on"),
    [
        ("conversion_factor", "standard", date(2023, 12, 31)),
        ("conversion_factor", "standard", date(2027, 1, 1)),
        ("conversion_factor", "qualifying_apm", date(2025, 12, 31)),
        ("sequestration", None, date(2013, 3, 31)),
        ("therapy_assistant", None, date(2021, 12, 31)),
    ],
)
def test_outside_the_table_nothing_is_known(name, kind, on):
    assert shipped().timeline(name, kind).on(on) is None


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2025, 9, 30), "in_force"),
        (date(2025, 10, 1), "in_force"),
        (date(2026, 1, 31), "in_force"),
        (date(2026, 12, 31), "in_force"),
        (date(2027, 1, 1), "unknown"),
    ],
)
def test_the_work_floor_by_day(on, value):
    period = shipped().timeline("work_floor").on(on)
    assert period is not None
    assert period.value == value


@pytest.mark.parametrize("place", FACILITIES)
def test_facility_places(place):
    assert RATES.facility_place(place, TODAY)


@pytest.mark.parametrize("place", [*ELSEWHERE, None, "", "XX"])
def test_every_other_place_is_not_a_facility(place):
    assert not RATES.facility_place(place, TODAY)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_number_names_its_source_and_the_day_it_was_checked(path: Path):
    document = tomllib.loads(path.read_text("utf-8"))
    periods = document.get("period", [document])
    assert all(period["source"] and date(2026, 1, 1) <= period["checked"] <= TODAY for period in periods)
    if "period" in document:
        assert document["unit"]


def test_the_days_on_which_a_fee_may_change():
    breaks = RATES.breaks()
    assert list(breaks) == sorted(set(breaks))
    expected = [date(2024, 1, 1), date(2024, 3, 9), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)]
    expected += [date(2025, month, 1) for month in (1, 4, 7, 10)] + [date(2026, 1, 1), date(2026, 1, 31)]
    expected += [date(2026, month, 1) for month in (4, 7, 10)] + [date(2027, 1, 1)]
    assert list(breaks) == expected


@pytest.mark.parametrize(
    ("loaded", "on", "name", "has_note"),
    [
        (("RVU24A", "RVU24AR"), date(2024, 3, 8), "RVU24A", False),
        (("RVU24A", "RVU24AR"), date(2024, 3, 9), "RVU24AR", False),
        (("RVU24A",), date(2024, 3, 9), "RVU24A", True),
        (("RVU24AR",), date(2024, 3, 8), "RVU24AR", True),
        (("RVU26A", "RVU26C"), date(2026, 5, 1), "RVU26A", True),
        (("RVU26A", "RVU26B", "RVU26C"), date(2026, 5, 1), "RVU26B", False),
        (("RVU26C", "RVU26D"), date(2026, 5, 1), "RVU26C", True),
        (("RVU26D",), date(2026, 10, 1), "RVU26D", False),
    ],
)
def test_which_release_serves(loaded, on, name, has_note):
    chosen = serving_release(on, loaded, shipped())
    assert chosen is not None
    assert (chosen.name, chosen.note is not None) == (name, has_note)


def test_a_year_never_borrows_from_another():
    assert serving_release(date(2025, 6, 1), ("RVU24C", "RVU26C"), shipped()) is None


PERIOD = '[[period]]\neffective_from = 2024-01-01\nvalue = "2"\nsource = "a law"\nchecked = 2026-11-21\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unit = ", "not readable as TOML"),
        ('unit = "percent"\n', "expected period, unit; found unit"),
        (PERIOD, "expected period, unit; found period"),
        (f"unit = 2\n{PERIOD}", "needs a unit"),
        (f'unit = "percent"\n{PERIOD}{PERIOD}', "overlap or leave a gap"),
        (
            f'unit = "percent"\n{PERIOD}effective_until = 2024-06-30\n{PERIOD.replace("2024-01", "2024-08")}',
            "overlap or leave a gap: 2024-01-01 to 2024-06-30 and from 2024-08-01",
        ),
        (f'unit = "percent"\n{PERIOD}effective_until = 2023-12-31\n', "dates in order"),
        (f'unit = "percent"\n{PERIOD}until = 2023-12-31\n', "unknown until"),
        (f'unit = "percent"\n{PERIOD.replace(chr(34) + "2" + chr(34), "0.02")}', "value in quotes"),
        (f'unit = "percent"\n{PERIOD.replace("checked = 2026-11-21", "")}', "the day it was checked"),
        (f'unit = "percent"\n{PERIOD.replace("a law", "")}', "needs a value in quotes, a source"),
    ],
)
def test_a_law_file_that_is_refused(tmp_path: Path, text, message):
    (tmp_path / "sequestration.toml").write_text(text)
    with pytest.raises(LawError, match=message):
        Law(tmp_path).timeline("sequestration")


@pytest.mark.parametrize("name", ["status.toml", "workfloor.toml"])
def test_a_law_file_that_replaces_nothing_is_refused(tmp_path: Path, name):
    (tmp_path / name).write_text(PERIOD)
    with pytest.raises(LawError, match=f"{name}: no law of this name .* work_floor"):
        Law(tmp_path)


def rates_in_code(text: str) -> list[str]:
    """Numbers handed to Decimal in code, and plain numbers that look like a factor, an index or a percent."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
            found += [str(given.value) for given in node.args if isinstance(given, ast.Constant)]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            found += [node.value] if NUMBER.fullmatch(node.value) else []
    return [number for number in found if number not in ARITHMETIC]


def test_no_rate_is_written_in_code():
    assert len(MODULES) > 10
    assert {path.name: rates_in_code(path.read_text("utf-8")) for path in MODULES} == {
        path.name: [] for path in MODULES
    }


@pytest.mark.parametrize("text", ['cf = Decimal("33.4009")', "cut = Decimal(85)", 'RATES = {2026: "33.4009"}'])
def test_a_planted_rate_is_found(text):
    assert rates_in_code(text) != []

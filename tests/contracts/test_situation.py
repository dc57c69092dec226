"""A situation and its key: the same question has one spelling, and the key gives the question back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.situation import Line, Situation

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
UNITS = st.decimals(Decimal("0.0001"), Decimal(9999), places=4)
CHARGES = st.none() | st.decimals(Decimal("-99999.99"), Decimal("99999.99"), places=2)
LINES = st.builds(Line, NAMES, st.lists(NAMES, max_size=4).map(tuple), UNITS, CHARGES, st.none() | NAMES)
SITUATIONS = st.builds(
    Situation,
    agreement=NAMES,
    period_start=st.dates(),
    place_of_service=st.none() | NAMES,
    locality=st.none() | NAMES,
    site_problem=st.none() | NAMES,
    lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
)


@given(SITUATIONS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_key_gives_the_situation_back(situation: Situation) -> None:
    assert Situation.from_key(situation.key()) == situation


def test_the_key_is_spelled_as_the_warehouse_spells_it() -> None:
    line = Line("97140", ("GP", "59"), Decimal("2.0000"), Decimal("120.00"), None)
    situation = Situation("cedar_ppo", date(2026, 3, 1), "11", "11502/00", None, (line,))
    assert situation.key() == (
        '{"agreement":"cedar_ppo","period":"2026-03-01","place_of_service":"11","locality":"11502/00",'
        '"site_problem":null,"lines":[{"code":"97140","modifiers":["GP","59"],"units":"2","charge":"120.00",'
        '"credential":null}]}'
    )


@pytest.mark.parametrize(
    ("units", "spelled"), [("100.0000", "100"), ("1.5000", "1.5"), ("0.0000", "0"), ("1E+2", "100")]
)
def test_units_lose_their_trailing_zeros(units: str, spelled: str) -> None:
    situation = Situation("a", date(2026, 1, 1), None, None, None, (Line("97140", (), Decimal(units), None),))
    assert f'"units":"{spelled}"' in situation.key()


def test_a_situation_without_lines_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        Situation("a", date(2026, 1, 1), None, None, None, ())


@pytest.mark.parametrize("text", ["[]", '"cedar"', "{"])
def test_what_is_no_key_is_no_situation(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Situation.from_key(text)

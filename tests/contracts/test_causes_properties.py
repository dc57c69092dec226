"""What holds for any short line: a mistake that was made is found, and nothing that is found is off by a cent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.causes.bounds import Nearness, of_both
from contracts.causes.change import Asked, Change, World, amount_of, asked_about, both, repriced
from contracts.causes.search import FAMILIES, PAIRS, Search
from contracts.causes.sequestration import SEQUESTERED
from contracts.causes.shortage import Shortage
from contracts.pricing.price import price_case
from contracts.pricing.working_line import Case
from contracts.situation import Line, Situation
from tests.contracts.short_lines import ANCHORAGE, LOS_ANGELES, MIAMI, RALEIGH, SITES, book, search

WORLD = World.of(book(), SITES)
CODES = ["97110", "97112", "97140", "97530", "97161", "98941"]
AGREEMENTS = ["brook_ppo", "brook_hmo", "stone_locked", "mesa_advantage"]

lines = st.builds(
    Line,
    code=st.sampled_from(CODES),
    modifiers=st.sampled_from([(), ("GP",), ("CQ",), ("GP", "CQ")]),
    units=st.integers(1, 4).map(Decimal),
    charge=st.integers(9000, 30000).map(lambda amount: Decimal(amount).scaleb(-2)),
)
days = st.dates(date(2025, 1, 2), date(2026, 11, 30))
places = st.sampled_from([RALEIGH, LOS_ANGELES, ANCHORAGE, MIAMI])


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """A line of a visit under one of the agreements, in or out of a facility, alone on its day or not."""
    agreement = book()[draw(st.sampled_from(AGREEMENTS))]
    period = agreement.period_on(draw(days))
    assert period is not None
    visit = draw(st.lists(lines, min_size=1, max_size=3 if period.needs_visit else 1))
    place, locality = draw(st.sampled_from([None, "11", "22"])), draw(places)
    situation = Situation(agreement.id, period.start, place, locality, None, tuple(visit))
    terms = agreement.by_period_start[period.start][1]
    case = Case(situation, terms, period.start, book().rates)
    at = draw(st.integers(1, len(visit)))
    return asked_about(case, at, None, in_company=draw(st.booleans()))


def planted(asked: Asked, change: Change) -> Shortage | None:
    """The line as it looks after the mistake; None where the mistake costs nothing or has no price."""
    owed = amount_of(price_case(asked.case), asked.line)
    paid = repriced(asked, change)
    if owed is None or paid is None or not Decimal(0) < paid < owed:
        return None
    situation = asked.case.situation
    return Shortage(
        line=asked.line, expected=owed, actual=paid, charge=asked.service.charge,
        place_of_service=situation.place_of_service, locality=situation.locality, in_company=asked.in_company,
    )  # fmt: skip


def single_mistakes(asked: Asked) -> list[Change]:
    return [change for family in FAMILIES for change in family(asked, WORLD)]


def double_mistakes(asked: Asked) -> list[Change]:
    return [
        replace(pair, bounds=of_both(asked, one, other, pair))
        for first, second in PAIRS
        for one in first(asked, WORLD)
        for other in second(asked, WORLD)
        if (pair := both(one, other)) is not None
    ]


def costly(asked: Asked, changes: list[Change]) -> list[tuple[Change, Shortage]]:
    return [(change, short) for change in changes if (short := planted(asked, change)) is not None]


@settings(max_examples=60, deadline=None)
@given(questions())
def test_a_planted_mistake_is_found(asked: Asked) -> None:
    for change, shortage in costly(asked, single_mistakes(asked)):
        found = search().fits(asked.case.situation, shortage)
        assert change.candidate in {fit.candidate for fit in found}


@settings(max_examples=80, deadline=None)
@given(questions())
def test_what_fits_is_always_near_enough_to_be_priced(asked: Asked) -> None:
    """Bounds only save work: a change whose price is the amount allowed is never left out."""
    mistakes = costly(asked, single_mistakes(asked))
    assert [change.text for change, shortage in mistakes if not Nearness(asked, shortage).includes(change)] == []


@settings(max_examples=60, deadline=None)
@given(questions())
def test_two_mistakes_at_once_are_near_enough_as_well(asked: Asked) -> None:
    mistakes = costly(asked, double_mistakes(asked))
    assert [change.text for change, shortage in mistakes if not Nearness(asked, shortage).includes(change)] == []


@settings(max_examples=40, deadline=None)
@given(questions(), st.integers(1, 4000))
def test_a_fit_is_a_price_to_the_cent(asked: Asked, less: int) -> None:
    """The price of a change that fits is exactly the amount allowed."""
    owed = amount_of(price_case(asked.case), asked.line)
    assume(owed is not None)
    assert owed is not None
    actual = owed - Decimal(less).scaleb(-2)
    assume(actual > 0)
    shortage = Shortage(
        line=asked.line, expected=owed, actual=actual, charge=asked.service.charge,
        place_of_service=asked.case.situation.place_of_service, locality=asked.case.situation.locality,
        in_company=asked.in_company,
    )  # fmt: skip
    prices = {(change.candidate, repriced(asked, change)) for change in single_mistakes(asked)}
    found = Search(WORLD).fits(asked.case.situation, shortage)
    exact = [fit for fit in found if fit.evidence == "fits" and fit.candidate != SEQUESTERED]
    assert [fit for fit in exact if (fit.candidate, actual) not in prices] == []

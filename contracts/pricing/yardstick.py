"""What Medicare pays for the therapy lines of one patient and day: the yardstick beside what another payer allowed.

The lines are priced by the same rules as Medicare's own, reduction of further therapy units included; what depends on
the contract or the person (modifiers, charges, credentials, assistants) is left out.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from contracts.agreements.terms import Terms
from contracts.medicare.fees import Rates
from contracts.pricing.price import price_case
from contracts.pricing.working_line import Case
from contracts.situation import Line, Situation
from contracts.steps import Expectation

NAME = "yardstick"


def therapy_amounts(
    services: Sequence[tuple[str, Decimal]], place_of_service: str | None, locality: str, on: date, rates: Rates
) -> tuple[Decimal | None, ...]:
    """Dollars for each (code, units) of the day, in its order; None where Medicare has no price."""
    lines = tuple(Line(code, (), units, None) for code, units in services)
    situation = Situation(NAME, on, place_of_service, locality, None, lines)
    outcomes = price_case(Case(situation, _terms(), on, rates)).lines
    return tuple(each.amount if isinstance(each, Expectation) else None for each in outcomes)


@cache
def _terms() -> Terms:
    return Terms(
        id=NAME,
        number=1,
        effective_from=date.min,
        effective_until=None,
        source=NAME,
        method="medicare",
        mppr="medicare",
        lesser_of="none",
        npp="none",
        telehealth="by_law",
    )

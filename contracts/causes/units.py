"""Explains a shortage by fewer units paid than are owed, without a denial: the rate is right and the count is not.

Source: X12 835 guide, SVC05 and SVC07: units that vanish into the contractual discount were not denied.
"""

from collections.abc import Iterator
from decimal import Decimal

from contracts.causes.change import Asked, Change, World, with_units
from contracts.causes.thresholds import most_guessed_units
from contracts.money import plain

ONE = Decimal(1)


def units_cut(asked: Asked, _: World) -> Iterator[Change]:
    """The units that the remittance says were paid, then every smaller whole number where so few units are guessed."""
    if asked.is_visit:
        return
    owed = asked.service.units
    stated = asked.units_paid
    units = stated if stated is not None and stated < owed else owed - ONE
    if units == stated:
        yield _cut(asked, units, is_stated=True)
        units -= ONE
    while units >= ONE and owed <= most_guessed_units():
        yield _cut(asked, units, is_stated=False)
        units -= ONE


def stated_units_cut(asked: Asked, world: World) -> Iterator[Change]:
    """Only what the remittance says: two guesses at once would explain too much."""
    yield from (change for change in units_cut(asked, world) if change.is_stated)


def _cut(asked: Asked, units: Decimal, *, is_stated: bool) -> Change:
    line, share = asked.line, units / asked.service.units
    terms = asked.case.terms
    is_even = terms.mppr == "none" and terms.multiple_procedures is None and not terms.unit_limits
    return Change(
        cause="units_cut",
        # what the remittance counts on some lines proves nothing of a line where it counts every unit as paid
        candidate="units cut" if is_stated else "units cut without a count",
        text=f"for {plain(units)} of {plain(asked.service.units)} units",
        make=lambda case: with_units(case, line, units),
        bounds=(share, share) if is_even else None,
        composes="as_share",
        is_stated=is_stated,
    )

"""Lines of a visit taken apart into procedures, and put together again: what Medicare ranks is not the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from contracts.money import NOTHING
from contracts.pricing.procedures.sides import both_sides
from contracts.pricing.working_line import Case, Lines, UnitPrice

ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the line at place `at` of the situation; dollars."""

    at: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Procedure:
    """Units that are ranked as one: usually one unit, or two sides of the body on two lines, or a family."""

    units: tuple[Unit, ...]

    @property
    def amount(self) -> Decimal:
        return sum((unit.price for unit in self.units), start=NOTHING)

    @property
    def first(self) -> int:
        return min(unit.at for unit in self.units)


def procedures_of(lines: Lines, places: Sequence[int], case: Case, most: int) -> list[Procedure] | str:
    """A procedure for each unit of the lines at `places`; a sentence where a line has no whole units.

    Of one line, no more than `most` are made: beyond that number it does not matter how many there are.
    """
    pairs = [sides.at for sides in both_sides(lines, case) if sides.at[1:] and sides.unclear is None]
    found = []
    for at in places:
        partner = next((pair for pair in pairs if at in pair), None)
        if partner is None:
            for part in lines[at].units or ():
                if part.units != part.units.to_integral_value():
                    return f"{lines[at].line.code} has no whole number of units, so its procedures cannot be ranked."
                found += [Procedure((Unit(at, part.price),))] * min(int(part.units), most)
        elif at == partner[0]:
            sides = [Unit(side, part.price) for side in partner for part in lines[side].units or ()]
            found.append(Procedure(tuple(sides)))
    return found


def unit_prices(prices: Sequence[Decimal]) -> tuple[UnitPrice, ...]:
    """The prices of a line's units, equal neighbours together."""
    return tuple(UnitPrice(Decimal(len(list(same))), price) for price, same in groupby(prices))

"""What a pricing rule takes and returns: the lines of a visit with their steps, and the case that they share.

Every rule has one signature, (working lines, case) -> working lines. A rule that does not apply returns its input.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from contracts.agreements.fee_schedule import SETTINGS
from contracts.agreements.terms import Terms
from contracts.medicare.fees import MedicareFee, Rates
from contracts.money import percent_of, plain
from contracts.situation import Line, Situation
from contracts.steps import Expectation, Step, Unpriced


@dataclass(frozen=True, slots=True)
class Assignment:
    """How units that compete are given to lines (ranked_set.py).

    `full_unit` is the place, from 0, of the line with the full unit: where the rule leaves the choice among equals, or
    any line if `is_forced`. `dearest_first`: a unit limit covers the dearest units and not those of the first lines.
    """

    full_unit: int | None = None
    dearest_first: bool = False
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What all lines of the visit share. `on` represents every date of the period.

    `assignment` is how units that compete are given to lines, where the rule leaves a choice (ranked_set.py).
    """

    situation: Situation
    terms: Terms
    on: date
    rates: Rates
    assignment: Assignment | None = None

    @property
    def is_telehealth(self) -> bool:
        return self.rates.telehealth_place(self.situation.place_of_service, self.on)

    @property
    def asks_setting(self) -> bool:
        """Whether it is telehealth, and the terms do not say in which setting that is paid."""
        return self.terms.telehealth is None and self.is_telehealth

    @property
    def facility(self) -> bool:
        """Whether the place is paid as a facility: by Medicare's list, for telehealth by what the terms say of it."""
        said = self.terms.telehealth
        if said in SETTINGS and self.is_telehealth:
            return SETTINGS[said]
        return self.rates.facility_place(self.situation.place_of_service, self.on)

    def under(self, terms: Terms | None) -> "Case":
        """The same case under other terms, where a line has terms of its own."""
        return self if terms is None else Case(self.situation, terms, self.on, self.rates, self.assignment)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """So many units at so many dollars each; a line's units differ in price when only one of them is reduced."""

    units: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One line. `units` holds its payable units with their prices until they are multiplied out, and is None after.

    `fee` is the Medicare fee behind them, `rate_modifier` the modifier whose own rate was found, `unpriced` why the
    line will have no price. `terms` replace the case's for this line. `is_apart`: its price is outside the visit's.
    `settled` are modifiers that the terms price themselves, taken out of `line`. `further_price` is for each unit of
    the code after the first of the day, until further_units.py has laid it on the units.
    """

    line: Line
    units: tuple[UnitPrice, ...] | None = None
    steps: tuple[Step, ...] = ()
    fee: MedicareFee | None = None
    rate_modifier: str | None = None
    unpriced: Unpriced | None = None
    terms: Terms | None = None
    is_apart: bool = False
    settled: tuple[str, ...] = ()
    further_price: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """Dollars for the whole line; None as long as it has none."""
        return self.steps[-1].amount if self.steps and self.units is None else None

    @property
    def payable_units(self) -> Decimal:
        return sum((part.units for part in self.units or ()), start=Decimal(0))

    @property
    def has_price(self) -> bool:
        return self.units is not None or self.amount is not None

    def at_unit_price(self, price: Decimal, step: Step) -> "WorkingLine":
        return self.with_units((UnitPrice(self.line.units, price),), step)

    def with_units(self, units: tuple[UnitPrice, ...], step: Step) -> "WorkingLine":
        return self._after(units, step)

    def at_amount(self, step: Step) -> "WorkingLine":
        return self._after(None, step)

    def _after(self, units: tuple[UnitPrice, ...] | None, step: Step) -> "WorkingLine":
        # Written out because it is most of a night's pricing: dataclasses.replace takes four times as long.
        steps = (*self.steps, step)
        return WorkingLine(
            self.line,
            units,
            steps,
            self.fee,
            self.rate_modifier,
            self.unpriced,
            self.terms,
            self.is_apart,
            self.settled,
            self.further_price,
        )

    def at_percent(self, percent: Decimal, rule: str, because: str, source: str) -> "WorkingLine":
        """The percent of every unit price, rounded per unit; of the line where its price is one for the line."""
        ahead = f"{because}: {plain(percent)}% of"
        if self.units is None:
            if self.amount is None:
                return self
            amount = percent_of(percent, self.amount)
            return self.at_amount(Step(rule, f"{ahead} {self.amount} = {amount}", amount, source))
        if not self.units:
            return self
        units = tuple(UnitPrice(part.units, percent_of(percent, part.price)) for part in self.units)
        pairs = " and of ".join(f"{was.price} = {now.price}" for was, now in zip(self.units, units, strict=True))
        return self.with_units(units, Step(rule, f"{ahead} {pairs} a unit", units[-1].price, source))

    def with_rate(self, *, rate_modifier: str | None, fee: MedicareFee | None = None) -> "WorkingLine":
        return replace(self, rate_modifier=rate_modifier, fee=fee)

    def under(self, terms: Terms, step: Step, *, is_apart: bool) -> "WorkingLine":
        """The line under terms of its own, in place of the visit's."""
        return replace(self, terms=terms, steps=(*self.steps, step), is_apart=is_apart)

    def refused(self, reason: str, sentence: str) -> "WorkingLine":
        return replace(self, unpriced=Unpriced(reason, sentence, self.steps))

    def outcome(self) -> Expectation | Unpriced | None:
        """The line's expectation or refusal; None when no rule has priced or refused it."""
        if self.unpriced is not None:
            return self.unpriced
        return None if self.amount is None else Expectation(self.amount, self.steps)


Lines = tuple[WorkingLine, ...]
Rule = Callable[[Lines, Case], Lines]
LineRule = Callable[[WorkingLine, Case], WorkingLine]


def line_by_line(rule: LineRule) -> Rule:
    """A rule for one line, applied to every line that has not been refused, under the terms that price it."""

    def apply(lines: Lines, case: Case) -> Lines:
        return tuple(
            line if line.unpriced is not None else rule(line, case if line.terms is None else case.under(line.terms))
            for line in lines
        )

    apply.__name__ = rule.__name__
    apply.__doc__ = rule.__doc__
    return apply

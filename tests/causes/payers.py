"""A payer of the year and what it adjudicates: the claim as billed, the line as paid, and how the payer computes."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random

from contracts.agreements.agreement import Book
from contracts.pricing.price import price_case
from contracts.pricing.working_line import Case
from contracts.situation import Line, Situation
from contracts.steps import Expectation

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
SITES = {"durham": "11502/00", "pasadena": "01182/18", "hialeah": "09102/04"}


def cents(amount: Decimal, how: str = ROUND_HALF_UP) -> Decimal:
    return amount.quantize(CENT, how)


@dataclass(frozen=True)
class Visit:
    """One claim of one day, as billed."""

    agreement: str
    on: date
    site: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paid:
    """One line as the payer adjudicated it. `codes` are the adjustments beside CO-45: 'CO*253' -> dollars.

    `after_share`: percent of the payer's own payment that is cut and left to CO-45. `named_after_share`: the same, with
    its code. `coinsurance`: the part of the amount that the patient pays, where the mistake depends on it.
    """

    allowed: Decimal
    codes: dict[str, Decimal] = field(default_factory=dict)
    after_share: Decimal = NOTHING
    named_after_share: Decimal = NOTHING
    units_paid: Decimal | None = None
    is_repriced: bool = False
    coinsurance: Decimal | None = None


@dataclass(frozen=True)
class Payer:
    """How one payer computes: every claim of it alike."""

    book: Book
    round_up: str
    by_unit: bool
    discount: Decimal
    percent_of_charge: Decimal
    flat: Decimal
    kept: Decimal
    rng: Random

    @classmethod
    def drawn(cls, book: Book, rng: Random) -> "Payer":
        return cls(
            book,
            rng.choice([ROUND_HALF_UP, ROUND_HALF_UP, ROUND_DOWN]),
            rng.random() < 0.5,
            Decimal(rng.choice(["7", "8", "9", "11", "12", "12.5", "14", "18", "20", "22.5"])),
            Decimal(rng.choice(["18", "21", "23", "26", "28"])),
            Decimal(rng.choice(["0.85", "1.10", "1.25", "2.00"])),
            Decimal(rng.choice(["50", "75"])),
            rng,
        )

    def right(self, visit: Visit, **changed: object) -> list[Decimal] | None:
        """The price of every line, under other terms, on another day, at another place where `changed` says so."""
        agreement = self.book[str(changed.get("agreement", visit.agreement))]
        on = changed.get("on", visit.on)
        assert isinstance(on, date)
        period = agreement.period_on(on)
        if period is None:
            return None
        locality = SITES[str(changed.get("site", visit.site))]
        lines = tuple(replace(line, charge=Decimal(9999)) if changed.get("uncapped") else line for line in visit.lines)
        place = str(changed.get("place", "11"))
        situation = Situation(agreement.id, period.start, place, locality, None, lines)
        terms = agreement.by_period_start[period.start][1]
        if "mppr" in changed:
            terms = replace(terms, mppr=changed["mppr"])
        if changed.get("without_assistant"):
            terms = replace(terms, assistant=None)
        priced = price_case(Case(situation, terms, period.start, self.book.rates))
        if isinstance(priced.visit, Expectation):
            return [priced.visit.amount]
        amounts = [each.amount for each in priced.lines if isinstance(each, Expectation)]
        return amounts if len(amounts) == len(visit.lines) else None

    def share(self, percent: Decimal, amount: Decimal, units: Decimal) -> Decimal:
        """A percent of a line's amount, cut by the unit or by the line, rounded as this payer rounds."""
        if self.by_unit and cents(amount / units) * units == amount:
            return cents(amount / units * percent / 100, self.round_up) * units
        return cents(amount * percent / 100, self.round_up)

"""One thing changed about a case, and what the pricing rules then say: there is no second way to calculate a price.

A family of candidates is a function (asked, world) -> changes. Each change may alter terms, day, place, rates or units
of the case, or add one rule after the multiple procedure reduction; contracts.pricing does the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from contracts.agreements import Agreement, Book
from contracts.causes.shortage import WHOLE_VISIT, line_of
from contracts.causes.thresholds import Evidence
from contracts.money import NOTHING
from contracts.pricing import RULES, Priced, price_case
from contracts.rules.multiple_procedures import multiple_procedures
from contracts.situation import Line
from contracts.so_far import Case, Rule
from contracts.steps import Expectation


@dataclass(frozen=True, slots=True)
class Asked:
    """The line (from 1; 0 is the visit) of a case seen whole, and what the remittance says that changes depend on."""

    case: Case
    line: int
    units_paid: Decimal | None
    in_company: bool

    @property
    def key(self) -> object:
        """What tells two questions apart: agreement and period settle the rest of the case."""
        return (self.case.situation, self.line, self.units_paid, self.in_company)

    @property
    def is_visit(self) -> bool:
        return self.line == WHOLE_VISIT

    @property
    def service(self) -> Line:
        """The line itself. A visit has none."""
        assert not self.is_visit
        return line_of(self.case.situation, self.line)


Make = Callable[[Case], Case]
Bounds = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Change:
    """`candidate` is the same for every line that this very mistake explains; `text` completes "Paid ...".

    `bounds`: the least and the largest share of the agreed amount that it can leave; None where that is not known.
    """

    cause: str
    candidate: str
    text: str
    make: Make
    bounds: Bounds | None = None
    rule: Rule | None = None
    evidence: Evidence = "fits"
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Every agreement, and the practices' sites: Medicare locality -> their names."""

    book: Book
    sites: Mapping[str, str]
    same_payer: Mapping[str, tuple[Agreement, ...]] = field(repr=False)

    @classmethod
    def of(cls, book: Book, sites: Mapping[str, str]) -> "World":
        return cls(book, sites, {each.id: _of_same_payer(each, book) for each in book.agreements})


Family = Callable[[Asked, World], Iterator[Change]]


def repriced(asked: Asked, change: Change) -> Decimal | None:
    """Dollars for the line or visit under the change; None where the rules then have no price."""
    rules = RULES if change.rule is None else _with(change.rule)
    return amount_of(price_case(change.make(asked.case), rules), asked.line)


def amount_of(priced: Priced, line: int) -> Decimal | None:
    if line != WHOLE_VISIT:
        outcome = priced.lines[line - 1]
        return outcome.amount if isinstance(outcome, Expectation) else None
    if isinstance(priced.visit, Expectation):
        return priced.visit.amount
    # Other terms may price the same visit line by line.
    amounts = [outcome.amount for outcome in priced.lines if isinstance(outcome, Expectation)]
    return sum(amounts, start=NOTHING) if len(amounts) == len(priced.lines) else None


def both(first: Change, second: Change) -> Change | None:
    """Two changes at once; None where each wants a rule of its own."""
    if first.rule is not None and second.rule is not None:
        return None
    is_stated = first.is_stated or second.is_stated
    bounds = None
    if first.bounds is not None and second.bounds is not None:
        bounds = first.bounds[0] * second.bounds[0], first.bounds[1] * second.bounds[1]
    return Change(
        cause=first.cause,
        candidate=f"{first.candidate} and {second.candidate}",
        text=f"{first.text} and {second.text}",
        make=lambda case: second.make(first.make(case)),
        bounds=bounds,
        rule=first.rule or second.rule,
        evidence="fits" if is_stated else "combined",
        is_stated=is_stated,
    )


def with_units(case: Case, line: int, units: Decimal) -> Case:
    lines = list(case.situation.lines)
    lines[line - 1] = replace(lines[line - 1], units=units)
    return replace(case, situation=replace(case.situation, lines=tuple(lines)))


def _of_same_payer(agreement: Agreement, book: Book) -> tuple[Agreement, ...]:
    """Others that the same payer's remittances can belong to."""
    ours = _names(agreement)
    return tuple(other for other in book.agreements if other is not agreement and ours & _names(other))


def _names(agreement: Agreement) -> frozenset[str]:
    named = agreement.applies_to
    return frozenset(name.casefold() for name in (*named.payer_ids, *named.payer_names, *named.originator_ids))


def _with(rule: Rule) -> tuple[Rule, ...]:
    place = _place()
    return (*RULES[:place], rule, *RULES[place:])


@cache
def _place() -> int:
    return RULES.index(multiple_procedures) + 1

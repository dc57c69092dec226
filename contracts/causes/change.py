"""One thing changed about a case, and what the pricing rules then say: there is no second way to calculate a price.

A family of candidates is a function (asked, world) -> changes. Each change may alter terms, day, place, rates or units
of the case, or add one rule after therapy_mppr; contracts.pricing.price does the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from contracts.agreements.agreement import Agreement, Book
from contracts.agreements.terms import Terms
from contracts.causes.shortage import WHOLE_VISIT, line_of
from contracts.causes.thresholds import Evidence
from contracts.medicare.law import Law, LawPeriod
from contracts.money import CENT, NOTHING
from contracts.pricing.price import RULES, Priced, price_case
from contracts.pricing.rules.carve_out import carve_out
from contracts.pricing.rules.scheduled_fee import scheduled_fee
from contracts.pricing.rules.therapy_mppr import therapy_mppr
from contracts.pricing.rules.unlisted_code import unlisted_code
from contracts.pricing.working_line import Case, Rule, WorkingLine
from contracts.situation import Line
from contracts.steps import Expectation

CUTS: Final = ("sequestration", "therapy_assistant")
"""Laws whose cut payers copy, also under terms that do not change with them."""


def cut_breaks(law: Law) -> tuple[date, ...]:
    """Every day on which one of CUTS changes."""
    return tuple(sorted({day for name in CUTS for day in law.timeline(name).changes()}))


@dataclass(frozen=True, slots=True)
class Asked:
    """The line (from 1; 0 is the visit) of a case, and what the remittance says that changes depend on.

    The case has every fact of the line, those that its own agreement does not need included. `part` is the place of the
    terms that price the line among the parts of the case's terms. `law_on` is a day on which the law of CUTS was that
    of the service; the case's own day may be years before it.
    """

    case: Case
    line: int
    units_paid: Decimal | None
    in_company: bool
    law_on: date
    part: int = 0

    @property
    def key(self) -> object:
        """Equal for equal questions: the situation's agreement and period determine the rest of the case."""
        return (self.case.situation, self.line, self.units_paid, self.in_company, self.law_on)

    @property
    def is_visit(self) -> bool:
        return self.line == WHOLE_VISIT

    @property
    def is_paid_by_visit(self) -> bool:
        """A visit at its rate or up to its cap; the lines of a claim that is compared have rates of their own."""
        return self.is_visit and self.case.terms.compare != "claim"

    @property
    def service(self) -> Line:
        """The line itself. A visit has none."""
        assert not self.is_visit
        return line_of(self.case.situation, self.line)

    def cut(self, name: str) -> LawPeriod | None:
        """One of CUTS on the day of the service."""
        return self.case.rates.law.timeline(name).on(self.law_on)

    def own(self, case: Case) -> Case:
        """A case under the terms that price this line."""
        return case.under(case.terms.parts()[self.part])

    @property
    def terms(self) -> Terms:
        return self.case.terms.parts()[self.part]


Make = Callable[[Case], Case]
Bounds = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Change:
    """`candidate` is the same for every line that this mistake explains; `text` completes "Paid ...".

    `bounds`: what share of a full and of a reduced unit's price it leaves; None where that is not known beforehand.
    `composes` says how that share comes about, for two changes at once: from another fee, as a plain share, or in a
    way that a second change would alter. `slack`: where the payer may have rounded otherwise, so many dollars
    below our amount, and less than so many above it.
    """

    cause: str
    candidate: str
    text: str
    make: Make
    bounds: Bounds | None = None
    rule: Rule | None = None
    evidence: Evidence = "fits"
    is_stated: bool = False
    composes: Literal["as_fee", "as_share", "not"] = "as_fee"
    slack: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class World:
    """Every agreement, and the practices' sites: Medicare locality -> their names.

    `known` keeps results for one code at one place in one period, for all lines that ask.
    """

    book: Book
    sites: Mapping[str, str]
    same_payer: Mapping[str, tuple[Agreement, ...]] = field(repr=False)
    known: dict[object, object] = field(default_factory=dict, repr=False)

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
    """Two changes at once, the second made before the first; None where each wants a rule of its own."""
    if first.rule is not None and second.rule is not None:
        return None
    is_stated = first.is_stated or second.is_stated
    return Change(
        cause=first.cause,
        candidate=f"{first.candidate} and {second.candidate}",
        text=f"{first.text} and {second.text}",
        make=lambda case: first.make(second.make(case)),
        rule=first.rule or second.rule,
        evidence="fits" if is_stated else "combined",
        is_stated=is_stated,
        slack=max(first.slack, second.slack),
    )


def asked_about(
    case: Case, line: int, units_paid: Decimal | None, *, in_company: bool, law_on: date | None = None
) -> Asked:
    """The question, with the part of the terms that prices the line found as the rules find it."""
    part = 0
    if line != WHOLE_VISIT and len(case.terms.parts()) > 1:
        lines: tuple[WorkingLine, ...] = (WorkingLine(line_of(case.situation, line)),)
        for rule in (carve_out, scheduled_fee, unlisted_code):
            lines = rule(lines, case)
        found = lines[0].terms
        part = next((at for at, each in enumerate(case.terms.parts()) if each is found), 0)
    return Asked(case, line, units_paid, in_company, law_on or case.on, part)


def throughout(case: Case, change: Callable[[Terms], Terms]) -> Case:
    """The case with the same change made to its terms, their carve-outs and [terms.unlisted]."""
    terms = change(case.terms)
    if not case.terms.carve_outs and case.terms.unlisted is None:
        return case.under(terms)
    carve_outs = tuple(replace(clause, terms=change(clause.terms)) for clause in case.terms.carve_outs)
    unlisted = None if case.terms.unlisted is None else change(case.terms.unlisted)
    return replace(case, terms=replace(terms, carve_outs=carve_outs, unlisted=unlisted))


def rounding_slack(asked: Asked) -> Decimal:
    """A cent a unit: our percent is rounded by the unit, the payer's perhaps by the line, or its cents are cut off."""
    return max(asked.service.units, Decimal(1)) * CENT


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
    place = _after_therapy_mppr()
    return (*RULES[:place], rule, *RULES[place:])


@cache
def _after_therapy_mppr() -> int:
    return RULES.index(therapy_mppr) + 1

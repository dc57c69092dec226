"""Finds the rate a payer used: every candidate that gives the amount allowed to the cent, simplest first.

FAMILIES is in the order of simplicity; where several candidates fit, the warehouse looks at how many lines each
explains before it looks at this order. All fits are kept, because one line cannot distinguish a wrong locality from an
old year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Final

from contracts.causes import sequestration, stated
from contracts.causes.assistants import assistant_cuts, cut_of_payers_part
from contracts.causes.bounds import Nearness, of_both, remembered
from contracts.causes.change import Asked, Change, Family, World, asked_about, both, repriced
from contracts.causes.charges import charge_clauses
from contracts.causes.clauses import other_clauses
from contracts.causes.localities import any_locality, own_localities
from contracts.causes.medicare_days import earlier_medicare, later_medicare, part_of_earlier_medicare
from contracts.causes.plans import other_plans
from contracts.causes.reductions import further_units, further_units_not_agreed
from contracts.causes.settings import other_setting, standard_factor, without_floor
from contracts.causes.shares import share_of_charge, shares_of_rate
from contracts.causes.shortage import WHOLE_VISIT, Shortage
from contracts.causes.thresholds import Evidence
from contracts.causes.units import stated_units_cut, units_cut
from contracts.causes.versions import other_versions
from contracts.causes.visits import follow_up_instead
from contracts.money import plain
from contracts.pricing.working_line import Case
from contracts.situation import Situation

FAMILIES: Final[tuple[Family, ...]] = (
    units_cut,
    other_versions,
    other_plans,
    earlier_medicare,
    own_localities,
    other_setting,
    further_units,
    assistant_cuts,
    follow_up_instead,
    other_clauses,
    standard_factor,
    without_floor,
    charge_clauses,
    part_of_earlier_medicare,
    later_medicare,
)
"""Every family of single mistakes, the likeliest first."""

PAIRS: Final[tuple[tuple[Family, Family], ...]] = (
    (stated_units_cut, other_versions),
    (stated_units_cut, other_plans),
    (stated_units_cut, earlier_medicare),
    (stated_units_cut, own_localities),
    (stated_units_cut, other_setting),
    (earlier_medicare, own_localities),
    (earlier_medicare, other_setting),
    (earlier_medicare, further_units_not_agreed),
    (own_localities, other_setting),
    (own_localities, further_units_not_agreed),
    (assistant_cuts, other_versions),
    (assistant_cuts, other_plans),
    (assistant_cuts, earlier_medicare),
    (assistant_cuts, own_localities),
)
"""Mistakes that happen together; tried only where no single one fits."""

BY_FEE: Final = frozenset({earlier_medicare, own_localities, other_setting})
"""Families whose changes depend on nothing but what `remembered` tells apart."""

SEQUESTERED: Final = -1
SEARCHED: Final = len(FAMILIES)
SHARED: Final = SEARCHED + 1
FLAT: Final = SHARED + 1
PAIRED: Final = FLAT + 1
PARTLY: Final = PAIRED + 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate that explains the amount allowed: to the cent, unless its evidence is 'partly'.

    `family` and `place` are the order of simplicity, smaller first. `text` completes "Paid ...". `is_stated`: the
    remittance itself says so.
    """

    cause: str
    candidate: str
    text: str
    evidence: Evidence
    is_stated: bool
    family: int
    place: int = 0


@dataclass(slots=True)
class _Candidate:
    """A change with its place in the order, priced when first needed."""

    change: Change
    family: int
    place: int
    is_priced: bool = False
    amount: Decimal | None = None

    def priced(self, asked: Asked) -> Decimal | None:
        if not self.is_priced:
            self.amount, self.is_priced = repriced(asked, self.change), True
        return self.amount


class Search:
    """Explains shortages; the price of a situation under each change is calculated once for all its shortages."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._single: dict[object, tuple[_Candidate, ...]] = {}
        self._paired: dict[object, tuple[_Candidate, ...]] = {}

    def fits(self, situation: Situation, shortage: Shortage) -> tuple[Fit, ...]:
        """Every fit, simplest first; empty where no rate on file gives the amount."""
        if shortage.is_price_right:
            permitted = self._world.book[situation.agreement].permitted_deductions
            cause, candidate, text = stated.deduction(shortage, permitted)
            return (Fit(cause, candidate, text, "fits", is_stated=True, family=0),)
        if recoded := stated.recoding(shortage):
            return (Fit(*recoded, evidence="fits", is_stated=True, family=0),)
        asked = self._asked(situation, shortage)
        near = Nearness(asked, shortage)
        exact = [*self._cut_of_the_price(asked, shortage), *self._exact(asked, shortage, near, self._singles(asked))]
        has_reduction = any(stated.is_named(shortage, fit.cause) for fit in exact)
        is_agreed = asked.case.terms.mppr != "none"
        if not has_reduction and (named := stated.named_reduction(shortage, is_agreed=is_agreed)):
            exact.append(Fit(*named, evidence="fits", is_stated=True, family=FAMILIES.index(further_units)))
        if not exact:
            exact = list(self._exact(asked, shortage, near, self._pairs(asked)))
        exact += self._sequestered(asked, shortage)
        return (*exact, *self._searched(asked, shortage, near), *_shared(asked, shortage), *_partly(asked, shortage))

    def _asked(self, situation: Situation, shortage: Shortage) -> Asked:
        whole = shortage.completed(situation)
        terms = self._world.book[whole.agreement].by_period_start[whole.period_start][1]
        case = Case(whole, terms, whole.period_start, self._world.book.rates)
        return asked_about(
            case, shortage.line, shortage.units_paid, in_company=shortage.in_company, law_on=shortage.law_on
        )

    def _singles(self, asked: Asked) -> tuple[_Candidate, ...]:
        if asked.key not in self._single:
            self._single[asked.key] = tuple(
                _Candidate(change, family, place)
                for family, candidates in enumerate(FAMILIES)
                for place, change in enumerate(candidates(asked, self._world))
            )
        return self._single[asked.key]

    def _pairs(self, asked: Asked) -> tuple[_Candidate, ...]:
        if asked.key not in self._paired:
            pairs = (pair for families in PAIRS for pair in self._pairs_of(asked, *families))
            self._paired[asked.key] = tuple(
                _Candidate(pair, PAIRED, place) for place, pair in enumerate(pairs) if pair is not None
            )
        return self._paired[asked.key]

    def _pairs_of(self, asked: Asked, first: Family, second: Family) -> Sequence[Change | None]:
        """Every change of one family with every change of the other; None where two exclude each other."""

        def found() -> list[Change | None]:
            changes = product(tuple(first(asked, self._world)), tuple(second(asked, self._world)))
            return [
                None if (pair := both(*two)) is None else replace(pair, bounds=of_both(asked, *two, pair))
                for two in changes
            ]

        if asked.is_visit or not {first, second} <= BY_FEE:
            return found()
        return remembered(asked, self._world, f"{first.__name__} and {second.__name__}", found)

    def _cut_of_the_price(self, asked: Asked, shortage: Shortage) -> Iterator[Fit]:
        """The right price, of whose payment a percent is missing that the remittance does not name."""
        permitted = self._world.book[asked.case.situation.agreement].permitted_deductions
        found = (sequestration.without_code(asked, shortage, permitted), cut_of_payers_part(asked, shortage))
        families = (SEQUESTERED, FAMILIES.index(assistant_cuts))
        for cut, family in zip(found, families, strict=True):
            if cut is not None and not stated.speaks_against(shortage, cut[0]):
                yield Fit(*cut, evidence="fits", is_stated=False, family=family)

    def _sequestered(self, asked: Asked, shortage: Shortage) -> Iterator[Fit]:
        """Another rate, and sequestration of what it leaves, without its code."""
        before = sequestration.price_before(asked, shortage)
        if before is None:
            return
        near, seen = Nearness(asked, replace(shortage, actual=before)), set()
        for candidate in self._singles(asked):
            change = candidate.change
            if change.candidate in seen or not near.includes(change):
                continue
            price = candidate.priced(asked)
            found = None if price is None else sequestration.sequestered(asked, shortage, price)
            if found is None or price is None or price == shortage.expected:
                continue
            seen.add(change.candidate)
            text = f"{change.text}, {sequestration.less(shortage, price, found)}"
            yield Fit(
                change.cause, f"{change.candidate} and sequestration", text, "fits" if change.is_stated else "combined",
                change.is_stated, PAIRED, candidate.place,
            )  # fmt: skip

    def _exact(
        self, asked: Asked, shortage: Shortage, near: Nearness, candidates: tuple[_Candidate, ...]
    ) -> Iterator[Fit]:
        before_deduction, seen = shortage.actual + shortage.deducted, set()
        for candidate in candidates:
            change = candidate.change
            if change.candidate in seen or stated.speaks_against(shortage, change.cause) or not near.includes(change):
                continue
            amount = candidate.priced(asked)
            if amount is None or amount == shortage.expected:
                continue
            is_exact = amount in {shortage.actual, before_deduction}
            if not is_exact and not -change.slack <= shortage.actual - amount < change.slack:
                continue
            seen.add(change.candidate)
            text = change.text
            if is_exact and amount != shortage.actual:
                text += f", and less {shortage.deducted} under CARC {shortage.deducted_reason}"
            is_stated = change.is_stated or stated.is_named(shortage, change.cause)
            order = (candidate.family, candidate.place)
            evidence = change.evidence if is_exact or change.evidence != "fits" else "rounded"
            yield Fit(change.cause, change.candidate, text, evidence, is_stated, *order)
        if asked.line != WHOLE_VISIT:
            for cause, named, text, is_all in stated.named_cuts(shortage):
                if is_all:
                    yield Fit(cause, named, text, "fits", is_stated=True, family=0)

    def _searched(self, asked: Asked, shortage: Shortage, near: Nearness) -> Iterator[Fit]:
        for place, change in enumerate(any_locality(asked, self._world)):
            if near.includes(change) and repriced(asked, change) == shortage.actual:
                yield Fit(
                    change.cause, change.candidate, change.text, change.evidence,
                    is_stated=False, family=SEARCHED, place=place,
                )  # fmt: skip


def _shared(asked: Asked, shortage: Shortage) -> Iterator[Fit]:
    found = (*share_of_charge(asked, shortage.actual), *shares_of_rate(asked, shortage))
    for place, share in enumerate(found):
        named = (share.cause, share.candidate, share.text, share.evidence)
        yield Fit(*named, is_stated=False, family=SHARED, place=place)
    if not asked.is_visit:
        less = shortage.expected - shortage.actual
        text = f"{less} less than agreed, whatever the service"
        yield Fit("flat_amount_less", f"{less} less", text, "flat", is_stated=False, family=FLAT)


def _partly(asked: Asked, shortage: Shortage) -> Iterator[Fit]:
    """What the remittance says without the amount following from it."""
    if asked.is_visit:
        return
    if asked.units_paid is not None and asked.units_paid < asked.service.units:
        text = f"for {plain(asked.units_paid)} of {plain(asked.service.units)} units, at a rate on no file"
        yield Fit("units_cut", "units cut", text, "partly", is_stated=True, family=PARTLY)
    for cause, named, text, is_all in stated.named_cuts(shortage):
        if not is_all:
            yield Fit(cause, named, text, "partly", is_stated=True, family=PARTLY)

"""Compares terms with what was paid: how many lines they explain to the cent, and what the others have in common.

Every line on file is priced again under the agreement as it reads now. What the payer allowed is compared with the
price and never enters it. A feature that many residuals have in common (one ratio, one difference a unit, the fees of
another schedule) says what the terms on file may have wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from contracts.agreements.agreement import Book
from contracts.agreements.fee_schedule import FeeSchedule
from contracts.agreements.periods import Period
from contracts.money import NOTHING, cents, plain
from contracts.pricing.price import BY_CLAIM, BY_VISIT, Priced, price
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced

WHOLE: Final = Decimal(100)
TENTH: Final = Decimal("0.1")
VISIT: Final = "visit"
NOWHERE: Final = "unknown"


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line on file: its situation's key and its place in it (from 1), facts of its claim, what was allowed."""

    key: str
    place: int
    service_date: date
    code: str
    site: str | None
    place_of_service: str | None
    locality: str | None
    units: Decimal
    charge: Decimal | None
    allowed: Decimal
    visit_id: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A line (or visit) and its price; `expected` is None where there is none, and `reason` says why."""

    code: str
    site: str
    month: str
    service_date: date
    modifiers: tuple[str, ...]
    units: Decimal
    allowed: Decimal
    expected: Decimal | None
    reason: str | None

    @property
    def is_exact(self) -> bool:
        return self.expected == self.allowed


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the result: all lines, or those of one code, site or month. `exact_percent` is of the priced ones."""

    part: str
    name: str
    lines: int
    unpriced: int
    exact: int
    exact_percent: Decimal | None
    expected: Decimal
    allowed: Decimal


@dataclass(frozen=True, slots=True)
class Pattern:
    """What residuals have in common: `kind` ratio, difference, schedule or no price."""

    kind: str
    what: str
    lines: int
    percent_of_residuals: Decimal
    codes: str


def compare(lines: Iterable[PaidLine], book: Book, agreement_id: str) -> tuple[Compared, ...]:
    """Every line on file with its price now; the visit or claim as a whole where the agreement compares so."""
    agreement = book[agreement_id]
    known: dict[Situation, Priced] = {}
    visits: dict[str, list[tuple[PaidLine, Priced]]] = defaultdict(list)
    done = []
    for line in lines:
        period = agreement.period_on(line.service_date)
        if period is None:
            done.append(_compared(line, None, "no_terms", ()))
            continue
        situation = _present_situation(line, period)
        if situation not in known:
            known[situation] = price(situation, book)
        outcome = known[situation].lines[line.place - 1]
        if line.visit_id is not None and isinstance(outcome, Unpriced) and outcome.reason in {BY_CLAIM, BY_VISIT}:
            visits[line.visit_id].append((line, known[situation]))
            continue
        done.append(_compared(line, *_amount(outcome), situation.lines[line.place - 1].modifiers))
    for members in visits.values():
        first, priced = members[0]
        whole = replace(first, code=VISIT, allowed=sum((each.allowed for each, _ in members), start=NOTHING))
        done.append(_compared(whole, *_amount(priced.visit), ()))
    return tuple(done)


def shares(compared: Sequence[Compared]) -> tuple[Share, ...]:
    """All lines, and those of every code, site and month, in that order."""
    parts: tuple[tuple[str, Callable[[Compared], str]], ...] = (
        ("all", lambda _: "all"),
        ("code", lambda each: each.code),
        ("site", lambda each: each.site),
        ("month", lambda each: each.month),
    )
    found: list[Share] = []
    for part, name_of in parts:
        groups: dict[str, list[Compared]] = defaultdict(list)
        for each in compared:
            groups[name_of(each)].append(each)
        found.extend(_share(part, name, groups[name]) for name in sorted(groups))
    return tuple(found)


def patterns(compared: Sequence[Compared], schedules: Mapping[str, FeeSchedule]) -> tuple[Pattern, ...]:
    """What two or more lines that do not match have in common, the most common first."""
    residuals = [each for each in compared if not each.is_exact]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in residuals:
        for kind, what in _signs(each, schedules):
            found[kind, what].append(each.code)
    made = [
        Pattern(kind, what, len(codes), _percent(len(codes), len(residuals)), _listed(codes))
        for (kind, what), codes in found.items()
        if len(codes) > 1
    ]
    return tuple(sorted(made, key=lambda each: (-each.lines, each.kind, each.what)))


def _present_situation(line: PaidLine, period: Period) -> Situation:
    """The situation under the present agreement; facts that were not needed when it was stored come from the claim."""
    stored = Situation.from_key(line.key)
    lines = list(stored.lines)
    own = lines[line.place - 1]
    if period.needs_charge and own.charge is None:
        lines[line.place - 1] = replace(own, charge=line.charge)
    return replace(
        stored,
        period_start=period.start,
        place_of_service=(stored.place_of_service or line.place_of_service) if period.needs_place_of_service else None,
        locality=(stored.locality or line.locality) if period.needs_locality else None,
        site=(stored.site or line.site) if period.needs_site else None,
        lines=tuple(lines),
    )


def _amount(outcome: Expectation | Unpriced | None) -> tuple[Decimal | None, str | None]:
    if isinstance(outcome, Expectation):
        return outcome.amount, None
    return None, outcome.reason if outcome else "no_rate"


def _compared(line: PaidLine, expected: Decimal | None, reason: str | None, modifiers: tuple[str, ...]) -> Compared:
    return Compared(
        code=line.code,
        site=line.site or NOWHERE,
        month=line.service_date.strftime("%Y-%m"),
        service_date=line.service_date,
        modifiers=modifiers,
        units=line.units,
        allowed=line.allowed,
        expected=expected,
        reason=reason,
    )


def _share(part: str, name: str, lines: Sequence[Compared]) -> Share:
    priced = [each for each in lines if each.expected is not None]
    exact = sum(each.is_exact for each in priced)
    return Share(
        part=part,
        name=name,
        lines=len(lines),
        unpriced=len(lines) - len(priced),
        exact=exact,
        exact_percent=_percent(exact, len(priced)) if priced else None,
        expected=sum((each.expected for each in priced if each.expected is not None), start=NOTHING),
        allowed=sum((each.allowed for each in priced), start=NOTHING),
    )


def _signs(each: Compared, schedules: Mapping[str, FeeSchedule]) -> list[tuple[str, str]]:
    if each.expected is None:
        return [("no price", each.reason or "")]
    signs = []
    if each.expected:
        signs.append(("ratio", f"{plain((each.allowed / each.expected * WHOLE).quantize(TENTH))}% of the price"))
    if each.units:
        difference = cents((each.allowed - each.expected) / each.units)
        signs.append(("difference", f"{difference:+} a unit"))
    for name, schedule in schedules.items():
        # Of any day: a payer that forgot to load the new fees pays those that have ended.
        rows = [row for row in schedule.by_code.get(each.code, ()) if row.modifier in {None, *each.modifiers}]
        if any(cents(row.amount * each.units) == each.allowed for row in rows):
            signs.append(("schedule", f"the fees of {name}"))
    return signs


def _percent(count: int, of: int) -> Decimal:
    return (Decimal(count) * WHOLE / of).quantize(TENTH)


def _listed(codes: Sequence[str]) -> str:
    return " ".join(code for code, _ in Counter(codes).most_common(5))

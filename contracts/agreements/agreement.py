"""The agreements of a workspace: one TOML file each, read strictly, all problems of all files reported at once."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from contracts.agreements.applies_to import AppliesTo, read_applies_to
from contracts.agreements.dispute_window import BasisEvent, DisputeWindow, assumed_window, read_window
from contracts.agreements.fee_schedule import FeeSchedule, day_after, read_schedule
from contracts.agreements.periods import Period, periods_of
from contracts.agreements.practice import KEY, Setup
from contracts.agreements.prompt_pay import PromptPay
from contracts.agreements.prompt_pay_reading import read_prompt_pay
from contracts.agreements.reprocessing import Reprocessing, read_reprocessings
from contracts.agreements.statutory_terms import completed, deductions_by_law
from contracts.agreements.terms import NATIONAL, SITE, Terms
from contracts.agreements.terms_reading import read_terms
from contracts.agreements.toml_table import Table
from contracts.codes import causes, special_codes
from contracts.medicare.rates import MedicareRates
from contracts.problems import Problem, Problems

MAKES_NO_PRICE: Final = frozenset(
    {
        "causes", "letters", "disputes", "prompt_pay", "prompt_pay.py", "prompt_pay_reading.py", "reprocessing.py",
        "backtest.py", "official_wording.py", "other_factor.py", "spreadsheet.py", "yardstick.py",
    }
)  # fmt: skip
"""Folders and files of contracts/ that use prices and make none: an edit there recomputes no price."""

ZERO_PRICES: Final = ("shortage", "denial")
"""How an agreement sees a line that a price cut took to nothing; the first where it does not say."""

_CARC: Final = re.compile(r"[0-9A-Z]{1,4}")


class AgreementProblems(Problems):
    """The agreements cannot be used; `problems` holds everything that is wrong with them and their schedules."""


@dataclass(frozen=True, slots=True)
class Submission:
    """Where a dispute goes: `channel` in the contract's words, such as portal or mail; None where it names nothing."""

    channel: str
    form: str | None
    address: tuple[str, ...]
    level: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One contract with one payer for one kind of product.

    `permitted_deductions` are CARCs that the payer may take after the price. `confirmed_causes` are causes for which a
    person has checked this entry and found it right, so that lines short by them are disputed even if nearly all lines
    are. `zero_price` says what a line is whose whole charge a price cut took: short like any other, or a denial that is
    appealed. `filing_limit_days` is how many days after its last service a claim may come; `prompt_pay` says what is
    owed for paying late, None where nothing is. `reprocessings` are its retroactive amendments.
    `fingerprint` changes whenever anything that can move a price does.
    """

    id: str
    name: str
    file: str
    applies_to: AppliesTo
    terms: tuple[Terms, ...]
    dispute_window: DisputeWindow
    submit: Submission | None
    permitted_deductions: frozenset[str]
    confirmed_causes: frozenset[str]
    fingerprint: str
    by_period_start: Mapping[date, tuple[Period, Terms]] = field(repr=False, compare=False)
    withhold_percent: Decimal | None = None
    zero_price: str = ZERO_PRICES[0]
    filing_limit_days: int | None = None
    prompt_pay: PromptPay | None = None
    reprocessings: tuple[Reprocessing, ...] = ()

    def periods(self) -> tuple[Period, ...]:
        """All periods in order, without gap or overlap between the first day on file and the last."""
        return tuple(period for period, _ in self.by_period_start.values())

    def window_from(self, event: BasisEvent, day: date) -> DisputeWindow:
        """The window that counts from `event` on `day`: that of the amendment signed on it, or the agreement's own."""
        signed = (each.window for each in self.reprocessings if event == "amendment" and each.signed_on == day)
        return next(signed, self.dispute_window)

    def period_on(self, day: date) -> Period | None:
        """The period a date of service falls into; None when the agreement has no terms for it."""
        return next((p for p in self.periods() if p.start <= day and (p.end is None or day < p.end)), None)


@dataclass(frozen=True, slots=True)
class Book:
    """Every agreement of the workspace, and the Medicare rates they are priced with."""

    agreements: tuple[Agreement, ...]
    rates: MedicareRates = field(repr=False)
    by_id: Mapping[str, Agreement] = field(repr=False, compare=False)

    def __getitem__(self, agreement_id: str) -> Agreement:
        return self.by_id[agreement_id]

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self.agreements)


def load_book(agreements_dir: Path, schedules_dir: Path, setup: Setup, rates: MedicareRates) -> Book:
    """Reads every *.toml of `agreements_dir`. Raises AgreementProblems with all that is wrong in any of them."""
    problems: list[Problem] = []
    schedules = _Schedules(schedules_dir, problems)
    read = []
    for path in sorted(agreements_dir.glob("*.toml")):
        try:
            mapping = tomllib.loads(path.read_bytes().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(path.name, "", f"is not readable as TOML: {error}"))
            continue
        agreement = _agreement(Table(mapping, path.name, "", problems), mapping, setup, rates, schedules)
        if agreement is not None:
            read.append(agreement)
    _refuse_duplicates(read, problems)
    if problems:
        raise AgreementProblems(problems)
    return Book(tuple(read), rates, {agreement.id: agreement for agreement in read})


class _Schedules:
    """Schedules by file name, each read once however many terms refer to it."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self._folder = folder
        self._problems = problems
        self._read: dict[str, FeeSchedule | None] = {}

    def find(self, name: str, place: Table) -> FeeSchedule | None:
        path = self._folder / name
        if path.parent != self._folder or not path.is_file():
            there = ", ".join(sorted(found.name for found in self._folder.glob("*.csv"))) or "none"
            place.problem("schedule", f'no file "{name}" in {self._folder.name}/; there are: {there}')
            return None
        if name not in self._read:
            self._read[name] = read_schedule(path, self._problems)
        return self._read[name]


def _agreement(
    document: Table, mapping: Mapping[str, object], setup: Setup, rates: MedicareRates, schedules: _Schedules
) -> Agreement | None:
    before = len(document.problems)
    agreement_id = document.text("id", KEY, "lower-case letters, digits and _")
    tables = document.tables("terms")
    if not tables:
        document.problem("terms", "at least one [[terms]] is needed")
    read = tuple(
        read_terms(table, number, agreement_id, partial(schedules.find, place=table))
        for number, table in enumerate(tables, 1)
    )
    name = document.text("name")
    applies_to = read_applies_to(document, setup)
    terms = tuple(completed(each, applies_to.claim_filing_codes, rates.law) for each in read)
    window, submit = _window(document, name, applies_to), _submit(document.table("submit"))
    confirmed = _confirmed(document)
    deductions = _deductions(document) | deductions_by_law(applies_to.claim_filing_codes)
    withhold = document.optional_percent("withhold_percent")
    filing_limit = document.count("filing_limit_days") if "filing_limit_days" in document else None
    zero_price = document.choice("zero_price", ZERO_PRICES, ZERO_PRICES[0])
    prompt_pay = read_prompt_pay(document, applies_to.claim_filing_codes)
    reprocessings = read_reprocessings(document)
    document.finish()
    _refuse_unknown_places(document, terms, rates)
    if len(document.problems) == before:  # placeholder dates would look like overlaps
        terms = tuple(sorted(terms, key=lambda each: each.effective_from))
        _refuse_overlaps_and_gaps(document, terms)
    if len(document.problems) > before or window is None:
        return None
    return Agreement(
        id=agreement_id,
        name=name,
        file=document.file,
        applies_to=applies_to,
        terms=terms,
        dispute_window=window,
        submit=submit,
        permitted_deductions=deductions,
        confirmed_causes=confirmed,
        fingerprint=_fingerprint(mapping, terms, rates),
        by_period_start={period.start: (period, each) for each in terms for period in periods_of(each, rates.breaks())},
        withhold_percent=withhold,
        zero_price=zero_price,
        filing_limit_days=filing_limit,
        prompt_pay=prompt_pay,
        reprocessings=reprocessings,
    )


def _deductions(document: Table) -> frozenset[str]:
    """The listed codes, and those that `sequestration` and `withhold_percent` imply."""
    listed = frozenset(document.texts("permitted_deductions", _CARC, 'claim adjustment reason codes such as "253"'))
    sequestration = {special_codes.sequestration_reason()} if document.flag("sequestration") else set()
    withhold = {special_codes.withhold_reason()} if "withhold_percent" in document else set()
    return listed | sequestration | withhold


def _window(document: Table, name: str, applies_to: AppliesTo) -> DisputeWindow | None:
    """The agreement's own; where it states none, the assumption for its payer or program, marked as one."""
    if "dispute_window" not in document:
        return assumed_window((name, *applies_to.payer_names), applies_to.claim_filing_codes)
    mapping = document.raw("dispute_window")
    if not isinstance(mapping, dict):
        document.problem("dispute_window", "must be a table: until when a payment may be disputed")
        return None
    window, found = read_window(mapping)
    for key, message in found:
        document.problem(f"dispute_window.{key}", message)
    return window


def _submit(table: Table | None) -> Submission | None:
    if table is None:
        return None
    submit = Submission(
        channel=table.text("channel"),
        form=table.optional_text("form"),
        address=table.texts("address"),
        level=table.optional_text("level"),
    )
    table.finish()
    return submit


def _confirmed(document: Table) -> frozenset[str]:
    confirmed = document.texts("confirmed_causes")
    for cause in confirmed:
        if cause not in causes():
            document.problem("confirmed_causes", f'there is no cause "{cause}"; there are: {", ".join(causes())}')
    return frozenset(confirmed)


def _refuse_unknown_places(document: Table, terms: tuple[Terms, ...], rates: MedicareRates) -> None:
    for each in terms:
        for part in each.parts():
            if part.by_relative_values and part.locality not in {SITE, NATIONAL, *rates.localities()}:
                document.problem(f"terms[{each.number}].locality", f'no loaded Medicare file knows "{part.locality}"')


def _refuse_overlaps_and_gaps(document: Table, terms: tuple[Terms, ...]) -> None:
    for earlier, later in pairwise(terms):
        places = f"terms[{earlier.number}] (source: {earlier.source})"
        expected = None if earlier.effective_until is None else day_after(earlier.effective_until)
        if expected is None or later.effective_from < expected:
            until = earlier.effective_until or "further notice"
            message = f"begins on {later.effective_from}, while {places} is in force until {until}"
        elif later.effective_from > expected:
            message = (
                f"begins on {later.effective_from}, and {places} ends on {earlier.effective_until}: nothing between"
            )
        else:
            continue
        document.problem(f"terms[{later.number}].effective_from", message)


def _refuse_duplicates(agreements: list[Agreement], problems: list[Problem]) -> None:
    """Reports two agreements with one id, or with the same [applies_to]: every claim would match both."""
    seen: dict[object, Agreement] = {}
    for agreement in agreements:
        for what, value in (("id", agreement.id), ("applies_to", agreement.applies_to)):
            first = seen.setdefault((what, value), agreement)
            if first is not agreement:
                shown = f'"{value}"' if what == "id" else "the same payer, practices and product"
                problems.append(Problem(agreement.file, what, f"is {shown}, as in {first.file}"))


def _fingerprint(mapping: Mapping[str, object], terms: tuple[Terms, ...], rates: MedicareRates) -> str:
    # Confirming a cause moves no price.
    moving = {key: value for key, value in mapping.items() if key != "confirmed_causes"}
    parts = [part for each in terms for part in each.parts()]
    moved_by: list[object] = [engine_fingerprint(), moving, *(repr(part.schedule) for part in parts)]
    if any(part.reads_relative_values for part in parts):
        moved_by.append(rates.fingerprint)
    return hashlib.sha256(json.dumps(moved_by, default=str, sort_keys=True).encode()).hexdigest()


@cache
def engine_fingerprint() -> str:
    """SHA-256 over the source and data that make prices: an edit to a rule recomputes its prices by itself."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    sources = [path for path in root.rglob("*.py") if not MAKES_NO_PRICE & set(path.relative_to(root).parts)]
    lists = [root / "codes" / name for name in ("disciplines.toml", "families.toml", "special_codes.toml")]
    data = [*(root / "pricing" / "rules").glob("*.toml"), *lists]
    for path in sorted([*sources, *data]):
        digest.update(f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()

"""What an agreement pays for dates of service from one day to another. Reading it from TOML is in terms_reading.py."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from contracts.agreements.escalator import Escalator
from contracts.agreements.fee_schedule import FeeSchedule
from contracts.agreements.scope import Scope

Method = Literal[
    "fee_schedule",
    "medicare",
    "rvu",
    "percent_of_charge",
    "fixed_fee",
    "visit_rate",
    "visit_cap",
    "not_covered",
    "capitated",
]
Compare = Literal["line", "visit", "cap", "claim"]
LesserOf = Literal["none", "line", "claim", "visit"]
Mppr = Literal["none", "medicare", "practice_expense_share"]
Covers = Literal["line_order", "dearest", "cheapest"]
OnVisit = Literal["any_line", "every_line"]
VisitPer = Literal["day", "discipline", "provider", "credential"]
SITE: Final = "site"
NATIONAL: Final = "national"


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a line with one of `modifiers` is cut to.

    `of` contract_fee: `percent` of the unit price. `of` payer_share: `percent` of what is left after the patient's
    coinsurance of `coinsurance_percent`, which stays that of the full price. `on_visit`: how many lines with such a
    modifier cut the rate of the visit; None where lines have prices.
    """

    modifiers: tuple[str, ...]
    percent: Decimal
    of: Literal["contract_fee", "payer_share"]
    coinsurance_percent: Decimal | None
    on_visit: OnVisit | None = None


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """At most `units` units of `scope` together are payable per visit.

    `covers` says which: those of the first lines, of the dearest or of the cheapest units; None: the terms do not say.
    """

    units: int
    scope: Scope
    covers: Covers | None = None


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day that comes in every year."""

    month: int
    day: int

    def is_ahead(self, on: date) -> bool:
        """Whether it is still to come in the year of `on`."""
        return (on.month, on.day) < (self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """From where the visits of a patient are counted: exactly one is set.

    `since` a day; `year_begins` the last such day; or the first visit of an episode, which lasts `episode_days` from
    it: the first visit after them begins the next episode.
    """

    since: date | None = None
    year_begins: DayOfYear | None = None
    episode_days: int | None = None

    def __str__(self) -> str:
        if self.since is not None:
            return f"since {self.since}"
        if self.episode_days is not None:
            return f"of an episode of {self.episode_days} days"
        is_calendar = self.year_begins == DayOfYear(1, 1)
        return "of the calendar year" if is_calendar else f"of the year that begins on {self.year_begins}"


@dataclass(frozen=True, slots=True)
class VisitRate:
    """Dollars per patient and day; `evaluation` when a line has one of `evaluation_codes`.

    `tiers` are (first visit, dollars) in order; `follow_up` is for visits before the first of them.
    """

    follow_up: Decimal
    evaluation: Decimal | None
    evaluation_codes: tuple[str, ...]
    tiers: tuple[tuple[int, Decimal], ...] = ()
    count_visits: CountedVisits | None = None


@dataclass(frozen=True, slots=True)
class VisitCap:
    """At most so many dollars per patient and day; `evaluation` when a line has one of `evaluation_codes`."""

    amount: Decimal
    evaluation: Decimal | None = None
    evaluation_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reduction:
    """Of the lines (or units) of `scope` in one visit, the highest-priced is paid `percents[0]` percent, the next
    `percents[1]`, and so on; the last percent holds for all that follow.
    """

    scope: Scope
    by: Literal["line", "unit"]
    percents: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class CarveOut:
    """Lines of `scope` are priced by `terms`. `is_apart`: their prices are outside the visit's rate or cap.

    `label` is the clause's place in the file, by which a refusal names it.
    """

    scope: Scope
    terms: "Terms"
    is_apart: bool
    label: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second way to price the same lines: of the two amounts of a line, the `takes` one is owed."""

    takes: Literal["greater", "lesser"]
    terms: "Terms"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in force from `effective_from` to `effective_until` (included; None = open).

    `percent` is of the Medicare fee, of the charge or of the schedule, by the method; `lesser_of_percent` is the
    percent of the charge that lesser_of compares with, None for the whole charge.
    `year` None means the year of service, `release` the one in force, `new_year` the day from which
    a new year's rates are used (those of December until then); `locality` is 'site', 'national' or MAC/locality;
    `conversion_factor` None means Medicare's, of `conversion_factor_kind`: "by_clinician" is Medicare itself, which
    pays by who rendered the service, and "unstated" is priced at the standard one; `credential_percent` pairs a
    credential of shortpay.toml with its percent of the price, `modifiers` a modifier with its percent (100 = no
    effect). `unlisted` prices codes the schedule does not list. `number` is the table's place in its file, from 1.
    """

    id: str
    number: int
    effective_from: date
    effective_until: date | None
    source: str
    method: Method
    mppr: Mppr
    lesser_of: LesserOf
    lesser_of_percent: Decimal | None = None
    # how a unit is priced
    schedule: FeeSchedule | None = None
    percent: Decimal | None = None
    year: int | None = None
    release: str | None = None
    new_year: DayOfYear | None = None
    locality: str = SITE
    conversion_factor: Decimal | None = None
    conversion_factor_kind: Literal["standard", "qualifying_apm", "by_clinician", "unstated"] = "unstated"
    work_floor: Literal["by_law", "on", "off"] = "by_law"
    has_opps_cap: bool = True
    amount: Decimal | None = None
    escalator: Escalator | None = None
    # codes that other clauses price
    carve_outs: tuple[CarveOut, ...] = ()
    unlisted: "Terms | None" = None
    unlisted_percent_of_charge: Decimal | None = None
    capitated_unlisted: bool = False
    alternative: Alternative | None = None
    # what changes a price
    npp: Literal["none", "medicare", "by_law"] | None = None
    telehealth: Literal["facility", "nonfacility", "by_law"] | None = None
    participation: Literal["participating", "non_participating"] = "participating"
    credential_percent: tuple[tuple[str, Decimal], ...] = ()
    modifiers: tuple[tuple[str, Decimal], ...] = ()
    assistant: Assistant | None = None
    multiple_procedures: Reduction | None = None
    unit_limits: tuple[UnitLimit, ...] = ()
    # what a visit is, and what is paid for it; the pairs are by discipline or credential, as `visit_per` says
    visit_per: VisitPer = "day"
    visit_rate: VisitRate | None = None
    visit_rates_for: tuple[tuple[str, VisitRate], ...] = ()
    visit_cap: VisitCap | None = None
    visit_caps_for: tuple[tuple[str, VisitCap], ...] = ()

    @property
    def by_relative_values(self) -> bool:
        """Whether Medicare's relative values price a unit."""
        return self.method in {"medicare", "rvu"}

    @property
    def reads_relative_values(self) -> bool:
        """Whether Medicare's files move a price: they price a unit, or say what share of a fee is practice expense."""
        return self.by_relative_values or self.mppr == "practice_expense_share"

    @property
    def has_open_factor(self) -> bool:
        """Whether these terms leave open which of Medicare's conversion factors is paid."""
        is_named = self.conversion_factor is not None or self.conversion_factor_kind in {"standard", "qualifying_apm"}
        return self.method == "medicare" and not is_named

    @property
    def compare(self) -> Compare:
        """What is compared with the amount allowed: each line, the visit at its rate, the visit's prices up to their
        cap, or the claim's prices and charges."""
        if self.method == "visit_rate":
            return "visit"
        if self.visit_cap is not None:
            return "cap"
        return "claim" if self.lesser_of == "claim" else "line"

    def percent_of_modifier(self, modifier: str) -> Decimal | None:
        return next((percent for each, percent in self.modifiers if each == modifier), None)

    def parts(self) -> "tuple[Terms, ...]":
        """These terms and all that price lines in their place."""
        others = self.alternative.terms.parts() if self.alternative else ()
        return (
            self,
            *(each.terms for each in self.carve_outs),
            *((self.unlisted,) if self.unlisted else ()),
            *others,
        )

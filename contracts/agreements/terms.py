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
SITE: Final = "site"
NATIONAL: Final = "national"
CALENDAR_YEAR: Final = "calendar_year"


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a line with one of `modifiers` is cut to.

    `of` contract_fee: `percent` of the unit price. `of` payer_share: `percent` of what is left after the patient's
    coinsurance of `coinsurance_percent`, which stays that of the full price.
    """

    modifiers: tuple[str, ...]
    percent: Decimal
    of: Literal["contract_fee", "payer_share"]
    coinsurance_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """At most `units` units of `codes` together are payable per visit, counted in the order of the lines."""

    units: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitRate:
    """Dollars per patient and day; `evaluation` when a line has one of `evaluation_codes`.

    `tiers` are (first visit, dollars) in order; `follow_up` is for visits before the first of them; visits are counted
    by calendar year or since a date.
    """

    follow_up: Decimal
    evaluation: Decimal | None
    evaluation_codes: tuple[str, ...]
    tiers: tuple[tuple[int, Decimal], ...] = ()
    count_visits: date | Literal["calendar_year"] | None = None


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
class Terms:
    """Terms in force from `effective_from` to `effective_until` (included; None = open).

    `year` None means the year of service, `release` the one in force; `locality` is 'site', 'national' or MAC/locality;
    `conversion_factor` None means Medicare's, of `conversion_factor_kind`; `credential_percent` pairs a credential of
    shortpay.toml with its percent of the price, `modifiers` a modifier with its percent (100 = no effect). `unlisted`
    prices codes the schedule does not list. `number` is the table's place in its file, from 1.
    """

    id: str
    number: int
    effective_from: date
    effective_until: date | None
    source: str
    method: Method
    mppr: Literal["none", "medicare"]
    lesser_of: Literal["none", "line", "claim"]
    # how a unit is priced
    schedule: FeeSchedule | None = None
    percent: Decimal | None = None
    year: int | None = None
    release: str | None = None
    locality: str = SITE
    conversion_factor: Decimal | None = None
    conversion_factor_kind: Literal["standard", "qualifying_apm"] = "standard"
    work_floor: Literal["by_law", "on", "off"] = "by_law"
    has_opps_cap: bool = True
    amount: Decimal | None = None
    escalator: Escalator | None = None
    # codes that other clauses price
    carve_outs: tuple[CarveOut, ...] = ()
    unlisted: "Terms | None" = None
    unlisted_percent_of_charge: Decimal | None = None
    capitated_unlisted: bool = False
    # what changes a price
    npp: Literal["none", "medicare", "by_law"] | None = None
    telehealth: Literal["facility", "nonfacility", "by_law"] | None = None
    participation: Literal["participating", "non_participating"] = "participating"
    credential_percent: tuple[tuple[str, Decimal], ...] = ()
    modifiers: tuple[tuple[str, Decimal], ...] = ()
    assistant: Assistant | None = None
    multiple_procedures: Reduction | None = None
    unit_limit: UnitLimit | None = None
    visit_rate: VisitRate | None = None
    visit_cap: Decimal | None = None

    @property
    def by_relative_values(self) -> bool:
        """Whether Medicare's relative values price a unit."""
        return self.method in {"medicare", "rvu"}

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
        return (self, *(each.terms for each in self.carve_outs), *((self.unlisted,) if self.unlisted else ()))

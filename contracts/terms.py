"""What an agreement pays for dates of service from one day to another. Reading it from TOML is in terms_file.py."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from contracts.schedules import FeeSchedule

Method = Literal["fee_schedule", "medicare", "percent_of_charge", "visit_rate", "visit_cap"]
SITE: Final = "site"
NATIONAL: Final = "national"


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
    """Dollars per patient and day; `evaluation` when a line has one of `evaluation_codes`."""

    follow_up: Decimal
    evaluation: Decimal | None
    evaluation_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in force from `effective_from` to `effective_until` (included; None = open).

    `year` None means the year of service; `locality` is 'site', 'national' or MAC/locality; `credential_percent` pairs
    a credential of shortpay.toml with its percent of the price. `number` is the table's place in its file, from 1.
    """

    id: str
    number: int
    effective_from: date
    effective_until: date | None
    source: str
    method: Method
    schedule: FeeSchedule | None
    unlisted_percent_of_charge: Decimal | None
    capitated_unlisted: bool
    percent: Decimal | None
    year: int | None
    locality: str
    mppr: Literal["none", "medicare"]
    lesser_of: Literal["none", "line"]
    credential_percent: tuple[tuple[str, Decimal], ...]
    assistant: Assistant | None
    unit_limit: UnitLimit | None
    visit_rate: VisitRate | None
    visit_cap: Decimal | None

    @property
    def compares_by_visit(self) -> bool:
        return self.method in {"visit_rate", "visit_cap"}

    @property
    def needs_visit(self) -> bool:
        """Whether lines of one visit influence each other's price."""
        return self.compares_by_visit or self.mppr != "none" or self.unit_limit is not None

    @property
    def needs_charge(self) -> bool:
        return (
            self.lesser_of == "line"
            or self.method == "percent_of_charge"
            or self.unlisted_percent_of_charge is not None
        )

    @property
    def needs_credential(self) -> bool:
        return bool(self.credential_percent) or self.method == "medicare"

    @property
    def needs_place_of_service(self) -> bool:
        return self.method == "medicare"

    @property
    def needs_locality(self) -> bool:
        return self.method == "medicare" and self.locality == SITE

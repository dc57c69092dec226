"""What is asked of the fee schedule, and its answers: a unit's price with everything that made it, or a refusal."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from contracts.medicare.law import Law
from contracts.medicare.rvu import RelativeValues

Reason = Literal[
    "no_release_for_dos",
    "unknown_code",
    "modifier_needs_review",
    "not_payable_status",
    "bundled_status",
    "contractor_priced",
    "na_setting",
    "no_locality",
    "ambiguous_zip",
    "work_floor_unknown",
    "no_conversion_factor",
]


@dataclass(frozen=True, slots=True)
class RateRefusal:
    """Why there is no price: a reason of the closed list, and a sentence that says what would help, if anything.

    `multiple_procedure` is the row's indicator where Medicare may pay the service all the same, at a price not known
    here: others of the day may then be ranked behind it. `has_no_fee`: CMS has a whole file, and in it no fee for this.
    """

    reason: Reason
    sentence: str
    multiple_procedure: str | None = None
    has_no_fee: bool = False


@dataclass(frozen=True, slots=True)
class MedicareFee:
    """One unit's price in US dollars.

    RVUs and indices are those used; `facility` is the setting whose practice expense is used, and `setting_note` says
    when it is not the one asked for. `modifier` is the component ('26', 'TC', '53') or None. `floor_applied`: the
    work index is 1.000 by the floor. `amount` and `reduced_amount` (half the practice expense) are rounded half up,
    once, from exact products; `unrounded` is the exact `amount`. `release_note` says why the release in force on the
    day is not used. `is_capped`: the outpatient hospital price was lower, and `pe` and `mp` are its RVUs, while
    `uncapped_pe` and `uncapped_mp` are those of the fee schedule. `unfloored_work` is the work index below the floor,
    where `floor_applied` and CMS prints it. `reduced_share` of the practice expense is left in `reduced_amount`. `row`
    has the payment indicators that rules read.
    """

    code: str
    modifier: str | None
    facility: bool
    locality: str
    release: str
    release_note: str | None
    work: Decimal
    pe: Decimal
    mp: Decimal
    gpci_work: Decimal
    gpci_pe: Decimal
    gpci_mp: Decimal
    floor_applied: bool
    conversion_factor: Decimal
    unrounded: Decimal
    amount: Decimal
    reduced_amount: Decimal
    multiple_procedure: str
    sources: tuple[str, ...]
    row: RelativeValues
    setting_note: str | None = None
    is_capped: bool = False
    uncapped_pe: Decimal | None = None
    uncapped_mp: Decimal | None = None
    unfloored_work: Decimal | None = None
    reduced_share: Decimal = Decimal(1)


class FeeAsked(NamedTuple):
    """One unit of a service: everything that its price depends on."""

    code: str
    modifiers: tuple[str, ...]
    on: date
    locality: str
    facility: bool
    qualifying_apm: bool


class Rates(ABC):
    """Medicare's rates as rules use them. Every fee is calculated once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._answers: dict[FeeAsked, MedicareFee | RateRefusal] = {}

    @property
    @abstractmethod
    def repricing_modifiers(self) -> Mapping[str, str]:
        """Every modifier that changes a unit price -> what it means, in a few words."""

    @abstractmethod
    def facility_place(self, place_of_service: str | None, on: date) -> bool:
        """Whether a place of service is priced as facility; without one, therapy and chiropractic are non-facility."""

    @abstractmethod
    def telehealth_place(self, place_of_service: str | None, on: date) -> bool:
        """Whether a place of service is one of telehealth."""

    @abstractmethod
    def _answer(self, asked: FeeAsked) -> MedicareFee | RateRefusal: ...

    def fee(
        self,
        code: str,
        modifiers: Sequence[str],
        service_date: date,
        locality: str,
        *,
        facility: bool,
        year: int | None = None,
        qualifying_apm: bool = False,
    ) -> MedicareFee | RateRefusal:
        """The price of one unit of `code` for a date of service.

        `locality` is '11502/00' (MAC and number), 'NC-00' (state and number) or 'national' (all indices 1).
        `year` locks the schedule: release, indices, conversion factor and floor as they stood on January 1 of it.
        """
        on = service_date if year is None else date(year, 1, 1)
        return self.answered(FeeAsked(code, tuple(modifiers), on, locality, facility, qualifying_apm))

    def answered(self, asked: FeeAsked) -> MedicareFee | RateRefusal:
        """The fee, calculated when it is first asked for."""
        if asked not in self._answers:
            self._answers[asked] = self._answer(asked)
        return self._answers[asked]

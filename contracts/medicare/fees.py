"""The answers of the fee schedule: a unit's price with everything that made it, or a refusal with its reason."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

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

    RVUs and indices are those that served; `facility` is the setting whose practice expense served, and `setting_note`
    says when it is not the one asked for. `modifier` is the component ('26', 'TC', '53') or None. `floor_applied`: the
    work index is 1.000 by the floor. `amount` and `reduced_amount` (half the practice expense) are rounded half up,
    once, from exact products; `unrounded` is the exact `amount`. `release_note` says why the release in force on the
    day does not serve. `is_capped`: the outpatient hospital price was lower, and `pe` and `mp` are its RVUs, while
    `uncapped_pe` and `uncapped_mp` are those of the fee schedule. `unfloored_work` is the work index below the floor,
    where `floor_applied` and CMS prints it. `reduced_share` of the practice expense is left in `reduced_amount`. `row`
    has the payment indicators that rules ask for.
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

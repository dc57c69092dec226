"""One row of each code list."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

AmountClass = Literal["cost_share", "post_allowed", "price_cut", "not_covered", "prior_payer", "paid_before", "unknown"]
Actionability = Literal["correctable", "appealable", "final", "none"]
RemarkEffect = Literal["unprocessable", "no_appeal"]
ClaimRole = Literal["primary", "secondary", "pended", "reversal", "forwarded", "predetermination"]


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A claim adjustment reason code (CARC). `pr_amount_class` is its class under group PR, else `amount_class`."""

    code: str
    label: str
    category: str
    amount_class: AmountClass
    pr_amount_class: AmountClass
    actionability: Actionability
    group_codes: tuple[str, ...]
    is_active: bool
    since: date | None
    until: date | None
    denies_units: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Category:
    """What kind of reason a code is. Where several reasons deny a line, the lowest `rank` decides its state."""

    category: str
    rank: int
    state_when_unpaid: str | None
    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True)
class RemarkCode:
    """A remittance advice remark code (RARC). `effect` is set on the few that change a denied line's state."""

    code: str
    label: str
    is_alert: bool
    effect: RemarkEffect | None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ProviderAdjustmentCode:
    """A PLB reason. Signs as on the wire: '+' takes from this payment, '-' adds to it, '+-' comes either way."""

    code: str
    label: str
    usual_sign: str
    treatment: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class GroupCode:
    """Who bears an adjustment (CAS01)."""

    code: str
    label: str
    sentence: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """What CLP02 says about the whole claim. 4 is no denial of its lines: they are read like a primary claim's."""

    code: str
    label: str
    role: ClaimRole
    is_active: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class FilingCode:
    """The kind of plan CLP06 names; payers misuse it, so it never chooses an agreement alone."""

    code: str
    label: str
    product: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class LineState:
    """One of the states a service line can be in, with the sentence a poster reads."""

    state: str
    is_current: bool
    may_dispute: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a line is short. `label` names the cause to people, `sentence` completes "The payer ...".

    `may_be_our_entry`: an agreement that was entered wrongly on our side gives the same shortage.
    """

    cause: str
    label: str
    sentence: str
    may_be_our_entry: bool

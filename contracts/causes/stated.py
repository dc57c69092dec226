"""What the remittance itself says about a missing amount: a deduction, a reduction by name, another network's discount.

Source: X12 835 guide, CAS and REF segments; the reason codes are in thresholds.toml and contracts/codes.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Final

from contracts.causes.shortage import Shortage
from contracts.causes.thresholds import NamedKind, reasons_naming
from contracts.codes import special_codes
from contracts.money import NOTHING

NETWORK: Final = "network discount"
NAMED: Final[tuple[tuple[NamedKind, str, str, str], ...]] = (
    ("network", "network_discount_not_in_contract", NETWORK, "for a discount the payer says was negotiated"),
    ("out_of_network", "out_of_network_cut", "out of network", "as out of network (CARC 242)"),
    ("customary", "customary_fee_used", "customary fee", "for the payer's own customary fee (CARC P5)"),
)
"""Kind of cut, cause, candidate, and the words after the amount."""


def deduction(shortage: Shortage, permitted: Collection[str]) -> tuple[str, str, str]:
    """(cause, candidate, text) where the price is right and a deduction is not; `permitted` are those agreed."""
    reason = shortage.deducted_reason or "an unknown reason"
    text = f"the right price less {shortage.deducted} under CARC {reason}"
    if reason != special_codes.sequestration_reason():
        return "deduction_not_in_contract", f"deduction {reason}", text
    if reason in permitted:
        return "sequestration_above_law", f"deduction {reason} above the law", f"{text}, beyond the law's percent"
    return "sequestration_not_in_contract", f"deduction {reason}", text


def named_reduction(shortage: Shortage, *, is_agreed: bool) -> tuple[str, str, str] | None:
    """A multiple procedure reduction of exactly what is missing."""
    if _named(shortage, "mppr") != shortage.expected - shortage.actual:
        return None
    cause = "mppr_wrong_base" if is_agreed else "mppr_not_in_contract"
    which = ", ".join(cut.reason for cut in shortage.named)
    return cause, "a reduction by name", f"less a reduction of further procedures (CARC {which})"


def named_cuts(shortage: Shortage) -> Iterator[tuple[str, str, str, bool]]:
    """(cause, candidate, text, whether it is all that is missing) of a cut that the remittance names."""
    for kind, cause, candidate, words in NAMED:
        if cut := _named(shortage, kind):
            yield cause, candidate, f"less {cut} {words}", cut == shortage.expected - shortage.actual
    if shortage.is_repriced and not _named(shortage, "network"):
        yield "network_discount_not_in_contract", NETWORK, "as repriced by another network (REF*9A)", False


def recoding(shortage: Shortage) -> tuple[str, str, str] | None:
    """A lower level of the service in place of the one billed: what is missing is between the two codes."""
    if shortage.recoded is None:
        return None
    billed, adjudicated = shortage.recoded
    return "recoded", f"recoded {billed} {adjudicated}", f"as {adjudicated} in place of {billed}, which was billed"


def speaks_against(shortage: Shortage, cause: str) -> bool:
    """Whether the remittance names a network, which makes an assistant that no one billed the less likely reason."""
    return cause == "assistant_cut_not_billed" and (shortage.is_repriced or _named(shortage, "network") > NOTHING)


def is_named(shortage: Shortage, cause: str) -> bool:
    """Whether the remittance names the reduction that a candidate computes."""
    return cause.startswith("mppr") and _named(shortage, "mppr") > NOTHING


def _named(shortage: Shortage, what: NamedKind) -> Decimal:
    reasons = reasons_naming(what)
    return sum((cut.amount for cut in shortage.named if cut.reason in reasons), start=NOTHING)

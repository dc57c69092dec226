"""What each adjustment of a service line (one CAS triplet) is, so that every cent of the charge has a name.

For every line in balance, with signed amounts:

    charge = paid + cost_share + post_allowed + price_cut + not_covered + prior_payer + paid_before + unknown

    actual allowed = paid + cost_share + paid_before + the post_allowed amounts that the agreement or the law permits

cost_share      the patient's part of the price (PR 1, 2, 3 and similar), or money paid to the patient instead
post_allowed    taken (or added, when negative) after the price: sequestration, MIPS, withholds, penalties
price_cut       from the charge down to the payer's price
not_covered     denied, bundled, or units cut: nothing was priced for this part
prior_payer     what another payer did with the same charge (OA-23): the line is not this payer's to price alone
paid_before     paid in an earlier payment of the same service (OA-B13)
unknown         a code that is in no list

The classes are data (`codes/carc.csv`). An agreement names the deductions that it permits; taxes, assessments and late
filing need no permission (`codes/special_codes.toml`). `line_state` decides which lines are priced at all.
"""

from typing import Literal

from contracts import codes
from contracts.codes import special_codes
from contracts.codes.rows import AmountClass as AdjustmentClass

__all__ = ["AdjustmentClass", "classify", "counts_as_allowed", "denies_units", "moves_charge"]


def classify(group_code: str, reason_code: str) -> AdjustmentClass:
    """The class of an adjustment. Group PR makes deductible, coinsurance and copay the patient's share; under any
    other group they are a deduction after the price (a plan that lets the practice bear the copay), which the
    agreement may permit. 'unknown' only for a code in no list."""
    reason = codes.reason(reason_code)
    return reason.pr_amount_class if group_code.strip().upper() == "PR" else reason.amount_class


def counts_as_allowed(
    group_code: str, reason_code: str, permitted_deductions: frozenset[str], *, sign: Literal["+", "-"] = "+"
) -> bool:
    """True when the amount belongs in the actual allowed under an agreement with these permitted deductions.

    A negative amount after the price (an incentive, a surcharge paid on top) always counts; otherwise it would hide a
    price that was paid short. What the law or our own late filing takes counts without permission. An unknown code
    counts under PR only: what the patient owes is no shortfall of the payer's price. Under any other group it does not
    count, so the line is short by it, with the code in its evidence.
    """
    match classify(group_code, reason_code):
        case "cost_share" | "paid_before":
            return True
        case "post_allowed":
            reason = reason_code.strip().upper()
            return sign == "-" or reason in permitted_deductions or reason in special_codes.lawful_deductions()
        case "unknown":
            return group_code.strip().upper() == "PR"
        case _:
            return False


def denies_units(reason_code: str) -> bool:
    """True when a quantity beside this code is a count of denied units (119, 151, 222, 273 ...).

    Only codes of class not_covered deny units. Beside a price cut such as CO-45 a quantity denies nothing: those units
    stay owed.
    """
    return codes.reason(reason_code).denies_units


def moves_charge(reason_code: str) -> bool:
    """True when a negative amount of this code on a recoded line is the charge of what was bundled into it."""
    return reason_code.strip().upper() in special_codes.moved_charges()

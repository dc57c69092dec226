"""What Medicare itself pays of what it allows: of an assistant's line, less sequestration, less the patient's share.

Source of the first: SSA 1834(v), 85 percent of the otherwise applicable Part B payment (law/therapy_assistant.toml).
Which amount the percent is of was not read in CR 12397 itself: of what is left after the patient's share, which stays
that of the full amount; or of the amount allowed, with the patient's share of what that leaves. Without a deductible
both pay the same and differ only in the patient's share, so what was paid decides whether the line is right.

Source of the second: law/sequestration.toml. It is a percent of the payment after deductible, coinsurance and quality
program, rounded by the line.

Source of the third: law/coinsurance.toml, the patient's percent of what was allowed after the deductible.
"""

from decimal import Decimal
from typing import Final

from contracts.money import AS_A_HUNDREDTH, NOTHING, cents, percent_of
from contracts.tolerances import coinsurance_rounding, sequestration_rounding

WHOLE: Final = Decimal(1)


def payer_shares(
    allowed: Decimal, percent: Decimal, coinsurance_percent: Decimal, deductible: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """Dollars that Medicare pays before sequestration for a line whose full amount is `allowed`, by either reading.

    `deductible` is the part of it that the patient owes first, by the remittance; None for a reading under which that
    is more than was allowed. Each amount is rounded where the law rounds.
    """
    cut = percent_of(percent, allowed)
    after_share = of_the_allowed = None
    if deductible <= allowed:
        left = allowed - deductible
        after_share = percent_of(percent, left - percent_of(coinsurance_percent, left))
    if deductible <= cut:
        left = cut - deductible
        of_the_allowed = left - percent_of(coinsurance_percent, left)
    return after_share, of_the_allowed


def sequestration_excess(paid_before: Decimal, taken: Decimal, percent: Decimal) -> Decimal:
    """Dollars of the sequestration `taken` beyond `percent` of what was paid before it; zero where that is rounding.

    Of 26.73 allowed, 5.35 is coinsurance and 21.38 paid before it: 0.43 is two percent, and 0.53 is 0.10 too much.
    """
    beyond = taken - percent_of(percent, paid_before)
    return beyond if beyond > sequestration_rounding() else NOTHING


def coinsurance_off(
    allowed: Decimal, coinsurance: Decimal, percent: Decimal, assistant_percent: Decimal | None, lines: int
) -> Decimal:
    """Dollars by which `coinsurance` is above (below zero: below) `percent` of `allowed`; zero where that is rounding.

    `allowed` is what was allowed after the deductible. Of an assistant's line it may be what the cut left, with the
    patient's share of the full amount. Of 28.02 allowed 5.60 is right, and 8.41 is 2.81 too much.
    """
    by_law = [percent_of(percent, allowed)]
    if assistant_percent is not None:
        patient, payer = percent.scaleb(AS_A_HUNDREDTH), assistant_percent.scaleb(AS_A_HUNDREDTH)
        by_law.append(cents(allowed * patient / (patient + payer * (WHOLE - patient))))
    off = min((coinsurance - each for each in by_law), key=abs)
    return off if abs(off) > coinsurance_rounding() * lines else NOTHING

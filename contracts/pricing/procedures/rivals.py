"""Lines of a visit that Medicare may rank against others although they have no price here."""

from collections.abc import Collection

from contracts.medicare.rates import RateRefusal
from contracts.money import NOTHING
from contracts.pricing.procedures.agreed import fee_beside, terms_of
from contracts.pricing.rules.medicare_fee import locality_of
from contracts.pricing.working_line import Case, Lines


def rival_without_price(lines: Lines, case: Case, indicators: Collection[str]) -> str | None:
    """The code of a refused line with one of the multiple procedure indicators: it may be the one that is paid most.

    None where every such line has a price, or no locality is known: then no line has a Medicare fee to rank.
    """
    if locality_of(case) is None:
        return None
    for line in lines:
        # What the contract prices by other means than relative values takes no part in Medicare's ranking.
        if line.unpriced is None or line.line.units <= NOTHING or not terms_of(line, case).by_relative_values:
            continue
        found = line.fee or fee_beside(line, line.line.code, line.line.modifiers, case)
        if isinstance(found, RateRefusal) and found.reason == "modifier_needs_review":
            found = fee_beside(line, line.line.code, (), case)
        if found.multiple_procedure in indicators:
            return line.line.code
    return None

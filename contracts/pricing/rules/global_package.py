"""Part of a surgery's global package: the operation, the care after it, or the care before.

Source: contracts/medicare/law/global_package.toml (Medicare Claims Processing Manual, chapter 12, section 40) and the
row's preoperative, intraoperative and postoperative shares. Care after the operation is priced as the whole of that
part.
"""

from decimal import Decimal

from contracts.money import AS_A_HUNDREDTH, NOTHING
from contracts.pricing.rules.surgical_roles import roles_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def global_package(working: WorkingLine, case: Case) -> WorkingLine:
    """The sum of the shares of the line's modifiers, of each unit price."""
    if working.fee is None or not working.line.modifiers:
        return working
    law, row = case.rates.law.document("global_package"), working.fee.row
    modifiers = working.line.modifiers
    named = [modifier for modifier in modifiers if modifier in law["parts"]]
    if not named:
        return working
    listed = " and ".join(named)
    if roles_of(modifiers, case):
        return working.refused(
            "modifier_needs_review", f"{row.code} is billed in part ({listed}) and in a role at once."
        )
    parts = {part for modifier in named for part in law["parts"][modifier]}
    share = sum((Decimal(getattr(row, part)) for part in sorted(parts)), start=NOTHING)
    if row.global_days not in law["global_days"] or not share:
        sentence = f"{row.code} has no global package to share ({row.global_days}), yet {listed} bills a part of it."
        return working.refused("modifier_needs_review", sentence)
    percent = share.scaleb(-AS_A_HUNDREDTH)
    because = f"{listed}, part of the global package"
    return working.at_percent(percent, "global_package", because, f"{case.terms.source}; {law['source']}")

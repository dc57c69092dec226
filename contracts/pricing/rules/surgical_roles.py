"""Assistants at surgery, and co-surgeons.

Source: contracts/medicare/law/surgical_roles.toml (SSA 1848(i)(2), 42 CFR 414.52-414.56, Medicare Claims Processing
Manual, chapter 12). The row's indicator says whether Medicare pays for the role: yes, on documentation only, or not.
"""

from collections.abc import Collection
from decimal import Decimal

from contracts.medicare.law import LawPeriod
from contracts.money import AS_A_HUNDREDTH
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def surgical_roles(working: WorkingLine, case: Case) -> WorkingLine:
    """The role's percent of each unit price, after ranking; percents of percents are rounded once."""
    if working.fee is None or not working.line.modifiers:
        return working
    modifiers = working.line.modifiers
    name = role_of(modifiers, case)
    if name is None:
        return working
    code, document = working.line.code, case.rates.law.document("surgical_roles")
    role = document["role"][name]
    if len(roles_of(modifiers, case)) > 1:
        return working.refused("modifier_needs_review", f"{code} is billed in two roles at once.")
    indicator = str(getattr(working.fee.row, role["indicator"]))
    if indicator not in role["paid"]:
        why = "on documentation only" if indicator in role["papers"] else "for this procedure not at all"
        sentence = f"Medicare pays {role['text']} {why} ({code}, indicator {indicator})."
        return working.refused("modifier_needs_review", sentence)
    periods = [case.rates.law.timeline("surgical_roles", kind).on(case.on) for kind in role["percents"]]
    in_force = [period for period in periods if period is not None]
    if len(in_force) < len(periods):
        return working.refused("modifier_needs_review", f"No percent for {role['text']} is on file for {case.on}.")
    percent, sources = _product(in_force), "; ".join(period.source for period in in_force)
    return working.at_percent(percent, "surgical_roles", role["text"], f"{case.terms.source}; {sources}")


def roles_of(modifiers: Collection[str], case: Case) -> tuple[str, ...]:
    roles = case.rates.law.document("surgical_roles")["role"]
    return tuple(name for name, role in roles.items() if any(each in role["modifiers"] for each in modifiers))


def role_of(modifiers: Collection[str], case: Case) -> str | None:
    """The role a line is billed in; None for the surgeon, and for every line without such a modifier."""
    return next(iter(roles_of(modifiers, case)), None) if modifiers else None


def _product(periods: Collection[LawPeriod]) -> Decimal:
    [first, *others] = [period.number for period in periods]
    for other in others:
        first = (first * other).scaleb(AS_A_HUNDREDTH)
    return first

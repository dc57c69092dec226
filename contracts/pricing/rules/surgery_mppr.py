"""Surgical procedures of one day: the highest is paid in full, those after it in part, the last by report.

Source: contracts/medicare/law/surgery_mppr.toml (CMS RVU25D.pdf, multiple procedure indicators 2 and 3). Each unit is a
procedure; both sides of one are one, and so is a family of endoscopies. Of equal fees the earlier line is the higher.
Lines of assistants or of a second surgeon are ranked separately, and so is care without the operation.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from contracts.medicare.law import LawPeriod
from contracts.money import percent_of, plain
from contracts.pricing.procedures.agreed import terms_of
from contracts.pricing.procedures.endoscopy import Settled, with_families
from contracts.pricing.procedures.procedure import Unit, procedures_of, unit_prices
from contracts.pricing.procedures.rivals import rival_without_price
from contracts.pricing.rules.surgical_roles import role_of
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Step


def surgery_mppr(lines: Lines, case: Case) -> Lines:
    """Reduces the unit prices of every surgical procedure after the first; refuses those that are paid by report."""
    law = case.rates.law.document("surgery_mppr")
    indicators = {law["standard"], law["endoscopy"]}
    places = [
        at
        for at, line in enumerate(lines)
        if line.unpriced is None and line.units and line.fee and line.fee.multiple_procedure in indicators
    ]
    shares = case.rates.law.timeline("surgery_mppr").on(case.on)
    if case.terms.mppr != "medicare" or not places or shares is None:
        return lines
    rival = rival_without_price(lines, case, indicators) if len(places) < len(lines) else None
    if rival is not None:
        sentence = f"{rival} has no price, so it is not known how the procedures of the visit rank."
        return tuple(
            line.refused("visit_incomplete", sentence) if at in places else line for at, line in enumerate(lines)
        )
    by_part: dict[tuple[str | None, bool], list[int]] = defaultdict(list)
    for at in places:
        by_part[_part(lines[at], case)].append(at)
    changed: Settled = {}
    for group in by_part.values():
        changed |= _ranked(lines, group, shares, case)
    return tuple(changed.get(at, line) for at, line in enumerate(lines))


def _part(line: WorkingLine, case: Case) -> tuple[str | None, bool]:
    care_alone = case.rates.law.document("global_package")["care_alone"]
    modifiers = line.line.modifiers
    return role_of(modifiers, case), any(modifier in care_alone for modifier in modifiers)


def _ranked(lines: Lines, group: Sequence[int], shares: LawPeriod, case: Case) -> Settled:
    percents = tuple(map(Decimal, shares.value))
    procedures = procedures_of(lines, group, case, most=len(percents) + 1)
    found = procedures if isinstance(procedures, str) else with_families(procedures, lines, case)
    if isinstance(found, str):
        return {at: lines[at].refused("multiple_procedures", found) for at in group}
    families, settled = found
    if len(families) == 1:
        return settled
    units: dict[int, list[tuple[int, Unit]]] = defaultdict(list)
    for rank, procedure in enumerate(sorted(families, key=lambda each: (-each.amount, each.first))):
        for unit in procedure.units:
            units[unit.at].append((rank, unit))
    return {at: _at_rank(settled.get(at, lines[at]), ranks, percents, shares, case) for at, ranks in units.items()}


def _at_rank(
    line: WorkingLine, units: Sequence[tuple[int, Unit]], percents: Sequence[Decimal], shares: LawPeriod, case: Case
) -> WorkingLine:
    last = max(rank for rank, _ in units)
    if last >= len(percents):
        sentence = f"{line.line.code} is among the procedures after number {len(percents)}, which are paid by report."
        return line.refused("multiple_procedures", sentence)
    prices = [percent_of(percents[rank], unit.price) for rank, unit in units]
    texts = [
        f"number {rank + 1} is paid {plain(percents[rank])}% of {unit.price} = {price}"
        for (rank, unit), price in zip(units, prices, strict=True)
    ]
    text = f"of the visit's procedures by their fee, {'; '.join(dict.fromkeys(texts))}"
    source = f"{terms_of(line, case).source}; {shares.source}"
    return line.with_units(unit_prices(prices), Step("surgery_mppr", text, prices[-1], source))

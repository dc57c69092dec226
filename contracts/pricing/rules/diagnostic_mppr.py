"""Diagnostic tests of one session: after the highest, technical (and for imaging professional) components are cut.

Source: contracts/medicare/law/diagnostic_mppr.toml (CMS RVU25D.pdf, multiple procedure indicators 4, 6 and 7).
Technical and professional components are ranked apart by their fees; of equal fees the earlier line is the higher. A
line for the whole service has both halves, and is their sum as soon as one of them is cut.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from contracts.money import NOTHING, percent_of, plain
from contracts.pricing.procedures.agreed import terms_of
from contracts.pricing.procedures.components import Halves, halves_of
from contracts.pricing.procedures.procedure import ONE, unit_prices
from contracts.pricing.procedures.rivals import rival_without_price
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Step


def diagnostic_mppr(lines: Lines, case: Case) -> Lines:
    """Cuts what is not the highest of its component; refuses tests whose components have no price."""
    kinds = case.rates.law.document("diagnostic_mppr")["indicators"]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        is_test = line.unpriced is None and line.fee and line.fee.multiple_procedure in kinds
        if line.fee and is_test and any(part.price > NOTHING for part in line.units or ()):
            groups[line.fee.multiple_procedure, line.fee.row.imaging_family].append(at)
    if case.terms.mppr != "medicare" or not groups:
        return lines
    done = list(lines)
    for (indicator, _), places in groups.items():
        group = {at: lines[at] for at in places}
        rival = rival_without_price(lines, case, {indicator}) if len(places) < len(lines) else None
        if rival is not None:
            sentence = f"{rival} has no price, so it is not known which test of the visit is paid in full."
            group = {at: line.refused("visit_incomplete", sentence) for at, line in group.items()}
        elif sum(line.payable_units for line in group.values()) > ONE:
            group = _ranked(group, kinds[indicator], case)
        for at, line in group.items():
            done[at] = line
    return tuple(done)


def _ranked(group: Mapping[int, WorkingLine], kind: str, case: Case) -> dict[int, WorkingLine]:
    halves: dict[int, Halves] = {}
    for at, line in group.items():
        found = halves_of(line, case)
        if isinstance(found, str):
            return {at: line.refused("multiple_procedures", found) for at, line in group.items()}
        halves[at] = found
    highest = {
        component: max((at for at in halves if component in halves[at]), key=lambda at: (halves[at][component], -at))
        for component in {component for each in halves.values() for component in each}
    }
    done = {}
    for at, line in group.items():
        done[at] = _cut(line, halves[at], {component for component in highest if highest[component] == at}, kind, case)
    return done


def _cut(line: WorkingLine, halves: Halves, full: set[str], kind: str, case: Case) -> WorkingLine:
    """The line whose first unit has the components of `full` in full."""
    [unit] = line.units or ()
    kept, sources = {}, []
    for component in halves:
        period = case.rates.law.timeline("diagnostic_mppr", f"{kind} {component}").on(case.on)
        kept[component] = None if period is None else period.number
        sources += [] if period is None else [period.source]
    first, first_text = _price(unit.price, halves, {name: None if name in full else kept[name] for name in halves})
    later, later_text = _price(unit.price, halves, kept)
    if unit.units == ONE or first == later:
        later, later_text = first, first_text
    if later_text == "":
        return line
    text = f"{kind} tests of one session: {f'first unit {first}, further units ' if first != later else ''}{later_text}"
    prices = [first] + [later] * (int(unit.units) - 1)
    source = "; ".join((terms_of(line, case).source, *dict.fromkeys(sources)))
    return line.with_units(unit_prices(prices), Step("diagnostic_mppr", text, prices[-1], source))


def _price(whole: Decimal, halves: Halves, kept: Mapping[str, Decimal | None]) -> tuple[Decimal, str]:
    """What is left of a unit, and how; the unit itself and no words where nothing is cut."""
    if not any(kept.values()):
        return whole, ""
    total, texts = NOTHING, []
    for name, price in halves.items():
        percent = kept[name]
        part = price if percent is None else percent_of(percent, price)
        total += part
        texts.append(f"{name} {price}" if percent is None else f"{plain(percent)}% of {name} {price} = {part}")
    return total, " + ".join(texts)

"""What payers do wrong: plain arithmetic on the right price, written without a look at contracts/causes.

A mistake is made claim by claim. It returns for every line what the payer allowed and what the remittance says of it,
or None where the claim does not offer the mistake: no second unit to cut, no evaluation to overlook.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from contracts.situation import Line
from tests.causes.payers import NOTHING, Paid, Payer, Visit, cents

Mistake = Callable[[Payer, Visit], list[Paid] | None]


def _paid(amounts: list[Decimal] | None) -> list[Paid] | None:
    return None if amounts is None else [Paid(amount) for amount in amounts]


def nothing_wrong(payer: Payer, visit: Visit) -> list[Paid] | None:
    return _paid(payer.right(visit))


def prior_schedule(payer: Payer, visit: Visit) -> list[Paid] | None:
    before = {"orchard_ppo": date(2026, 5, 20), "willow_visit": date(2025, 12, 20)}
    return _paid(payer.right(visit, on=before.get(visit.agreement, date(2026, 6, 20))))


def other_plan(payer: Payer, visit: Visit) -> list[Paid] | None:
    return _paid(payer.right(visit, agreement="orchard_hmo"))


def prior_year(payer: Payer, visit: Visit) -> list[Paid] | None:
    return _paid(payer.right(visit, on=date(2025, 12, 15)))


def other_locality(payer: Payer, visit: Visit) -> list[Paid] | None:
    cheap = {"pasadena": "durham", "hialeah": "durham", "durham": "hialeah"}
    return _paid(payer.right(visit, site=cheap[visit.site]))


def facility(payer: Payer, visit: Visit) -> list[Paid] | None:
    return _paid(payer.right(visit, place="22"))


def medicare_mppr(payer: Payer, visit: Visit) -> list[Paid] | None:
    return _paid(payer.right(visit, mppr="medicare"))


def half_of_further(payer: Payer, visit: Visit) -> list[Paid] | None:
    """A part of the whole rate is kept of every unit but the dearest."""
    amounts = payer.right(visit, mppr="none")
    if amounts is None or sum(line.units for line in visit.lines) == 1:
        return None
    units = [amount / line.units for amount, line in zip(amounts, visit.lines, strict=True)]
    dearest = units.index(max(units))
    paid = []
    for at, line in enumerate(visit.lines):
        full = Decimal(1) if at == dearest else Decimal(0)
        further = line.units - full
        cut = cents(units[at] * payer.kept / 100, payer.round_up) * further if payer.by_unit else None
        cut = cents(units[at] * further * payer.kept / 100, payer.round_up) if cut is None else cut
        paid.append(Paid(cents(units[at] * full) + cut))
    return paid


def _with_modifier(visit: Visit, modifier: str | None) -> bool:
    return all(
        (modifier in line.modifiers) if modifier else not {"CQ", "CO"} & set(line.modifiers) for line in visit.lines
    )


def assistant_of_fee(payer: Payer, visit: Visit) -> list[Paid] | None:
    """85 percent of a line with CQ, without a word on the remittance."""
    amounts = payer.right(visit, without_assistant=True)
    if amounts is None or not _with_modifier(visit, "CQ"):
        return None
    pairs = zip(amounts, visit.lines, strict=True)
    return [Paid(payer.share(Decimal(85), amount, line.units)) for amount, line in pairs]


def assistant_of_share(payer: Payer, visit: Visit) -> list[Paid] | None:
    """85 percent of what is left after the patient's 20."""
    amounts = payer.right(visit, without_assistant=True)
    if amounts is None or not _with_modifier(visit, "CQ"):
        return None
    paid = []
    for amount in amounts:
        coinsurance = cents(amount / 5)
        kept = cents((amount - coinsurance) * Decimal("0.85"), payer.round_up)
        paid.append(Paid(coinsurance + kept, coinsurance=coinsurance))
    return paid


def assistant_not_billed(payer: Payer, visit: Visit) -> list[Paid] | None:
    amounts = payer.right(visit)
    if amounts is None or not _with_modifier(visit, None):
        return None
    pairs = zip(amounts, visit.lines, strict=True)
    return [Paid(payer.share(Decimal(85), amount, line.units)) for amount, line in pairs]


def _each(change: Callable[[Payer, Decimal, Line], Paid]) -> Mistake:
    def mistake(payer: Payer, visit: Visit) -> list[Paid] | None:
        amounts = payer.right(visit)
        if amounts is None:
            return None
        if len(amounts) != len(visit.lines):  # one amount for the visit
            return [change(payer, amounts[0], visit.lines[0])]
        return [change(payer, amount, line) for amount, line in zip(amounts, visit.lines, strict=True)]

    return mistake


sequestration_named = _each(lambda payer, amount, _: Paid(amount, named_after_share=Decimal(2)))
sequestration_folded = _each(lambda payer, amount, _: Paid(amount, after_share=Decimal(2)))


def _discounted(payer: Payer, amount: Decimal, line: Line) -> Decimal:
    return payer.share(100 - payer.discount, amount, line.units)


network_named = _each(
    lambda payer, amount, line: Paid(
        _discounted(payer, amount, line), codes={"CO*131": amount - _discounted(payer, amount, line)}
    )
)
network_repriced = _each(lambda payer, amount, line: Paid(_discounted(payer, amount, line), is_repriced=True))
network_silent = _each(lambda payer, amount, line: Paid(_discounted(payer, amount, line)))
prompt_pay = _each(
    lambda payer, amount, _: Paid(
        amount - cents(amount * Decimal("0.03")), codes={"CO*44": cents(amount * Decimal("0.03"))}
    )
)
flat_amount = _each(lambda payer, amount, _: Paid(amount - payer.flat))


def no_rate(payer: Payer, visit: Visit) -> list[Paid] | None:
    amounts = payer.right(visit)
    if amounts is None:
        return None
    return [Paid(cents(amount * Decimal(payer.rng.randint(6000, 9890)) / 10000)) for amount in amounts]


def share_of_charge(payer: Payer, visit: Visit) -> list[Paid] | None:
    percent = Decimal(72) if visit.agreement == "quarry_comp" else payer.percent_of_charge
    return [Paid(cents((line.charge or NOTHING) * percent / 100)) for line in visit.lines]


def unlisted_percent(payer: Payer, visit: Visit) -> list[Paid] | None:
    return [Paid(cents((line.charge or NOTHING) / 2)) for line in visit.lines]


def charge_instead(payer: Payer, visit: Visit) -> list[Paid] | None:
    return [Paid(line.charge or NOTHING) for line in visit.lines]


def units_lost(payer: Payer, visit: Visit) -> list[Paid] | None:
    """One unit is paid of several; half of the time the remittance counts it."""
    if any(line.units == 1 for line in visit.lines):
        return None
    fewer = replace(visit, lines=tuple(replace(line, units=line.units - 1) for line in visit.lines))
    amounts = payer.right(fewer)
    if amounts is None:
        return None
    says = payer.rng.random() < 0.5
    pairs = zip(amounts, fewer.lines, strict=True)
    return [Paid(amount, units_paid=line.units if says else None) for amount, line in pairs]


def follow_up(payer: Payer, visit: Visit) -> list[Paid] | None:
    if not any(line.code in {"97161", "97165"} for line in visit.lines):
        return None
    return _paid(payer.right(replace(visit, lines=(Line("97110", ("GP",), Decimal(1), charge=Decimal(100)),))))


def then(first: Mistake, **more: Decimal) -> Mistake:
    """A wrong rate, and sequestration taken of what it leaves."""

    def mistake(payer: Payer, visit: Visit) -> list[Paid] | None:
        paid = first(payer, visit)
        return None if paid is None else [replace(each, **more) for each in paid]

    return mistake


def then_share(first: Mistake, percent: Callable[[Payer], Decimal], modifier: str | None = None) -> Mistake:
    """A wrong rate, and a percent of it."""

    def mistake(payer: Payer, visit: Visit) -> list[Paid] | None:
        paid = first(payer, visit)
        if paid is None or not _with_modifier(visit, modifier):
            return None
        pairs = zip(paid, visit.lines, strict=True)
        return [Paid(payer.share(percent(payer), each.allowed, line.units)) for each, line in pairs]

    return mistake


def then_units(first: Mistake) -> Mistake:
    def mistake(payer: Payer, visit: Visit) -> list[Paid] | None:
        if any(line.units == 1 for line in visit.lines):
            return None
        fewer = replace(visit, lines=tuple(replace(line, units=line.units - 1) for line in visit.lines))
        paid = first(payer, fewer)
        pairs = zip(paid or (), fewer.lines, strict=False)
        return [replace(each, units_paid=line.units) for each, line in pairs] or None

    return mistake

"""The Medicare fee as the contract has it: of a locked year or release, with its own factor, floor and cap.

Many payers use December's rates until a day of the new year (new_year_rates_from); the release in force on December 31
is then read.
Medicare's fee is read as the law has it and put together again from its parts wherever the contract names another one;
the sum is rounded once, as Medicare rounds.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from contracts.agreements.terms import Terms
from contracts.medicare.fees import MedicareFee, RateRefusal, Rates
from contracts.medicare.formula import ONE, repriced

ONE_DAY = timedelta(days=1)


def agreed_fee(
    terms: Terms,
    rates: Rates,
    code: str,
    modifiers: Sequence[str],
    on: date,
    locality: str,
    *,
    facility: bool,
    by_participant: bool = False,
) -> MedicareFee | RateRefusal:
    """One unit of `code` before the contract's percent; modifiers that the terms price themselves are left aside.

    `by_participant`: a qualifying APM participant rendered it, whom Medicare itself pays by a factor of their own.
    """
    others = (
        tuple(each for each in modifiers if terms.percent_of_modifier(each) is None) if terms.modifiers else modifiers
    )
    kind = terms.conversion_factor_kind
    apm = kind == "qualifying_apm" or (kind == "by_clinician" and by_participant)
    if terms.new_year is not None and terms.new_year.is_ahead(on):
        on = on.replace(month=1, day=1) - ONE_DAY
    if terms.release is None:
        fee = rates.fee(code, others, on, locality, facility=facility, year=terms.year, qualifying_apm=apm)
    else:
        fee = _of_release(terms, terms.release, rates, code, others, locality, facility=facility, apm=apm)
    if isinstance(fee, RateRefusal):
        return fee
    if terms.work_floor == "off" and fee.floor_applied and fee.unfloored_work is None:
        sentence = f"the terms leave out the work floor, and CMS prints no other work index for {fee.locality}"
        return RateRefusal("work_floor_unknown", sentence)
    return _with_parts_of(terms, fee)


def _of_release(
    terms: Terms,
    release: str,
    rates: Rates,
    code: str,
    modifiers: Sequence[str],
    locality: str,
    *,
    facility: bool,
    apm: bool,
) -> MedicareFee | RateRefusal:
    assert terms.year is not None  # terms_reading.py asks for it beside a release
    first = next((day for day, name in rates.law.releases_of(terms.year) if name == release), None)
    refusal = RateRefusal("no_release_for_dos", f"{release} is locked by the terms and not loaded; import its CMS file")
    if first is None:
        return refusal
    fee = rates.fee(code, modifiers, first, locality, facility=facility, qualifying_apm=apm)
    return refusal if isinstance(fee, MedicareFee) and fee.release != release else fee


def _with_parts_of(terms: Terms, fee: MedicareFee) -> MedicareFee:
    work, is_floored = fee.gpci_work, fee.floor_applied
    if terms.work_floor == "off" and fee.unfloored_work is not None:
        work, is_floored = fee.unfloored_work, False
    elif terms.work_floor == "on" and work < ONE:
        work, is_floored = ONE, True
    is_uncapped = fee.is_capped and not terms.has_opps_cap
    if work == fee.gpci_work and terms.conversion_factor is None and not is_uncapped:
        return fee
    pe = fee.uncapped_pe if is_uncapped and fee.uncapped_pe is not None else fee.pe
    mp = fee.uncapped_mp if is_uncapped and fee.uncapped_mp is not None else fee.mp
    factor = fee.conversion_factor if terms.conversion_factor is None else terms.conversion_factor
    agreed = replace(
        fee,
        pe=pe,
        mp=mp,
        gpci_work=work,
        floor_applied=is_floored,
        conversion_factor=factor,
        is_capped=fee.is_capped and not is_uncapped,
        sources=_sources(terms, fee, work),
    )
    return repriced(agreed)


def _sources(terms: Terms, fee: MedicareFee, work: Decimal) -> tuple[str, ...]:
    sources = (
        fee.sources if terms.conversion_factor is None else (*fee.sources[:-1], "conversion factor of the contract")
    )
    return sources if work == fee.gpci_work else (*sources, f"work index {work} by the contract")

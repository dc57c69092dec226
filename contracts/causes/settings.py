"""Explains a shortage by Medicare's fee of the other setting, without the floor under the work index, or at the
standard conversion factor where that of qualifying APM participants holds.

Source: 42 CFR 414.22 (practice expense by place of service); SSA 1848(e)(1)(E) (floor of 1.0);
contracts/medicare/law/conversion_factor.toml (two factors from 2026 on).
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.causes.bounds import fee_of, of_fee
from contracts.causes.change import Asked, Change, Make, World, throughout
from contracts.causes.other_rates import RateChange, changed
from contracts.pricing.working_line import Case


def other_setting(asked: Asked, _: World) -> Iterator[Change]:
    """Facility for office and office for facility; codes with one rate for both give the same amount and so no fit."""
    if fee_of(asked) is None:
        return
    facility = asked.case.facility
    cause, name = ("nonfacility_rate", "non-facility") if facility else ("facility_rate", "facility")
    make = _in_setting(facility=not facility)
    yield Change(cause, f"{name} rate", f"at the {name} rate", make, of_fee(asked, make))


def without_floor(asked: Asked, _: World) -> Iterator[Change]:
    """Only where the floor raises the index and CMS prints the one below it."""
    fee = fee_of(asked)
    if fee is not None and fee.floor_applied:
        text = f"without the floor under the work index of {fee.locality}"
        yield Change("work_floor_dropped", "no work floor", text, _without_floor, of_fee(asked, _without_floor))


def standard_factor(asked: Asked, _: World) -> Iterator[Change]:
    """Only where the agreement, or the clinician under Medicare itself, has the factor of qualifying participants."""
    terms = asked.terms
    is_of_participant = terms.conversion_factor_kind == "by_clinician" and asked.service.by_participant
    if fee_of(asked) is not None and (is_of_participant or terms.conversion_factor_kind == "qualifying_apm"):
        text = "at the standard conversion factor of Medicare"
        yield Change("standard_conversion_factor", "standard factor", text, _standard, of_fee(asked, _standard))


def _standard(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, conversion_factor_kind="standard"))


def _in_setting(*, facility: bool) -> Make:
    return lambda case: replace(case, rates=changed(case.rates, RateChange(facility=facility)))


def _without_floor(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, work_floor="off"))

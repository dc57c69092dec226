"""Explains a shortage by the charge in place of the rate, or by the percent for unlisted codes on a listed one.

Source: lesser-of and default clauses of other contracts.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.agreements.fee_schedule import FeeSchedule
from contracts.causes.change import Asked, Change, World, throughout
from contracts.money import plain
from contracts.pricing.working_line import Case


def charge_clauses(asked: Asked, _: World) -> Iterator[Change]:
    """Clauses that other contracts have, and this one has not or not for this code."""
    if asked.is_visit:
        return
    terms = asked.terms
    if terms.lesser_of == "none" and terms.method != "percent_of_charge":
        text = "the charge, where the agreement does not compare with it"
        yield Change("lesser_of_not_in_contract", "lesser of charge", text, _lesser_of)
    if terms.schedule is not None and terms.unlisted_percent_of_charge is not None:
        text = f"at the {plain(terms.unlisted_percent_of_charge)}% of the charge that are for codes without a fee"
        yield Change("default_percent_applied", "default percent", text, _unlisted)


def _lesser_of(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, lesser_of="line"))


def _unlisted(case: Case) -> Case:
    return throughout(
        case,
        lambda terms: replace(terms, schedule=terms.schedule and FeeSchedule(terms.schedule.file, (), {})),
    )

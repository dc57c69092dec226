"""Explains a shortage by the charge in place of the rate, the unlisted percent on a listed code, or a whole percent.

Source: lesser-of and default clauses of other contracts; payers' default percentages are whole numbers.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from contracts.agreements.fee_schedule import FeeSchedule
from contracts.causes.change import Asked, Change, World, throughout
from contracts.money import AS_A_HUNDREDTH, NOTHING, percent_of, plain
from contracts.pricing.working_line import Case

ONE: Final = Decimal(1)


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


def whole_percents(asked: Asked, expected: Decimal, actual: Decimal) -> Iterator[tuple[str, str, str]]:
    """(cause, candidate, text) for a whole percent of the charge, of the agreed amount or of its unit price."""
    if asked.is_visit:
        return
    charge, units = asked.service.charge, asked.service.units
    if charge and (percent := _whole_percent(actual, charge, ONE)):
        yield ("share_of_charge", f"{percent}% of the charge", f"at {percent}% of the charge {charge}")
    # A price of several units may have been cut unit by unit, and rounded each time.
    for count in dict.fromkeys((ONE, units)):
        if expected and count > NOTHING and (percent := _whole_percent(actual, expected, count)):
            yield ("share_of_agreed_rate", f"{percent}% of the rate", f"at {percent}% of the agreed rate")
            return


def _whole_percent(actual: Decimal, whole: Decimal, count: Decimal) -> str | None:
    """The whole percent below one hundred that makes `actual` of `whole`, each of `count` equal parts rounded."""
    percent = (actual / whole).scaleb(-AS_A_HUNDREDTH).to_integral_value()
    part = whole / count
    is_share = percent > NOTHING and actual < whole and percent_of(percent, part) * count == actual
    return plain(percent) if is_share else None


def _lesser_of(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, lesser_of="line"))


def _unlisted(case: Case) -> Case:
    return throughout(
        case,
        lambda terms: replace(terms, schedule=terms.schedule and FeeSchedule(terms.schedule.file, (), {})),
    )

"""What a price under given terms depends on besides code, modifiers and units: the rest stays out of the situation."""

from dataclasses import dataclass

from contracts.agreements.terms import SITE, CountedVisits, Terms


@dataclass(frozen=True, slots=True)
class Needs:
    """What a price may depend on. `visit_numbers`: how visits are counted; None: not at all."""

    visit: bool
    charge: bool
    locality: bool
    place_of_service: bool
    credential: bool
    site: bool
    product: bool
    claim: bool
    provider: bool
    participant: bool
    visit_numbers: CountedVisits | None


def needs_of(terms: Terms) -> Needs:
    """What the price of any line under `terms` may depend on, their carve-outs and [terms.unlisted] included."""
    parts = terms.parts()
    scopes = [each.scope for each in terms.carve_outs]
    schedules = [part.schedule for part in parts if part.schedule is not None]
    return Needs(
        visit=any(_needs_visit(part) for part in parts),
        charge=any(_needs_charge(part) for part in parts),
        locality=any(part.by_relative_values and part.locality == SITE for part in parts),
        place_of_service=any(part.reads_relative_values for part in parts)
        or any(schedule.asks_setting for schedule in schedules)
        or any(scope.facility is not None for scope in scopes),
        credential=any(part.credential_percent or part.method == "medicare" for part in parts)
        or any(schedule.asks_credential for schedule in schedules)
        or any(scope.credentials for scope in scopes)
        or terms.visit_per in {"discipline", "credential"},
        site=any(schedule.asks_site for schedule in schedules) or any(scope.sites for scope in scopes),
        product=any(scope.products for scope in scopes),
        claim=any(part.lesser_of == "claim" for part in parts),
        provider=terms.visit_per == "provider",
        participant=any(part.conversion_factor_kind == "by_clinician" for part in parts),
        visit_numbers=terms.visit_rate.count_visits if terms.visit_rate else None,
    )


def _needs_visit(terms: Terms) -> bool:
    return (
        terms.compare in {"visit", "cap"}
        or terms.mppr != "none"
        or bool(terms.unit_limits)
        or terms.multiple_procedures is not None
        or (terms.schedule is not None and terms.schedule.has_further_units)
    )


def _needs_charge(terms: Terms) -> bool:
    return (
        terms.lesser_of != "none" or terms.method == "percent_of_charge" or terms.unlisted_percent_of_charge is not None
    )

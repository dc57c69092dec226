"""Lists of contracts/ and parsers/ that SQL joins: codes, agreements and their schedules, thresholds, law by date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts import codes
from contracts.agreements.statutory_terms import is_medicare_itself
from contracts.causes import thresholds
from contracts.codes import special_codes
from contracts.codes.code_levels import code_levels
from contracts.disputes import appeal_levels
from contracts.disputes.clerical_errors import clerical_errors
from contracts.disputes.overpayments import return_rules
from parsers.bank.deposits import DEPOSIT_FINDINGS
from parsers.x12.findings import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.agreements.terms import CountedVisits
    from warehouse.context import NightContext

Rows = Iterable[tuple[object, ...]]

# The end of open-ended terms, so that a join needs no test for null.
FOREVER = date.max
ONE_DAY = timedelta(days=1)


def finding_kinds(_: NightContext) -> Rows:
    return [(kind.code, kind.severity, kind.sentence, kind.condemns) for kind in FINDINGS.values()]


def provider_adjustment_codes(_: NightContext) -> Rows:
    return [(row.code, row.label, row.treatment) for row in codes.provider_adjustments().values()]


def deposit_finding_kinds(_: NightContext) -> Rows:
    return [(code, *rest) for code, rest in DEPOSIT_FINDINGS.items()]


def states(_: NightContext) -> Rows:
    return [(row.state, row.is_current, row.may_dispute, row.sentence) for row in codes.states().values()]


def reason_codes(_: NightContext) -> Rows:
    return [(row.code, row.label, row.category) for row in codes.reasons().values()]


def deciding_remarks(_: NightContext) -> Rows:
    return [(code,) for code in sorted(codes.state_deciding_remarks())]


def separating_modifiers(_: NightContext) -> Rows:
    return [(modifier,) for modifier in sorted(frozenset().union(*special_codes.separating_modifiers().values()))]


def procedure_kinds(_: NightContext) -> Rows:
    return [("anesthesia", *special_codes.anesthesia_codes())]


def levels_of_codes(_: NightContext) -> Rows:
    return [(level.code, level.service, level.rank) for level in code_levels()]


def agreements(night: NightContext) -> Rows:
    return [
        (
            a.id,
            a.name,
            a.fingerprint,
            window.is_assumed,
            window.source,
            a.zero_price,
            a.filing_limit_days,
            is_medicare_itself(a.applies_to.claim_filing_codes),
            window.is_by_law,
        )
        for a in night.book.agreements
        for window in (a.dispute_window,)
    ]


def window_events(night: NightContext) -> Rows:
    return [(a.id, event) for a in night.book.agreements for event in a.dispute_window.counted_from]


def reprocessings(night: NightContext) -> Rows:
    return [
        (a.id, each.signed_on, each.effective_from, each.effective_until or FOREVER)
        for a in night.book.agreements
        for each in a.reprocessings
    ]


def agreement_periods(night: NightContext) -> Rows:
    return [
        (a.id, p.terms_id, p.start, p.end or FOREVER, p.compare, p.needs_visit, p.needs_charge, p.needs_locality,
         p.needs_place_of_service, p.needs_credential, p.needs_site, p.needs_product, p.needs_claim,
         p.needs_provider, p.needs_participant, p.needs_visit_number, *_counted(p.visit_numbers))
        for a in night.book.agreements
        for p in a.periods()
    ]  # fmt: skip


def _counted(visits: CountedVisits | None) -> tuple[object, ...]:
    """(since, first day of the counting year as MM-DD, days of an episode): the one that is set."""
    if visits is None:
        return (None, None, None)
    return visits.since, str(visits.year_begins) if visits.year_begins else None, visits.episode_days


def tolerances(night: NightContext) -> Rows:
    tolerance = night.setup.tolerance
    return [(tolerance.per_unit, tolerance.per_line, tolerance.at_most)]


def periods_of_law(name: str) -> Callable[[NightContext], Rows]:
    """The periods [effective_from, effective_until) of contracts/medicare/law/<name>.toml, each with its number."""

    def rows(night: NightContext) -> Rows:
        return [
            (each.effective_from, each.effective_until + ONE_DAY if each.effective_until else FOREVER, each.number)
            for each in night.book.rates.law.timeline(name).periods
        ]

    return rows


def causes(_: NightContext) -> Rows:
    clerical = clerical_errors()
    return [
        (each.cause, each.sentence, each.may_be_our_entry, each.cause in clerical) for each in codes.causes().values()
    ]


def cause_evidence(_: NightContext) -> Rows:
    return [(name, needed.lines, needed.codes) for name, needed in thresholds.needed().items()]


def confirmed_causes(night: NightContext) -> Rows:
    return [(agreement.id, cause) for agreement in night.book for cause in sorted(agreement.confirmed_causes)]


def appeal_rules(night: NightContext) -> Rows:
    year = night.as_of.year
    return [
        (each.filing_code, each.place, each.level, each.least_amount(year), each.door)
        for each in appeal_levels.appeal_levels()
    ]


def recoupment_rules(_: NightContext) -> Rows:
    return [
        (rule.filing_code, rule.begins_on_day, rule.stayed_within_days, rule.source)
        for rule in appeal_levels.recoupment_rules()
    ]


def overpayment_rules(_: NightContext) -> Rows:
    return [(rule.filing_code, rule.days, rule.lookback_years, rule.source) for rule in return_rules()]


def submissions(night: NightContext) -> Rows:
    return [
        (a.id, a.submit.channel, a.submit.form, "\n".join(a.submit.address) or None, a.submit.level)
        for a in night.book.agreements
        if a.submit is not None
    ]


def terms(night: NightContext) -> Rows:
    return [
        (a.id, t.id, t.effective_from, t.effective_until, t.source, t.method, t.schedule and t.schedule.file)
        for a in night.book.agreements
        for t in a.terms
    ]


def fee_rows(night: NightContext) -> Rows:
    """The rows of every schedule as they are this night: a letter cites them even when the file changes later."""
    schedules = {t.schedule.file: t.schedule for a in night.book.agreements for t in a.terms if t.schedule is not None}
    for schedule in schedules.values():
        for row in schedule.rows:
            span = (row.effective_from, row.effective_until)
            condition = str(row).removeprefix(row.code).strip() or None
            yield (schedule.file, row.number, row.code, condition, row.amount, *span)

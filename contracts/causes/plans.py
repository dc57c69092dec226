"""Explains a shortage by another agreement of the same payer: the patient was paid under the wrong plan.

Source: one payer signs PPO, HMO and Medicare Advantage remittances with the same names and numbers.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.agreements.agreement import Agreement
from contracts.agreements.periods import Period
from contracts.agreements.terms import Terms
from contracts.causes.change import Asked, Change, World


def other_plans(asked: Asked, world: World) -> Iterator[Change]:
    """Each agreement that shares a name or number with this one, in each of its periods that overlaps ours."""
    ours = world.book[asked.case.situation.agreement]
    end = ours.by_period_start[asked.case.situation.period_start][0].end
    for other in world.same_payer[ours.id]:
        for period, terms in other.by_period_start.values():
            if (end is None or period.start < end) and (period.end is None or period.end > asked.case.on):
                yield _plan(asked, other, period, terms)
                if terms.schedule is not None and asked.case.terms.schedule is not None:
                    # The plan's fees under our own other clauses: only the schedule was mistaken.
                    yield _plan(asked, other, period, replace(asked.case.terms, schedule=terms.schedule))


def _plan(asked: Asked, other: Agreement, period: Period, terms: Terms) -> Change:
    on = max(period.start, asked.case.on)
    where = terms.schedule.file if terms.schedule is not None else terms.source
    return Change(
        cause="visit_rate_short" if asked.is_paid_by_visit else "wrong_plan_schedule",
        candidate=f"agreement {other.id}",
        text=f"at the rates of {other.name} ({where})",
        make=lambda case: replace(case, terms=terms, on=on),
    )

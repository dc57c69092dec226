"""Explains a short visit by the rate of another kind of visit.

Source: the agreement's own visit rates; an evaluation is billed by its code, and the payer may miss it.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.causes.change import Asked, Change, World
from contracts.pricing.working_line import Case


def follow_up_instead(asked: Asked, _: World) -> Iterator[Change]:
    """The follow-up rate for a visit with an evaluation."""
    rate = asked.case.terms.visit_rate
    if not asked.is_visit or rate is None or rate.evaluation is None:
        return

    def make(case: Case) -> Case:
        return replace(case, terms=replace(case.terms, visit_rate=replace(rate, evaluation=None, evaluation_codes=())))

    text = "at the follow-up rate, though the visit had an evaluation"
    yield Change("visit_rate_short", "follow-up rate", text, make)

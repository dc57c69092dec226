"""Asks what interest is owed on late payments, by the law or clause that the agreement names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.agreements.prompt_pay import PromptPayLaw, state_laws
from contracts.money import NOTHING
from contracts.prompt_pay.interest import LatePayment, interest_owed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from warehouse.context import NightContext


def prompt_pay_agreements(night: NightContext) -> list[str]:
    """The agreements under which interest is asked for."""
    return [each.id for each in night.book if each.prompt_pay is not None]


def soonest_days(night: NightContext) -> int:
    """Days after receipt within which no law or clause on file calls a payment late."""
    clauses = [
        each.prompt_pay.law
        for each in night.book
        if each.prompt_pay is not None and isinstance(each.prompt_pay.law, PromptPayLaw)
    ]
    return min(law.shortest for law in (*state_laws(), *clauses))


def longest_days(_: NightContext) -> int:
    """Days after receipt after which every state's law on file calls a payment late."""
    return max(law.shortest for law in state_laws())


def interest_answers(night: NightContext) -> Callable[..., Sequence[object]]:
    """Late payment -> what came of it, the sentence, the law, the days, and the interest due and owed."""
    states = {site.key: site.state for site in night.setup.sites}

    def answer(
        agreement_id: str, site: str | None, filing_code: str | None, group_number: str | None, received: date | None,
        paid_on: date | None, paid: Decimal | None, interest_paid: Decimal | None, has_unnamed_interest: bool,  # noqa: FBT001
    ) -> Sequence[object]:  # fmt: skip
        terms = night.book[agreement_id].prompt_pay
        assert terms is not None
        found = interest_owed(
            terms,
            LatePayment(
                site_state=states.get(site or ""),
                filing_code=filing_code,
                group_number=group_number,
                received=received,
                paid_on=paid_on,
                paid=paid or NOTHING,
                interest_paid=interest_paid or NOTHING,
                has_unnamed_interest=has_unnamed_interest,
            ),
        )
        law = found.law
        return (
            found.outcome, found.sentence, law and law.name, law and law.statute, found.pay_by, found.days_late,
            found.due, found.owed,
        )  # fmt: skip

    return answer

"""What a payer owes for paying a claim late: simple interest on what it paid, less the interest that it paid with it.

Only what can be told is owed: the day of receipt must be on the remittance, the law on file, and the claim one that
state law reaches. Whether the plan is self-funded, which state law does not reach either (29 U.S.C. 1144), no
remittance says; the agreement lists such groups. Interest is apart from the payment and never part of a shortage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final, Literal

from contracts.agreements.prompt_pay import (
    PERIODS_IN_A_YEAR,
    SITE,
    PromptPay,
    PromptPayLaw,
    laws_named,
    laws_of_state,
    why_no_law,
    why_not_reached,
)
from contracts.disputes.business_days import add_business_days, next_business_day
from contracts.money import NOTHING, cents

DAYS_IN_A_YEAR: Final = 365
AS_A_HUNDREDTH: Final = -2
Outcome = Literal[
    "owed",  # paid late, and the interest was not paid, or not in full
    "paid",  # paid late, with the interest of it
    "in_time",
    "too_small",  # less interest than need be paid
    "unnamed",  # interest was paid without saying for which claim
    "no_receipt",  # the day of receipt, or of payment, is not known
    "no_law",  # no law on file says what is owed
    "not_reached",  # state law does not reach this claim
]


@dataclass(frozen=True, slots=True)
class LatePayment:
    """A claim's payment and what the remittance says about it. `site_state` is None where the site is not known;
    `has_unnamed_interest` says that the remittance pays interest at its foot without a claim."""

    site_state: str | None
    filing_code: str | None
    group_number: str | None
    received: date | None
    paid_on: date | None
    paid: Decimal
    interest_paid: Decimal
    has_unnamed_interest: bool


@dataclass(frozen=True, slots=True)
class InterestAnswer:
    """The amounts and days are None where they cannot be told."""

    outcome: Outcome
    sentence: str
    law: PromptPayLaw | None = None
    pay_by: date | None = None
    days_late: int | None = None
    due: Decimal | None = None
    owed: Decimal | None = None


def interest_owed(terms: PromptPay, payment: LatePayment) -> InterestAnswer:
    """What interest is owed on `payment`, and why, or why that cannot be told."""
    if (unreached := _unreached(terms, payment)) is not None:
        return InterestAnswer("not_reached", f"No state's prompt-pay law: {unreached}.")
    if payment.received is None:
        return InterestAnswer(
            "no_receipt",
            "Whether it was paid late is not known: the payer's receipt (DTM*050) is not on the remittance.",
        )
    if payment.paid_on is None:
        return InterestAnswer(
            "no_receipt", "Whether it was paid late is not known: the day of payment (BPR16) is not sent."
        )
    law = _law(terms.law, payment)
    if isinstance(law, str):
        return InterestAnswer("no_law", law)
    return _under(law, payment, payment.received, payment.paid_on)


def last_day(law: PromptPayLaw, received: date) -> date:
    """The last day on which a claim received on `received` is paid in time; a business day."""
    if law.working_days is not None:
        return add_business_days(received, law.working_days)
    assert law.days is not None
    return next_business_day(received + timedelta(days=law.days))


def interest(law: PromptPayLaw, amount: Decimal, received: date, paid_on: date) -> Decimal:
    """Simple interest on `amount` for the days after the last day to pay, to the day of payment; rounded once."""
    first = (last_day(law, received) - received).days + 1
    last = (paid_on - received).days
    ends = [*(rate.from_day - 1 for rate in law.rates[1:]), last]
    weighted = sum(
        (
            rate.percent * max(min(end, last) - max(rate.from_day, first) + 1, 0)
            for rate, end in zip(law.rates, ends, strict=True)
        ),
        Decimal(0),
    )
    return cents((amount * weighted * PERIODS_IN_A_YEAR[law.per]).scaleb(AS_A_HUNDREDTH) / DAYS_IN_A_YEAR)


def _under(law: PromptPayLaw, payment: LatePayment, received: date, paid_on: date) -> InterestAnswer:
    pay_by = last_day(law, received)
    begins = f"Received {received}, paid {paid_on}"
    if paid_on <= pay_by:
        return InterestAnswer("in_time", f"{begins}, in time: {law.length}, to {pay_by} ({law.statute}).", law, pay_by)
    days = (paid_on - pay_by).days
    due = interest(law, payment.paid, received, paid_on)
    moved = law.days is not None and (pay_by - received).days > law.days
    length = law.length + (", moved on to a business day" if moved else "")
    owed = max(due - payment.interest_paid, NOTHING)
    text = (
        f"{begins}, {days} {'day' if days == 1 else 'days'} after the last day to pay, {pay_by} ({length}): "
        f"{law.rate} on {payment.paid} is {due}, and {payment.interest_paid} of interest was paid ({law.statute})."
    )
    if payment.has_unnamed_interest and owed:
        unnamed = " Interest was paid without a claim (PLB L6): ask the payer for which."
        return InterestAnswer("unnamed", text + unnamed, law, pay_by, days, due)
    if due < law.least:
        small = f" Less than {law.least} need not be paid."
        return InterestAnswer("too_small", text + small, law, pay_by, days, due, NOTHING)
    insured = (
        " A self-funded plan owes none (ERISA); the remittance does not say whether this is one." if law.state else ""
    )
    note = f" {law.note}" if law.note else ""
    outcome: Outcome = "owed" if owed else "paid"
    return InterestAnswer(outcome, text + (note + insured if owed else ""), law, pay_by, days, due, owed)


def _unreached(terms: PromptPay, payment: LatePayment) -> str | None:
    """Why no state's law reaches the claim; a contract's own clause reaches every claim under the contract."""
    if isinstance(terms.law, PromptPayLaw):
        return None
    group = payment.group_number
    if group is not None and any(fnmatchcase(group, pattern) for pattern in terms.self_funded_groups):
        return f"group {group} is self-funded by the agreement, so ERISA alone holds"
    return why_not_reached(payment.filing_code)


def _law(named: str | PromptPayLaw, payment: LatePayment) -> PromptPayLaw | str:
    """The law in force, or the sentence that says why there is none on file."""
    if isinstance(named, PromptPayLaw):
        return named
    if named != SITE:
        return _in_force(laws_named(named), named, payment)
    if payment.site_state is None:
        return "Which state's prompt-pay law holds is not known: the site of the service is not."
    return _in_force(laws_of_state(payment.site_state), payment.site_state, payment)


def _in_force(laws: Sequence[PromptPayLaw], name: str, payment: LatePayment) -> PromptPayLaw | str:
    received = payment.received or date.min
    in_order = sorted(laws, key=lambda law: law.effective_from or date.min)
    known = {law.name: law for law in in_order if law.effective_from is None or law.effective_from <= received}
    if len(known) == 1:
        return next(iter(known.values()))
    if known:
        return f"Which prompt-pay law of {name} holds depends on the payer: name {' or '.join(known)} in the agreement."
    if laws:
        return f"No prompt-pay law of {name} is on file for claims received on {received}."
    reason = why_no_law(name)
    return f"No prompt-pay law of {name} is on file{': ' + reason if reason else ''}."

"""Claims that come more than once: reversed, corrected, supplemented, pended, denied as duplicates."""

import datetime as dt
from decimal import Decimal

from tests.generate.claims import ZERO, Adjustment, Claim, Line, Payment, Share, negated, settle
from tests.generate.desk import Desk, deny, judge, workday


def again(claim: Claim, payment: Payment, *, icn: str = "", status: str | None = None) -> Claim:
    """The same claim with blank lines, to be decided anew; disputes still count from the first payment."""
    lines = [Line(line.code, line.modifiers, line.units, line.charge, line.day, line.control) for line in claim.lines]
    new = Claim(
        claim.account, icn or claim.icn, claim.patient, claim.provider, claim.agreement, lines, claim.filing,
        status or claim.status, contract_code=claim.contract_code, original_icn=claim.icn if icn else None,
        received=claim.received, basis=claim.basis or claim.payment, payment=payment,
    )  # fmt: skip
    payment.claims.append(new)
    return new


def reverse(claim: Claim, payment: Payment, state: str = "superseded") -> None:
    """Adds the reversal; the reversed claim's lines are superseded, or wait for their correction."""
    taken_back = negated(claim)
    taken_back.payment = payment
    payment.claims.append(taken_back)
    replaced(claim, state)


def replaced(claim: Claim, state: str = "superseded") -> None:
    for line in claim.lines:
        line.state, line.cause, line.visit = state, "", ""


def day_before(payment: Payment, days: int) -> dt.date:
    return workday(payment.remitted - dt.timedelta(days=days))


def corrected_in_one_file(desk: Desk, payment: Payment) -> None:
    """Denied for a missing modifier in an earlier life; original, reversal and correction all in this file."""
    first = desk.bill(payment, "summerfield_ppo", "durham_pt", day_before(payment, 30), "97140x2 97110x2")
    deny(first, "denied_correctable", "CO", "16", "N519")
    reverse(first, payment)
    desk.pay(again(first, payment), share=Share(copay=Decimal(25)), story="corrected in one file")


def corrected_short(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    """Short, reversed and corrected a month later, and still short: one dispute, counted from the first remittance."""
    first = desk.bill(first_payment, "medicare_b", "durham_pt", day_before(first_payment, 25), "97140x2 97110x2 97530")
    desk.pay(first, wrongly={"year": 2025})
    reverse(first, payment)
    second = again(first, payment)
    desk.pay(second, wrongly={"year": 2025}, cause="prior_year_medicare", story="corrected, still short")


def corrected_later(desk: Desk, first_payment: Payment, reversal: Payment, correction: Payment) -> None:
    """Reversed in one remittance, corrected in the next under a new number that names the old one."""
    first = desk.bill(
        first_payment, "basalt_locked", "pasadena_pt", day_before(first_payment, 20), "97140x2 97112 97110"
    )
    desk.pay(first, wrongly={"mppr": "medicare"})
    reverse(first, reversal)
    second = again(first, correction, icn=first.icn + "C1")
    desk.pay(second, share=Share(percent=Decimal(20)), story="corrected across files")


def correction_awaited(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    first = desk.bill(first_payment, "orchard_ppo", "hialeah_pt", day_before(first_payment, 22), "97140x2 97530")
    desk.pay(first, story="reversed, correction awaited")
    reverse(first, payment, "pending_correction")


def orphan(desk: Desk, payment: Payment) -> None:
    """A reversal of something that was never on file."""
    first = desk.bill(payment, "summerfield_ppo", "durham_ot", day_before(payment, 90), "97140 97530x2")
    desk.pay(first, share=Share(copay=Decimal(25)))
    payment.claims.remove(first)
    taken_back = negated(first)
    taken_back.payment = payment
    for line in taken_back.lines:
        line.state, line.story = "reversal_orphan", "orphan reversal"
    payment.claims.append(taken_back)


def supplemented(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    """Paid short, then paid the rest without a reversal: OA-B13 says what was paid before."""
    first = desk.bill(first_payment, "summerfield_ppo", "pasadena_pt", day_before(first_payment, 28), "97140x2 97110")
    desk.pay(first, wrongly={"schedule": "summerfield_ppo_2025.csv"})
    before = [line.paid for line in first.lines]
    replaced(first)
    second = again(first, payment)
    desk.pay(second, story="supplemental payment")
    for line, paid in zip(second.lines, before, strict=True):
        line.adjustments.append(Adjustment("OA", "B13", paid))
        line.paid -= paid


def pended_then_paid(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    """OA-133 decides nothing: the window counts from the remittance that did."""
    first = desk.bill(first_payment, "juniper_advantage", "durham_pt", day_before(first_payment, 18), "97140x2 97112")
    deny(first, "pended", "OA", "133")
    replaced(first)
    second = again(first, payment)
    second.basis = None
    desk.pay(second, share=Share(copay=Decimal(20)), story="pended, then paid")


def still_pended(desk: Desk, payment: Payment) -> None:
    claim = desk.bill(payment, "orchard_ppo", "pasadena_pt", day_before(payment, 18), "97140 97110x2")
    deny(claim, "pended", "OA", "133")


def denied_as_duplicate(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    """The second copy of a claim already paid: OA-18 beside the paid original."""
    first = desk.bill(
        first_payment, "juniper_advantage", "hialeah_pt", day_before(first_payment, 21), "97140x2 97110x2"
    )
    desk.pay(first, share=Share(copay=Decimal(25)), story="has a duplicate")
    copy = again(first, payment, icn=first.icn[:-2] + "99")
    copy.original_icn = None
    deny(copy, "duplicate", "OA", "18")


def overpaid_then_right(desk: Desk, first_payment: Payment, payment: Payment) -> None:
    """Paid too much, reversed, corrected down, with the overpayment's interest nowhere."""
    first = desk.bill(first_payment, "quarry_comp", "pasadena_dc", day_before(first_payment, 24), "98941 97140")
    for line in first.lines:
        line.expected = line.charge * Decimal("0.8")
        settle(line, line.charge, Share(deductible=ZERO))
        judge(line, ())
    reverse(first, payment)
    desk.pay(again(first, payment), story="corrected downwards")

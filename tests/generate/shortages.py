"""Single planted underpayments, each of its own kind, and the near misses beside them."""

import datetime as dt
from decimal import Decimal

from tests.generate.arithmetic import cents
from tests.generate.chains import day_before
from tests.generate.claims import Adjustment, Claim, Payment, Share, carve, settle
from tests.generate.desk import Desk, judge
from tests.generate.everyday import sequestered
from tests.generate.visits import pay_visit

COPAY = Share(copay=Decimal(25))


def paid_less(
    desk: Desk, payment: Payment, agreement: str, provider: str, services: str, less: str, *,
    days: int = 21, cause: str = "unexplained_short", story: str = "", line: int = 0,
) -> Claim:  # fmt: skip
    """A claim paid right but for one line, which gets `less` dollars less than agreed (negative: more)."""
    claim = desk.bill(payment, agreement, provider, day_before(payment, days), services)
    desk.pay(claim, story=story)
    short = claim.lines[line]
    assert short.expected is not None
    settle(short, short.expected - Decimal(less))
    judge(short, desk.agreements[agreement]["permitted_deductions"], cause)
    return claim


def units_cut(desk: Desk, payment: Payment, agreement: str, provider: str) -> None:
    """Three units billed, two paid, without a reason: the third is inside CO-45."""
    claim = desk.bill(payment, agreement, provider, day_before(payment, 24), "97140x3 97110")
    desk.pay(claim, story="units cut")
    line = claim.lines[0]
    assert line.expected is not None
    settle(line, line.expected * 2 / 3, COPAY)
    line.units_paid = Decimal(2)
    judge(line, (), "units_cut")


def units_denied(desk: Desk, payment: Payment) -> None:
    """Three units billed, one denied with its own reason: the rest is paid right, and the line is denied in part."""
    claim = desk.bill(payment, "summerfield_ppo", "hialeah_pt", day_before(payment, 24), "97110x3 97140x2")
    line = claim.lines[0]
    line.units, whole = Decimal(2), line.charge
    desk.pay(claim, story="one unit denied")
    line.units, line.units_paid = Decimal(3), Decimal(2)
    carve(line, "151", cents(whole / 3), Decimal(1))
    line.state = "denied_appealable"


def over_and_under(desk: Desk, payment: Payment) -> None:
    """One line 6.00 too much, one 4.30 too little: never netted."""
    claim = paid_less(
        desk, payment, "summerfield_ppo", "pasadena_pt", "97140x2 97530x2 97110", "4.30", story="over and under"
    )
    over = claim.lines[1]
    assert over.expected is not None
    settle(over, over.expected + 6)
    judge(over, ())


def masked_by_interest(desk: Desk, payment: Payment) -> None:
    """Interest of exactly the missing amount: paid plus interest looks right."""
    claim = paid_less(
        desk,
        payment,
        "summerfield_ppo",
        "hialeah_pt",
        "97140x2 97112x2",
        "7.15",
        days=45,
        story="interest masks the shortage",
    )
    claim.interest = Decimal("7.15")
    payment.provider_adjustments.append(("L6", claim.icn, -claim.interest))


def contract_price_reported(desk: Desk, payment: Payment) -> None:
    """AMT*B6 repeats the contract's price while less was paid."""
    claim = paid_less(
        desk, payment, "orchard_ppo", "durham_pt", "97140x2 97110x2", "9.40", story="B6 is the contract price"
    )
    claim.lines[0].reported = claim.lines[0].expected


def reductions_taken(desk: Desk, payment: Payment, *, named: bool) -> None:
    """A fee schedule knows no multiple procedures; the payer keeps a quarter of every therapy unit but the first."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_pt", day_before(payment, 26), "97530x2 97140x2")
    desk.pay(claim, story=f"multiple procedures not in contract, {'under CO-59' if named else 'inside CO-45'}")
    for n, line in enumerate(claim.lines):
        assert line.expected is not None
        unit = line.expected / line.units
        cut = (unit - cents(unit * 3 / 4)) * (line.units - (1 if n == 0 else 0))
        settle(line, line.expected - cut)
        if named:
            carve(line, "59", cut)
        judge(line, (), "mppr_not_in_contract")


def facility_priced(desk: Desk, payment: Payment) -> None:
    """Done in the office, priced as if in a hospital."""
    claim = desk.bill(payment, "juniper_advantage", "hialeah_dc", day_before(payment, 23), "98942")
    desk.pay(claim, share=COPAY, wrongly={"facility": True}, cause="facility_rate", story="facility rate")


def sequestration_taken(desk: Desk, payment: Payment, provider: str) -> None:
    claim = desk.bill(payment, "juniper_advantage", provider, day_before(payment, 22), "97140x2 97110x2 97530")
    desk.pay(claim, share=COPAY, story="sequestration not in contract")
    sequestered(claim)


def one_cent(desk: Desk, payment: Payment) -> None:
    """A cent a unit is rounding, not a dispute."""
    paid_less(desk, payment, "basalt_locked", "pasadena_pt", "97140x3 97110", "0.03", story="rounding")


def visit_short(desk: Desk, payment: Payment, provider: str, short: str) -> None:
    claim = desk.bill(payment, "willow_visit", provider, day_before(payment, 20), "97140x2 97110x2 97112")
    pay_visit(desk, [claim], "even", copay=Decimal(15), short=Decimal(short), story="visit paid at the old rate")


def visit_of_two_claims(desk: Desk, payment: Payment, short: str) -> None:
    """A chiropractor's and a therapist's claim on one day: one visit, one amount."""
    day = day_before(payment, 19)
    first = desk.bill(payment, "willow_visit", "pasadena_dc", day, "98941 97140")
    second = desk.bill(payment, "willow_visit", "pasadena_pt", day, "97110x2", person=first.patient)
    pay_visit(desk, [first, second], "by_charge", short=Decimal(short), story="one visit, two claims")


def unbalanced_line(desk: Desk, payment: Payment) -> None:
    """A line whose adjustments do not explain its payment: posted, shown, never disputed."""
    claim = paid_less(desk, payment, "summerfield_ppo", "durham_pt", "97140x2 97110", "5.00", story="out of balance")
    line = claim.lines[0]
    line.adjustments = [Adjustment("CO", "45", line.charge - line.paid - 3)]
    line.state, line.cause = "out_of_balance", ""


def window_edge(desk: Desk, payment: Payment, agreement: str, provider: str, less: str, *, days: int = 21) -> None:
    paid_less(desk, payment, agreement, provider, "97140x2 97110", less, days=days, story="window edge")


def old_fee_row(desk: Desk, payment: Payment) -> None:
    """Orchard's fee for 97140 rose on 1 June inside one schedule; the payer still uses the row before."""
    claim = desk.bill(payment, "orchard_ppo", "hialeah_pt", day_before(payment, 25), "97140x2 97530 97110")
    desk.pay(
        claim, share=COPAY, wrongly={"schedule_day": dt.date(2026, 5, 31)},
        cause="prior_schedule_version", story="old row of the schedule",
    )  # fmt: skip


def assistant_day(desk: Desk, payment: Payment) -> None:
    """Part of the day by an assistant, in another locality's prices."""
    day = day_before(payment, 20)
    claim = desk.bill(payment, "medicare_b", "pasadena_pt", day, "97140:CQ 97110x2 97530:CQ")
    desk.pay(claim, wrongly={"priced_at": "09102/04"}, cause="wrong_locality", story="assistant, wrong locality")

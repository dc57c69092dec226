"""What looks like an underpayment and is none: one claim for each valid reason to pay less."""

import datetime as dt
from decimal import Decimal

from tests.generate.arithmetic import cents
from tests.generate.chains import day_before
from tests.generate.claims import Adjustment, Claim, Line, Payment, Share, carve, refuse, settle, take
from tests.generate.desk import Desk, deny, judge

COPAY = Share(copay=Decimal(30))


def charge_below_fee(desk: Desk, payment: Payment, agreement: str, provider: str) -> None:
    """Billed less than the fee: the lesser of both is the price, and no CO-45 appears."""
    charges = {"97140": "18.00", "97110": "19.50"}
    claim = desk.bill(payment, agreement, provider, day_before(payment, 21), "97140x2 97110x2", charges=charges)
    desk.pay(claim, story="charge below fee")


def quality_program(desk: Desk, payment: Payment, provider: str, percent: str) -> None:
    """MIPS: a cut (CO-237) or a bonus (negative CO-144) on the program's share."""
    claim = desk.bill(payment, "medicare_b", provider, day_before(payment, 24), "97140x2 97110x2")
    desk.pay(claim, mips=Decimal(percent), story="MIPS")
    claim.moa = ["MA01"]


def reductions_shown(desk: Desk, payment: Payment, agreement: str, provider: str) -> None:
    """Multiple procedures as agreed, shown under CO-59 instead of inside CO-45."""
    claim = desk.bill(payment, agreement, provider, day_before(payment, 20), "97530 97140x2 97110x2")
    desk.pay(claim, story="CO-59 as agreed")
    for line, half in zip(claim.lines[1:], ("6.00", "8.00"), strict=True):
        carve(line, "59", Decimal(half))


def two_claims_one_day(desk: Desk, payment: Payment) -> None:
    """Physical and occupational therapy on one day, two claims: only one unit of both keeps its practice expense."""
    day = day_before(payment, 22)
    first = desk.bill(payment, "medicare_b", "durham_pt", day, "97140x2 97110x2")
    second = desk.bill(payment, "medicare_b", "durham_ot", day, "97530x2 97140", person=first.patient)
    desk.pay(first, second, story="one day, two claims")


def withheld(desk: Desk, payment: Payment, provider: str) -> None:
    """Five percent withheld until the year's end, as the contract permits."""
    claim = desk.bill(payment, "orchard_hmo", provider, day_before(payment, 20), "97140x2 97110x2")
    desk.pay(claim, share=COPAY, story="withhold")
    for line in claim.lines:
        assert line.expected is not None
        take(line, "104", cents(line.expected / 20))


def prepaid(desk: Desk, payment: Payment, provider: str) -> None:
    """The evaluation is in the capitation; the treatments beside it are paid."""
    claim = desk.bill(payment, "orchard_hmo", provider, day_before(payment, 18), "97161 97140x2")
    deny(claim, "capitated", "CO", "24", only="97161")
    desk.pay(claim, story="beside a prepaid evaluation")


def bundled(desk: Desk, payment: Payment) -> None:
    """Two lines rolled into one: OA-94 raises the one, CO-97 empties the other, and the code is priced once."""
    claim = desk.bill(payment, "orchard_ppo", "durham_pt", day_before(payment, 20), "97530 97140x2")
    kept, emptied = claim.lines[0], Line("97530", ("GP",), Decimal(1), Decimal("88.00"), claim.lines[0].day, "00000B2")
    emptied.submitted = "97535"
    claim.lines.insert(1, emptied)
    refuse(emptied, "CO", "97")
    emptied.state, emptied.story = "bundled", "bundled"
    desk.pay(claim, story="bundled")
    kept.adjustments.append(Adjustment("OA", "94", Decimal("-20.00")))
    next(row for row in kept.adjustments if row.reason == "45").amount += 20


def secondary(desk: Desk, payment: Payment, provider: str, *, zero: bool) -> None:
    """Another payer came first: OA-23, and no fee schedule says what is owed."""
    claim = desk.bill(payment, "summerfield_ppo", provider, day_before(payment, 50), "97140x2 97110x2")
    claim.status = "2"
    for line in claim.lines:
        left = Decimal(0) if zero else cents(line.charge / 10)
        line.adjustments = [Adjustment("OA", "23", line.charge - left)]
        line.paid = left
        line.state, line.story = ("cob_zero" if zero else "not_priced_secondary"), "secondary"


def crossed_over(desk: Desk, payment: Payment) -> None:
    """Status 19: paid as primary and sent on to the supplement. Priced like any primary."""
    claim = desk.bill(payment, "medicare_b", "durham_pt", day_before(payment, 25), "97161 97140 97110x2")
    claim.status, claim.forwarded_to, claim.moa = "19", "OLD ORCHARD SUPPLEMENT", ["MA18"]
    desk.pay(claim, story="crossed over")


def not_ours(desk: Desk, payment: Payment) -> None:
    """Status 23: not this payer's claim, forwarded."""
    claim = desk.bill(payment, "juniper_advantage", "hialeah_pt", day_before(payment, 20), "97140x2 97110")
    claim.status, claim.forwarded_to = "23", "OLD ORCHARD SUPPLEMENT"
    deny(claim, "forwarded", "OA", "B11")


def estimate(desk: Desk, payment: Payment) -> None:
    """Status 25: a predetermination pays nothing."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_pt", day_before(payment, 18), "97140x2 97530")
    claim.status = "25"
    deny(claim, "predetermination", "OA", "101")


def recoded(desk: Desk, payment: Payment) -> None:
    """Billed 97014, adjudicated as G0283: priced as adjudicated."""
    claim = desk.bill(payment, "summerfield_ppo", "hialeah_pt", day_before(payment, 21), "97140x2 G0283")
    claim.lines[1].submitted = "97014"
    desk.pay(claim, share=COPAY, story="recoded")


def units_unsaid(desk: Desk, payment: Payment) -> None:
    """SVC05 left out means one."""
    claim = desk.bill(payment, "basalt_locked", "hialeah_pt", day_before(payment, 21), "97140 97112")
    for line in claim.lines:
        line.says_units = False
    desk.pay(claim, story="SVC05 absent")


def day_of_the_claim(desk: Desk, payment: Payment) -> None:
    claim = desk.bill(payment, "basalt_locked", "pasadena_pt", day_before(payment, 20), "97140x2 97110x2")
    for line in claim.lines:
        line.has_day = False
    desk.pay(claim, share=Share(percent=Decimal(20)), story="date on the claim")


def two_therapists(desk: Desk, payment: Payment) -> None:
    """The same code twice on one day by two people: both count."""
    claim = desk.bill(payment, "summerfield_ppo", "pasadena_pt", day_before(payment, 20), "97140 97110 97140")
    claim.lines[2].modifiers = ("59", "GP")
    desk.pay(claim, share=Share(deductible=Decimal(9999)), story="two therapists")


def deductible_of_the_claim(desk: Desk, payment: Payment) -> None:
    """PR-1 is on the claim, not on its lines: the lines add up to more than was paid."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_ot", day_before(payment, 23), "97140x2 97530x2")
    desk.pay(claim, story="deductible on the claim")
    claim.claim_adjustments = [Adjustment("PR", "1", Decimal("60.00"))]
    # 60.00 by what the lines say was paid, 62.80 and 83.20
    for line, part in zip(claim.lines, (Decimal("25.81"), Decimal("34.19")), strict=True):
        line.laid = part


def no_rate(desk: Desk, payment: Payment) -> None:
    """A code that the schedule does not list, beside one that it does."""
    claim = desk.bill(payment, "summerfield_ppo", "hialeah_dc", day_before(payment, 23), "20560 97140x2")
    desk.pay(claim, story="code without a rate")


def unlisted(desk: Desk, payment: Payment) -> None:
    """The same code where the contract pays half of the charge for it."""
    claim = desk.bill(payment, "orchard_ppo", "hialeah_dc", day_before(payment, 23), "20560 97140x2")
    desk.pay(claim, share=COPAY, story="unlisted code, share of charge")


def misfiled(desk: Desk, payment: Payment) -> Claim:
    """CLP06 says PPO, REF*CE says HMO: the class of contract decides."""
    claim = desk.bill(payment, "orchard_hmo", "durham_pt", day_before(payment, 20), "97140x2 97110x2 97530")
    claim.filing, claim.contract_code = "12", "CORE HMO"
    desk.pay(claim, share=COPAY, story="REF*CE outranks CLP06")
    return claim


def last_day_of_old_rates(desk: Desk, payment: Payment) -> None:
    """30 June is still the old schedule, 1 July the new one, in one remittance."""
    for day, text in ((dt.date(2026, 6, 30), "97140x2 97530"), (dt.date(2026, 7, 1), "97140x2 97530")):
        desk.pay(desk.bill(payment, "summerfield_ppo", "pasadena_pt", day, text), share=COPAY, story="rate boundary")


def charge_reported(desk: Desk, payment: Payment) -> None:
    """AMT*B6 repeats the charge."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_pt", day_before(payment, 22), "97140x2 97112")
    desk.pay(claim, share=Share(deductible=Decimal(9999)), story="B6 is the charge")
    for line in claim.lines:
        line.reported = line.charge


def paid_above(desk: Desk, payment: Payment) -> None:
    claim = desk.bill(payment, "basalt_locked", "pasadena_dc", day_before(payment, 22), "98941 97140x2")
    desk.pay(claim, story="overpaid")
    line = claim.lines[1]
    assert line.expected is not None
    settle(line, line.expected + 11)
    judge(line, ())


def with_interest(desk: Desk, payment: Payment) -> None:
    """Late, with interest: AMT*I on the claim, L6 at the end, nothing of it in the price."""
    claim = desk.bill(payment, "summerfield_ppo", "pasadena_pt", day_before(payment, 60), "97140x2 97110")
    desk.pay(claim, story="interest")
    claim.interest = Decimal("1.84")
    payment.provider_adjustments.append(("L6", claim.icn, -claim.interest))

"""Lines that no fee schedule can price, odd dates and places, and visits of which the payer denied a part."""

import datetime as dt
from decimal import Decimal

from tests.generate.chains import day_before
from tests.generate.claims import Claim, Payment, Share, carve, settle
from tests.generate.desk import Desk, deny, judge
from tests.generate.visits import pay_visit

COPAY = Share(copay=Decimal(15))


def unpriced(claim: Claim, state: str, story: str, *, only: int) -> None:
    """Pays four tenths of the charge of one line, which stays without a price."""
    line = claim.lines[only]
    settle(line, line.charge * 4 / 10)
    line.state, line.story = state, story


def anesthesia(desk: Desk, payment: Payment) -> None:
    """Base units and minutes, not a fee times units."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_pt", day_before(payment, 20), "01996 97140x2")
    claim.lines[0].modifiers = ()
    unpriced(claim, "anesthesia", "anesthesia", only=0)
    desk.pay(claim, share=COPAY, story="beside anesthesia")


def revenue_code_only(desk: Desk, payment: Payment) -> None:
    """SVC01 is a revenue code: what was done is not said."""
    claim = desk.bill(payment, "summerfield_ppo", "pasadena_pt", day_before(payment, 20), "0420 97140")
    line = claim.lines[0]
    line.qualifier, line.modifiers = "NU", ()
    unpriced(claim, "no_hcpcs", "revenue code only", only=0)
    desk.pay(claim, share=COPAY, story="beside a revenue code")


def undated(desk: Desk, payment: Payment) -> None:
    """No date on the line, none on the claim: no terms can be chosen."""
    claim = desk.bill(payment, "alderwick_units", "durham_pt", day_before(payment, 20), "97140x2")
    claim.says_day = claim.lines[0].has_day = False
    unpriced(claim, "no_dos", "no date of service", only=0)


def spanning(desk: Desk, payment: Payment) -> None:
    """Services from 29 June to 2 July, over the rate rise: how many units are of which day is not said."""
    claim = desk.bill(payment, "summerfield_ppo", "durham_pt", dt.date(2026, 6, 29), "97140x2 97110x2")
    for line in claim.lines:
        line.until = dt.date(2026, 7, 2)
    desk.pay(claim, story="span over the rate rise")
    for line in claim.lines:
        line.state, line.expected = "no_rate", None


def in_hospital(desk: Desk, payment: Payment) -> None:
    """Place of service 22: the facility price is right here."""
    claim = desk.bill(payment, "juniper_advantage", "hialeah_dc", day_before(payment, 22), "98942")
    claim.place = "22"
    desk.pay(claim, story="facility, rightly")


def denied_visit(desk: Desk, payment: Payment) -> None:
    """Nothing of the day is paid: a denial, not a visit paid short."""
    claim = desk.bill(payment, "willow_visit", "hialeah_pt", day_before(payment, 23), "97140x2 97110x2")
    deny(claim, "denied_appealable", "CO", "50", "N115")


def partly_denied_visit(desk: Desk, payment: Payment) -> None:
    """One line of the visit is refused, the visit's rate is paid on the others: one amount for the day all the same."""
    claim = desk.bill(payment, "willow_visit", "durham_pt", day_before(payment, 18), "97140x2 97110x2 97035")
    pay_visit(desk, [claim], "first", copay=Decimal(15), story="visit with an empty line")
    for line in claim.lines[1:]:
        line.adjustments[0].reason = "97"


def capped_short(desk: Desk, payment: Payment, provider: str, short: str) -> None:
    """Fees above the cap, and less than the cap is paid."""
    claim = desk.bill(payment, "pemberly_cap", provider, day_before(payment, 21), "97140x2 97110x2 97530")
    pay_visit(desk, [claim], "even", copay=Decimal(20), short=Decimal(short), story="capped visit short")


def under_the_cap(desk: Desk, payment: Payment) -> None:
    claim = desk.bill(payment, "pemberly_cap", "durham_pt", day_before(payment, 21), "97140 97110")
    pay_visit(desk, [claim], "by_charge", story="visit under its cap")


def above_the_unit_limit(desk: Desk, payment: Payment) -> None:
    """Six timed units, four payable: two are worth nothing, and the payer says so only in CO-45."""
    claim = desk.bill(payment, "alderwick_units", "durham_pt", day_before(payment, 24), "97140x3 97110x3")
    desk.pay(claim, story="above the unit limit")


def limit_shown(desk: Desk, payment: Payment) -> None:
    """The same, with the excess under CO-222."""
    claim = desk.bill(payment, "alderwick_units", "hialeah_pt", day_before(payment, 24), "97140x2 97110 97112x3")
    desk.pay(claim, share=Share(percent=Decimal(10)), story="unit limit shown")
    last = claim.lines[2]
    carve(last, "222", last.charge * 2 / 3, Decimal(2))
    last.units_paid = Decimal(1)


def short_of_the_limit(desk: Desk, payment: Payment) -> None:
    """Only three of the four payable units are paid."""
    claim = desk.bill(payment, "alderwick_units", "durham_pt", day_before(payment, 25), "97140x3 97110x2")
    desk.pay(claim, story="below the unit limit")
    line = claim.lines[0]
    assert line.expected is not None
    settle(line, line.expected * 2 / 3)
    line.units_paid = Decimal(2)
    judge(line, (), "units_cut")

"""What happens to payments rather than to lines: provider adjustments, split and repeated files, files not to post."""

import dataclasses
import datetime as dt
from decimal import Decimal

from tests.generate.chains import day_before
from tests.generate.claims import Payment, Remit, Share
from tests.generate.desk import Desk
from tests.generate.facts import PAYERS


def adjust(of: dict[str, Payment]) -> None:
    """Recoupments, an acknowledged refund, a reissued check, and a debt carried forward to the next payment."""
    of["orchard_oct/t"].provider_adjustments.append(("WO", "LTR-2026-0711", Decimal("31.20")))
    of["juniper_sep/t"].provider_adjustments += [
        ("WO", "RFD-4410", Decimal("54.00")),
        ("72", "RFD-4410", Decimal("-54.00")),
    ]
    of["summer_nov/t"].provider_adjustments.append(("CS", "VOID-CHK-20077", Decimal("12.50")))
    owing, next_payment = of["basalt_sep/p"], of["basalt_oct/p"]
    debt = -owing.bpr
    owing.provider_adjustments.append(("FB", owing.trace, -debt))
    next_payment.provider_adjustments.append(("FB", owing.trace, debt))
    for payment in of.values():
        payment.traps += sorted({f"plb_{reason.lower()}" for reason, _, _ in payment.provider_adjustments})
        if payment.bpr < 0 or (payment is owing) != (payment.bpr == 0):
            raise AssertionError(f"{payment.trace} has an amount nobody planned")


def split(found: list[Remit], payment: Payment) -> list[Remit]:
    """One payment, sent by the clearinghouse in two files: same trace and amount, different claims."""
    [whole] = [remit for remit in found if payment in remit.payments]
    half = len(payment.claims) // 2
    parts = [
        dataclasses.replace(
            payment, claims=claims, amount=payment.bpr, split_group=payment.trace, traps=["split_era"],
            provider_adjustments=[],
        )
        for claims in (payment.claims[:half], payment.claims[half:])
    ]  # fmt: skip
    stem = whole.name.removesuffix(".835")
    pieces = [
        dataclasses.replace(whole, name=f"{stem}_part{n}.835", payments=[part]) for n, part in enumerate(parts, 1)
    ]
    return [remit for remit in found if remit is not whole] + pieces


def stray(desk: Desk, payer: str, agreement: str, provider: str, practice: str, day: str) -> Payment:
    """A small payment of two claims that is not meant to be posted."""
    remitted = dt.date.fromisoformat(day)
    payment = Payment(
        PAYERS[payer], desk.practice(practice), remitted, remitted, f"9{remitted:%y%m%d}{payer[:2].upper()}"
    )
    for services in ("97140x2 97110x2", "97140 97530x2 97112"):
        claim = desk.bill(payment, agreement, provider, day_before(payment, 21), services)
        desk.pay(claim, share=Share(copay=Decimal(20)))
    return payment


def unwelcome(desk: Desk, found: list[Remit]) -> list[Remit]:
    """Duplicates, a test file, a status file, damage, and a payment that is off by ten dollars."""
    by_name = {remit.name: remit for remit in found}
    same, resent = by_name["20260914_medicare_nc.835"], by_name["20260511_juniper.835"]
    off = stray(desk, "summerfield", "summerfield_ppo", "durham_pt", "thistledown", "2026-11-05")
    off.amount = off.claims_total + 10
    test = stray(desk, "juniper", "juniper_advantage", "hialeah_pt", "pelican", "2026-11-03")
    cut = stray(desk, "basalt", "basalt_locked", "durham_ot", "thistledown", "2026-11-04")
    garbled = stray(desk, "summerfield", "summerfield_ppo", "pasadena_pt", "pelican", "2026-11-06")
    copies = [
        dataclasses.replace(payment, duplicate_of=resent.name, traps=["new envelope"]) for payment in resent.payments
    ]
    return [
        Remit("20260915_medicare_nc_again.835", "duplicate", same.payments, f"same bytes as {same.name}"),
        Remit("20260514_juniper_resend.835", "duplicate", copies, f"transactions of {resent.name} in a new envelope"),
        Remit("20261103_juniper_trial.835", "test", [test], "ISA15 is T", usage="T"),
        Remit("20261104_basalt_cut.835", "superseded", [cut], "ends in the middle of a claim"),
        Remit("20261105_basalt.835", "loaded", [cut], "what had arrived cut short the day before"),
        Remit("20261105_summerfield_off.835", "held", [off], "BPR02 is 10.00 more than the claims"),
        Remit("20261106_summerfield_garbled.835", "quarantined", [garbled], "BPR02 is not a number"),
        Remit("20261107_clearinghouse.835", "quarantined", [], "not an 835 (277 claim status)", content=STATUS_FILE),
    ]


STATUS_FILE = b"""\
ISA*00*          *00*          *ZZ*JCA20          *ZZ*FERNWAYBILLING *261107*0730*^*00501*000007770*0*P*:~
GS*HN*JCA20*FERNWAYBILLING*20261107*0730*7770*X*005010X214~
ST*277*0001*005010X214~
BHT*0085*08*7770*20261107*0730*TH~
SE*3*0001~
GE*1*7770~
IEA*1*000007770~
"""

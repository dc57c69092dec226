"""The ordinary run of claims: paid as agreed, denied now and then, and one planted habit of the payer per payment."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.generate.claims import Claim, Payment, Share, sequester, settle
from tests.generate.desk import Desk, Dice, deny, workday
from tests.generate.visits import SPREADS, pay_visit

PT = (
    "97140x2 97110x2", "97140 97110x2 97530", "97140x2 97112 97110", "97161 97140 97110", "97140 97530x2",
    "97140x2 97110 97116", "97140x3 97110", "97140 97035 97110x2", "97140x2 97110 G0283", "97164 97140x2",
    "97530 97140x2 97124",
)  # fmt: skip
OT = ("97140 97530x2", "97165 97535", "97140x2 97535x2", "97140 97110 97530", "97168 97140")
DC = ("98941 97140", "98940 97140x2", "98941 97140 97012", "98942 97140 97110", "98940 97140 97124", "99203 98941")
DC_MEDICARE = ("98941", "98940", "98942")  # Part B covers manipulation by a chiropractor and nothing else
EVALUATIONS = ("97161", "97162", "97164", "97165", "97168", "99203")

SHARES = (
    Share(), Share(copay=Decimal(25)), Share(copay=Decimal(40)), Share(percent=Decimal(20)), Share(percent=Decimal(10)),
    Share(deductible=Decimal(9999)), Share(deductible=Decimal(45), percent=Decimal(20)),
)  # fmt: skip
MEDICARE_SHARES = (
    Share(percent=Decimal(20)), Share(percent=Decimal(20)), Share(percent=Decimal(20)),
    Share(deductible=Decimal(9999)), Share(deductible=Decimal(30), percent=Decimal(20)),
)  # fmt: skip
DENIALS = (
    ("denied_appealable", "CO", "50", "N115"), ("denied_appealable", "CO", "197", None),
    ("denied_correctable", "CO", "16", "MA130"), ("denied_correctable", "CO", "4", "N519"),
    ("denied_final", "PR", "204", "N130"), ("denied_final", "PR", "96", "N130"),
    ("timely_filing", "CO", "29", None), ("denied_appealable", "CO", "242", None),
)  # fmt: skip


@dataclass(frozen=True)
class Habit:
    """What the payer gets wrong in a payment: made-up terms, the cause it should be found under, and how often."""

    cause: str
    terms: tuple[tuple[str, Any], ...] = ()
    odds: float = 0.5
    credential: str = ""  # '': any
    agreement: str = ""

    def applies(self, credential: str, agreement: str) -> bool:
        return self.credential in {"", credential} and self.agreement in {"", agreement}


def provider_for(desk: Desk, payment: Payment, dice: Dice) -> str:
    own = [key for key, who in desk.providers.items() if who.site.practice == payment.practice.key]
    if payment.payer.key in {"medicare_ca", "medicare_fl"}:
        own = [key for key in own if key.startswith("pasadena" if payment.payer.key == "medicare_ca" else "hialeah")]
    return dice.pick(own)


def services_for(credential: str, agreement: str, dice: Dice, *, treatments_only: bool) -> str:
    if credential == "DC":
        choices = DC_MEDICARE if agreement == "medicare_b" else DC
    else:
        choices = OT if credential == "OT" else PT
    if treatments_only:
        choices = tuple(text for text in choices if not any(code in text for code in EVALUATIONS))
    text = dice.pick(choices)
    if credential != "DC" and dice.chance(0.1):
        text = text.replace("97140", f"97140:{'CO' if credential == 'OT' else 'CQ'}", 1)
        text = _units_first(text)
    if agreement not in {"willow_visit", "pemberly_cap", ""} and credential == "PT" and dice.chance(0.06):
        text += " 97010"
    return text


def _units_first(text: str) -> str:
    """'97140:CQx2' is written '97140x2:CQ'."""
    words = []
    for word in text.split():
        head, colon, tail = word.partition(":")
        modifier, x, units = tail.partition("x")
        words.append(f"{head}{x}{units}{colon}{modifier}")
    return " ".join(words)


def fill(
    desk: Desk, payment: Payment, count: int, agreements: tuple[str, ...], habit: Habit | None, dice: Dice
) -> None:
    """Adds `count` everyday claims to the payment."""
    for _ in range(count):
        agreement = dice.pick(agreements)
        provider = provider_for(desk, payment, dice)
        credential = desk.providers[provider].credential
        planted = habit is not None and habit.applies(credential, agreement) and dice.chance(habit.odds)
        treatments_only = agreement == "orchard_hmo" or (habit is not None and planted and "plan" in habit.cause)
        day = workday(payment.remitted - dt.timedelta(days=dice.between(16, 40)))
        services = services_for(credential, agreement, dice, treatments_only=treatments_only)
        claim = desk.bill(payment, agreement, provider, day, services)
        if agreement in {"orchard_ppo", "orchard_hmo"} and dice.chance(0.5):
            claim.contract_code = "OPEN ACCESS" if agreement == "orchard_ppo" else "CORE HMO"
        deny(claim, "bundled", "CO", "97", "M15", only="97010")
        if not planted and dice.chance(0.1):
            deny(claim, *dice.pick(DENIALS))
        else:
            adjudicate(desk, claim, habit if planted else None, dice)
        claim.lines[0].control = None if dice.chance(0.1) else claim.lines[0].control


def adjudicate(desk: Desk, claim: Claim, habit: Habit | None, dice: Dice) -> None:
    if claim.agreement == "":
        for line in claim.lines:
            line.state, line.story = "unmapped_contract", "unmapped payer"
            settle(line, line.charge / 2, Share(copay=Decimal(10)))
    elif claim.agreement in {"willow_visit", "pemberly_cap"}:
        pay_visit(desk, [claim], dice.pick(SPREADS), copay=dice.pick((Decimal(0), Decimal(15), Decimal(30))))
    elif claim.agreement == "medicare_b":
        desk.pay(claim, share=dice.pick(MEDICARE_SHARES), **_wrong(habit))
    elif claim.agreement == "quarry_comp":
        desk.pay(claim, **_wrong(habit))
    else:
        desk.pay(claim, share=dice.pick(SHARES), **_wrong(habit))
        if habit and habit.cause == "sequestration_not_in_contract":
            sequestered(claim)


def _wrong(habit: Habit | None) -> dict[str, Any]:
    return {"wrongly": dict(habit.terms), "cause": habit.cause, "story": "habit"} if habit else {}


def sequestered(claim: Claim) -> None:
    """The right price, then two percent kept without a right to it."""
    for line in claim.lines:
        if line.state == "priced_ok":
            before = line.paid
            sequester(line)
            if line.paid != before:
                line.state, line.cause = "priced_rate_finding", "sequestration_not_in_contract"

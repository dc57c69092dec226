"""The billing desk of the invented office: makes claims, and pays them as a payer would, by the contract or not."""

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from tests.generate.arithmetic import cents, is_therapy, line_prices
from tests.generate.claims import ZERO, Claim, Line, Payment, Share, refuse, sequester, settle, take
from tests.generate.facts import CHARGES, Patient, Practice, Provider, agreements, patient, setup, terms_on

T = TypeVar("T")
PER_UNIT, PER_LINE = Decimal("0.01"), Decimal("0.02")  # the workspace's tolerance
FILING = {
    "medicare_b": "MB", "juniper_advantage": "16", "summerfield_ppo": "12", "orchard_ppo": "12", "orchard_hmo": "HM",
    "basalt_locked": "12", "quarry_comp": "WC", "willow_visit": "12",
    "pemberly_cap": "12", "alderwick_units": "14", "": "15",
}  # fmt: skip
FACILITY = {"19", "21", "22", "23", "24", "31"}  # places of service used here where Medicare pays the facility price
MANIPULATION = {"98940", "98941", "98942"}
NO_DISCIPLINE = MANIPULATION | {"99203", "20560", "97010", "01996", "0420"}


class Dice:
    """Chance from a text seed. Only `random()` is used: its stream is the same in every Python."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.between(0, len(choices) - 1)]


class Desk:
    """Hands out account and claim numbers, bills days of treatment, and remembers who was treated when."""

    def __init__(self) -> None:
        self.practices, self.providers = setup()
        self.agreements = agreements()
        self._serial = 0
        self._treated: set[tuple[str, dt.date]] = set()

    def practice(self, key: str) -> Practice:
        return self.practices[key]

    def someone(self, payment: Payment, day: dt.date) -> Patient:
        """A patient of the payer who was not yet treated that day: two unrelated claims must not share a visit."""
        for number in range(self._serial, self._serial + 23):
            person = patient(payment.payer.key, number % 23 + 1)
            if (person.member, day) not in self._treated:
                self._treated.add((person.member, day))
                return person
        raise AssertionError("every patient of the payer was treated that day")

    def bill(
        self, payment: Payment, agreement: str, provider: str, day: dt.date, services: str, *,
        person: Patient | None = None, charges: dict[str, str] | None = None,
    ) -> Claim:  # fmt: skip
        """A claim for services such as '97140x2 97110 97530:CQ'. Discipline modifiers are added."""
        self._serial += 1
        who = self.providers[provider]
        if who.site.practice != payment.practice.key:
            raise AssertionError(f"{provider} does not work for {payment.practice.key}")
        account = f"{payment.practice.key[:2].upper()}{10000 + self._serial}"
        icn = f"{payment.remitted:%y%j}{payment.payer.key[:2].upper()}{self._serial:05d}"
        lines = [
            self._line(agreement, who, day, text, f"{self._serial:05d}{n:02d}", charges or {})
            for n, text in enumerate(services.split(), 1)
        ]
        claim = Claim(
            account, icn, person or self.someone(payment, day), who, agreement, lines, FILING[agreement],
            received=day + dt.timedelta(days=4), payment=payment,
        )  # fmt: skip
        payment.claims.append(claim)
        return claim

    def _line(
        self, agreement: str, who: Provider, day: dt.date, text: str, control: str, charges: dict[str, str]
    ) -> Line:
        service, *extra = text.split(":")
        code, _, count = service.partition("x")
        units = Decimal(count or 1)
        modifiers = list(extra)
        if code == "97140" and who.credential == "DC":
            modifiers.insert(0, "59")
        if code not in NO_DISCIPLINE:
            modifiers.insert(len(modifiers) if "59" in modifiers else 0, "GO" if who.credential == "OT" else "GP")
        elif code in MANIPULATION and agreement == "medicare_b":
            modifiers.append("AT")
        charge = Decimal(charges.get(code, CHARGES[code])) * units
        return Line(code, tuple(modifiers), units, charge, day, control)

    def pay(
        self, *claims: Claim, share: Share | None = None, wrongly: dict[str, Any] | None = None,
        cause: str = "", story: str = "", mips: Decimal = ZERO,
    ) -> None:  # fmt: skip
        """Prices one patient's day over all claims, pays the undecided lines; `wrongly`: terms the payer made up."""
        agreement = self.agreements[claims[0].agreement]
        lines = [(claim, line) for claim in claims for line in claim.lines if not line.state]
        day, locality = lines[0][1].day, claims[0].provider.site.locality
        terms = terms_on(agreement, day) | {"facility": claims[0].place in FACILITY}
        items = [line.item for _, line in lines]
        owed = line_prices(terms, items, day, locality)
        given = line_prices({**terms, **(wrongly or {})}, items, day, locality)
        medicare = claims[0].agreement == "medicare_b"
        left = share or (Share(percent=Decimal(20)) if medicare else Share())
        for (_, line), due, allowed in zip(lines, owed, given, strict=True):
            line.expected, line.story = due, line.story or story
            if due is None or allowed is None:
                settle(line, cents(line.charge * Decimal("0.4")), left)
                line.state = "no_rate"
                continue
            left = settle(line, allowed, left)
            if medicare:
                self._medicare(line, terms, mips)
            judge(line, agreement["permitted_deductions"], cause)
        if terms.get("mppr") == "medicare":
            set_off([line for _, line in lines if is_therapy(line.code, day.year)], agreement["permitted_deductions"])

    def _medicare(self, line: Line, terms: dict[str, Any], mips: Decimal) -> None:
        """After the price: the assistant's cut of the program's share, MIPS, sequestration."""
        assert line.expected is not None
        if set(line.modifiers) & set(terms["assistant"]["modifiers"]):
            percent = Decimal(terms["assistant"]["percent"])
            cut = line.paid - cents(line.paid * percent / 100)
            next(row for row in line.adjustments if row.reason == "45").amount += cut
            line.paid -= cut
            line.remarks.append("N851")
            coinsurance = cents(line.expected * Decimal(terms["assistant"]["coinsurance_percent"]) / 100)
            line.expected = coinsurance + cents((line.expected - coinsurance) * percent / 100)
        if mips:
            reason = "237" if mips > 0 else "144"
            amount = cents(line.paid * mips / 100)
            take(line, reason, amount)
            line.remarks.append("N807")
        sequester(line)


def judge(line: Line, permitted: Sequence[str], cause: str = "") -> None:
    """The state of a priced line: a difference within the tolerance is none."""
    assert line.expected is not None
    variance = line.expected - line.actual(permitted)
    tolerance = max(PER_UNIT * line.units, PER_LINE)
    line.state = "priced_short" if variance > tolerance else "priced_over" if -variance > tolerance else "priced_ok"
    line.cause = cause if line.state == "priced_short" else ""


def set_off(lines: Sequence[Line], permitted: Sequence[str]) -> None:
    """Lines whose units compete are right or wrong together: where one is short and another over, the net remains."""
    off = [line for line in lines if line.state in {"priced_short", "priced_over"}]
    if len({line.state for line in off}) < 2:
        return
    short = {id(line): line.expected - line.actual(permitted) for line in off if line.expected is not None}
    net = sum(short.values(), ZERO)
    sign = 1 if net > 0 else -1
    left = net if abs(net) > sum((max(PER_UNIT * line.units, PER_LINE) for line in off), ZERO) else ZERO
    for line in sorted(off, key=lambda line: -short[id(line)] * sign):
        part = min(max(short[id(line)] * sign, ZERO), left * sign) * sign
        line.price_alone, line.expected = line.expected, line.actual(permitted) + part
        left -= part
        judge(line, permitted, line.cause)


def deny(claim: Claim, state: str, group: str, reason: str, remark: str | None = None, *, only: str = "") -> None:
    """Denies every undecided line (or those with the code `only`) for one reason."""
    for line in claim.lines:
        if not line.state and only in {"", line.code}:
            refuse(line, group, reason, remark)
            line.state, line.story = state, f"{group}-{reason}"


def workday(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))

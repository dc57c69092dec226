"""Claims, lines and payments as the generator holds them, and what a payer may do to a line so that it balances."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.generate.arithmetic import Item, cents
from tests.generate.facts import Patient, Payer, Practice, Provider

ZERO = Decimal(0)
COST_SHARE = {"1", "2", "3"}


@dataclass
class Adjustment:
    group: str
    reason: str
    amount: Decimal
    quantity: Decimal | None = None


@dataclass
class Line:
    """One service line: what was billed, what the payer made of it, and what is true about it."""

    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    charge: Decimal
    day: dt.date
    control: str | None = None
    units_paid: Decimal | None = None  # None: as billed
    says_units: bool = True  # SVC05 left out when false
    submitted: str | None = None  # SVC06, when the payer recoded
    has_day: bool = True  # DTM*472 on the line; otherwise DTM*232 on the claim
    until: dt.date | None = None  # a span: DTM*150 and DTM*151
    qualifier: str = "HC"
    paid: Decimal = ZERO
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    reported: Decimal | None = None  # AMT*B6
    expected: Decimal | None = None
    laid: Decimal = ZERO  # its part of what the patient owes by adjustments of the claim
    price_alone: Decimal | None = None  # where the day as a whole changes what is expected of the line
    state: str = ""
    cause: str = ""
    story: str = ""
    visit: str = ""

    @property
    def item(self) -> Item:
        return Item(self.code, self.modifiers, self.units, self.charge)

    @property
    def covered(self) -> Decimal:
        return self.units if self.units_paid is None else self.units_paid

    def patient_share(self) -> Decimal:
        return total(row.amount for row in self.adjustments if row.group == "PR" and row.reason in COST_SHARE)

    def actual(self, permitted: Iterable[str]) -> Decimal:
        """Paid, plus the patient's share, plus what the contract lets the payer take after the price."""
        allowed = set(permitted)
        taken = total(row.amount for row in self.adjustments if row.group in {"CO", "PI"} and row.reason in allowed)
        before = total(row.amount for row in self.adjustments if row.reason == "B13")
        return self.paid + self.patient_share() + taken + before

    def gap(self) -> Decimal:
        """Zero when the line balances."""
        return self.charge - total(row.amount for row in self.adjustments) - self.paid


@dataclass
class Claim:
    """One CLP. `basis` is the payment from which a dispute counts when it is not the payment that carries the claim."""

    account: str
    icn: str
    patient: Patient
    provider: Provider
    agreement: str
    lines: list[Line]
    filing: str
    status: str = "1"
    claim_adjustments: list[Adjustment] = field(default_factory=list)
    contract_code: str | None = None
    original_icn: str | None = None
    interest: Decimal | None = None
    received: dt.date | None = None
    moa: list[str] = field(default_factory=list)
    forwarded_to: str | None = None
    place: str = "11"
    says_day: bool = True  # DTM*232 where a line has no date
    basis: "Payment | None" = None
    payment: "Payment | None" = None

    @property
    def charge(self) -> Decimal:
        return total(line.charge for line in self.lines)

    @property
    def paid(self) -> Decimal:
        return total(line.paid for line in self.lines) - total(row.amount for row in self.claim_adjustments)

    @property
    def responsibility(self) -> Decimal:
        rows = [row for line in self.lines for row in line.adjustments] + self.claim_adjustments
        return total(row.amount for row in rows if row.group == "PR")


@dataclass
class Payment:
    """One ST: who pays whom, when, by which trace; provider adjustments as (reason, reference, amount)."""

    payer: Payer
    practice: Practice
    remitted: dt.date
    paid_on: dt.date
    trace: str
    claims: list[Claim] = field(default_factory=list)
    provider_adjustments: list[tuple[str, str, Decimal]] = field(default_factory=list)
    says_remitted: bool = True  # DTM*405
    amount: Decimal | None = None  # BPR02 when it is not what the claims add up to
    traps: list[str] = field(default_factory=list)
    split_group: str = ""
    duplicate_of: str = ""

    @property
    def claims_total(self) -> Decimal:
        return total(claim.paid for claim in self.claims)

    @property
    def adjustments_total(self) -> Decimal:
        return total(amount for _, _, amount in self.provider_adjustments)

    @property
    def bpr(self) -> Decimal:
        return self.claims_total - self.adjustments_total if self.amount is None else self.amount

    @property
    def basis_date(self) -> dt.date:
        return self.remitted if self.says_remitted else self.paid_on


@dataclass
class Remit:
    """One file: its name, the folder it is in (its verdict), and how it is written."""

    name: str
    verdict: str
    payments: list[Payment]
    reason: str = ""
    newline: str = "~\n"
    usage: str = "P"
    wrapper: str = ""  # '', 'zip', 'gz'
    content: bytes | None = None  # when the file is not made of payments


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


@dataclass(frozen=True)
class Share:
    """What the payer leaves to the patient: a deductible first, then a copay, then a percentage."""

    deductible: Decimal = ZERO
    copay: Decimal = ZERO
    percent: Decimal = ZERO


def settle(line: Line, allowed: Decimal, share: Share = Share()) -> Share:
    """Pays the line at `allowed`: the rest of the charge is CO-45. Returns the deductible and the copay still open."""
    deductible = min(share.deductible, allowed)
    copay = min(share.copay, allowed - deductible)
    coinsurance = cents((allowed - deductible - copay) * share.percent / 100)
    line.adjustments = [Adjustment("CO", "45", line.charge - allowed)] if line.charge != allowed else []
    for reason, amount in (("1", deductible), ("2", coinsurance), ("3", copay)):
        if amount:
            line.adjustments.append(Adjustment("PR", reason, amount))
    line.paid = allowed - deductible - copay - coinsurance
    line.reported = allowed
    return Share(share.deductible - deductible, share.copay - copay, share.percent)


def take(line: Line, reason: str, amount: Decimal, group: str = "CO") -> None:
    """Something the payer keeps after the price (a negative amount is a bonus)."""
    if amount:
        line.adjustments.append(Adjustment(group, reason, amount))
        line.paid -= amount


def sequester(line: Line, percent: Decimal = Decimal(2)) -> None:
    take(line, "253", cents(line.paid * percent / 100))


def carve(line: Line, reason: str, amount: Decimal, quantity: Decimal | None = None) -> None:
    """Moves a part of CO-45 under a reason of its own; the payment stays as it is."""
    [row] = [row for row in line.adjustments if (row.group, row.reason) == ("CO", "45")]
    row.amount -= amount
    line.adjustments.insert(line.adjustments.index(row) + 1, Adjustment("CO", reason, amount, quantity))
    line.adjustments = [row for row in line.adjustments if row.amount]


def refuse(line: Line, group: str, reason: str, remark: str | None = None) -> None:
    """Pays nothing: the whole charge under one reason."""
    line.paid, line.reported = ZERO, None
    line.adjustments = [Adjustment(group, reason, line.charge)]
    line.remarks = [remark] if remark else []
    line.expected = None


def negated(claim: Claim) -> Claim:
    """The reversal of a claim: status 22, every amount negated, the reasons as they were."""
    lines = [
        Line(
            code=line.code,
            modifiers=line.modifiers,
            units=line.units,
            charge=-line.charge,
            day=line.day,
            control=line.control,
            units_paid=line.units_paid,
            paid=-line.paid,
            adjustments=[Adjustment(a.group, a.reason, -a.amount, a.quantity) for a in line.adjustments],
            state="reversed",
            story=line.story,
        )
        for line in claim.lines
    ]
    return Claim(
        claim.account, claim.icn, claim.patient, claim.provider, claim.agreement, lines, claim.filing, "22",
        contract_code=claim.contract_code,
    )  # fmt: skip

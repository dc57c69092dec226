"""The facts of a letter: what the payer sent, what should have been allowed, and the source of each.

Plain values; warehouse/packet_facts.py reads them. None means not on file, and a letter says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.letters.contact import Contact
from contracts.letters.excerpt import Segment
from contracts.letters.profiles import Profile
from contracts.steps import Step


@dataclass(frozen=True, slots=True)
class Payer:
    """The recipient: name and address of the remittance, and the [submit] table of the agreement."""

    name: str | None
    address: tuple[str, ...]
    channel: str | None
    form: str | None
    level: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Payee:
    """The practice that was paid, as the remittance names it."""

    name: str | None
    tin: str | None
    npi: str | None
    address: tuple[str, ...]
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service line as adjudicated; amounts in dollars. `actual` is the amount that the payer allowed.

    `reasons` are the group and reason codes of the line's and its claim's adjustments ('CO-45'). `place_of_service` is
    CLP08.
    """

    ordinal: int
    claim: str | None
    control_number: str | None
    service_date: date | None
    code: str | None
    modifiers: tuple[str, ...]
    units: Decimal | None
    rendering_npi: str | None
    charge: Decimal | None
    paid: Decimal | None
    expected: Decimal | None
    actual: Decimal | None
    reasons: tuple[str, ...]
    place_of_service: str | None


@dataclass(frozen=True, slots=True)
class UsedFee:
    """A row of a fee schedule that a step used. `number` is its line in the file; `condition` None: any."""

    schedule: str
    number: int
    code: str
    condition: str | None
    amount: Decimal
    effective_from: date | None
    effective_until: date | None


@dataclass(frozen=True, slots=True)
class Issue:
    """What is short: a line, or a visit with all its lines.

    `clause` is the source of the terms, in force since `terms_from`. `evidence` says more about the cause, such as the
    fee schedule that explains the amount; `confidence` is how sure it is (docs/views.md), as the night found it.
    """

    lines: tuple[ServiceLine, ...]
    is_visit: bool
    expected: Decimal
    actual: Decimal
    short: Decimal
    cause: str
    evidence: str | None
    confidence: str | None
    clause: str | None
    terms_from: date | None
    schedule: str | None
    situation_id: str | None
    steps: tuple[Step, ...]
    fee_rows: tuple[UsedFee, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the archive. `is_whole`: the file is there and has this hash."""

    name: str
    sha256: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Timing:
    """The window to dispute: the day it counts from, its last day, the last day under every reading, and a sentence."""

    basis: date | None
    deadline: date | None
    safe_deadline: date | None
    sentence: str | None
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class DisputedClaim:
    """One claim in dispute with all its issues, the largest first."""

    payer: Payer
    payee: Payee
    agreement: str
    agreement_name: str
    fingerprint: str
    profile: Profile
    patient_control_number: str | None
    payer_control_number: str | None
    patient_last: str | None
    patient_first: str | None
    member_id: str | None
    group_number: str | None
    filing_code: str | None
    trace: str | None
    payment_date: date | None
    remittance_date: date | None
    batch: str | None
    issues: tuple[Issue, ...]
    timing: Timing
    sources: tuple[Source, ...]
    header: tuple[Segment, ...]
    segments: tuple[Segment, ...]
    overpaid_lines: int
    wordings: tuple[tuple[str, str], ...] = ()
    """The payer's codes on these lines with X12's wording of each, where the practice imported the wordings."""

    @property
    def expected(self) -> Decimal:
        return sum((issue.expected for issue in self.issues), Decimal())

    @property
    def actual(self) -> Decimal:
        return sum((issue.actual for issue in self.issues), Decimal())

    @property
    def short(self) -> Decimal:
        return sum((issue.short for issue in self.issues), Decimal())

    @property
    def lines(self) -> tuple[ServiceLine, ...]:
        return tuple(line for issue in self.issues for line in issue.lines)

    @property
    def service_dates(self) -> tuple[date, ...]:
        return tuple(sorted({line.service_date for line in self.lines if line.service_date}))

    @property
    def patient(self) -> str | None:
        return ", ".join(part for part in (self.patient_last, self.patient_first) if part) or None

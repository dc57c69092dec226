"""Remittances of busy clinics: the same few visits over and over, as in real life, priced right but for a few percent.

Only the benchmarks use it; nobody in it exists. Visits repeat with the agreements of `fixtures/workspace`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.pricing.price import price
from contracts.situation import Line, Situation
from contracts.steps import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.agreements.agreement import Book

VISITS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("97110", 2), ("97140", 1)),
    (("97110", 1), ("97140", 1), ("97530", 1)),
    (("97110", 2), ("97140", 1), ("97530", 1)),
    (("97140", 2), ("97112", 1)),
    (("97110", 3),),
    (("97110", 1), ("97112", 1), ("97140", 1), ("97035", 1)),
    (("97140", 1), ("97530", 2)),
    (("97112", 2), ("97110", 1)),
)
UNIT_CHARGE = {"97110": 85, "97140": 78, "97530": 94, "97112": 88, "97035": 40}
FIRST_DAY, DAYS = date(2025, 7, 1), 480
SHORT_SHARE = 0.04
CLAIMS_PER_PAYMENT = 40
PAYMENTS_PER_FILE = 5


@dataclass(frozen=True)
class Payer:
    """An agreement of the fixtures and how its payer signs."""

    agreement: str
    name: str
    payer_id: str
    originator: str
    filing_code: str


PAYERS = (
    Payer("medicare_b", "MEDICARE B CAROLINAS", "11502", "1890000101", "MB"),
    Payer("juniper_advantage", "JUNIPER CREST ADVANTAGE", "JCA20", "1890000201", "16"),
    Payer("summerfield_ppo", "SUMMERFIELD MUTUAL OF THE PLAINS", "SMF30", "1890000301", "12"),
    Payer("basalt_locked", "BASALT FALLS MUTUAL", "BSF50", "1890000501", "12"),
)
# practice's NPI and TIN, rendering provider, Medicare locality of its site
DESKS = (
    ("2900100019", "890010011", "2000001018", "11502/00"),
    ("2900200025", "890020022", "2000001034", "01182/18"),
    ("2900200025", "890020022", "2000001059", "09102/04"),
)


def files(lines: int, book: Book, *, seed: int = 1) -> Iterator[bytes]:
    """Remittance files with at least `lines` service lines in all."""
    chance = random.Random(seed)
    allowed: dict[tuple[str, date, str, int], list[Decimal]] = {}
    number = made = 0
    while made < lines:
        parts = [_isa(number)]
        for _ in range(PAYMENTS_PER_FILE):
            number += 1
            text, count = _payment(chance, number, book, allowed)
            parts.append(text)
            made += count
        parts.append(f"GE*{PAYMENTS_PER_FILE}*1~\nIEA*1*000000001~\n")
        yield "".join(parts).encode()


def _payment(
    chance: random.Random, number: int, book: Book, allowed: dict[tuple[str, date, str, int], list[Decimal]]
) -> tuple[str, int]:
    payer, desk = chance.choice(PAYERS), chance.choice(DESKS)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    claims: list[str] = []
    total, count = Decimal(0), 0
    for ordinal in range(CLAIMS_PER_PAYMENT):
        template = chance.randrange(len(VISITS))
        service = day - timedelta(days=chance.randint(10, 30))
        owed = _allowed(payer, service, desk[3], template, book, allowed)
        text, paid = _claim(chance, payer, desk, template, service, owed, f"{number:07d}{ordinal:02d}")
        claims.append(text)
        total += paid
        count += len(VISITS[template])
    paid_on = day + timedelta(days=2)
    head = (
        f"ST*835*{number:07d}~\nBPR*I*{total}*C*ACH*CCP*01*111000025*DA*1*{payer.originator}**01*222000111*DA*2*{paid_on:%Y%m%d}~\n"
        f"TRN*1*9{number:09d}*{payer.originator}~\nDTM*405*{day:%Y%m%d}~\nN1*PR*{payer.name}*XV*{payer.payer_id}~\n"
        f"N1*PE*CLINIC*XX*{desk[0]}~\nREF*TJ*{desk[1]}~\nLX*1~\n"
    )
    text = head + "".join(claims)
    return f"{text}SE*{text.count('~') + 1}*{number:07d}~\n", count


def _allowed(
    payer: Payer,
    service: date,
    locality: str,
    template: int,
    book: Book,
    known: dict[tuple[str, date, str, int], list[Decimal]],
) -> list[Decimal]:
    period = book[payer.agreement].period_on(service)
    assert period is not None
    key = (payer.agreement, period.start, locality, template)
    if key not in known:
        lines = tuple(Line(code, ("GP",), Decimal(units), _charge(code, units)) for code, units in VISITS[template])
        priced = price(Situation(payer.agreement, period.start, "11", locality, None, lines), book)
        assert all(isinstance(line, Expectation) for line in priced.lines)
        known[key] = [line.amount for line in priced.lines if isinstance(line, Expectation)]
    return known[key]


def _claim(
    chance: random.Random,
    payer: Payer,
    desk: tuple[str, str, str, str],
    template: int,
    service: date,
    owed: list[Decimal],
    number: str,
) -> tuple[str, Decimal]:
    patient = chance.randrange(10**6)
    charge = paid_total = share_total = Decimal(0)
    lines: list[str] = []
    for ordinal, ((code, units), fee) in enumerate(zip(VISITS[template], owed, strict=True), 1):
        billed = _charge(code, units)
        allowed = fee - Decimal("1.37") if chance.random() < SHORT_SHARE else fee
        share = (allowed / 5).quantize(Decimal("0.01"))
        paid = allowed - share
        lines.append(
            f"SVC*HC:{code}:GP*{billed}*{paid}**{units}~\nDTM*472*{service:%Y%m%d}~\nCAS*CO*45*{billed - allowed}~\n"
            f"CAS*PR*2*{share}~\nREF*6R*{number}{ordinal:02d}~\nAMT*B6*{allowed}~\n"
        )
        charge, paid_total, share_total = charge + billed, paid_total + paid, share_total + share
    head = (
        f"CLP*A{number}*1*{charge}*{paid_total}*{share_total}*{payer.filing_code}*26{number}*11*1~\n"
        f"NM1*QC*1*DOE{patient % 97}*PAT****MI*M{patient:07d}~\nNM1*82*1*THERAPIST*A****XX*{desk[2]}~\n"
    )
    return head + "".join(lines), paid_total


def _charge(code: str, units: int) -> Decimal:
    return Decimal(UNIT_CHARGE[code] * units).quantize(Decimal("0.01"))


def _isa(number: int) -> str:
    return (
        "ISA*00*          *00*          *ZZ*BENCHPAYER     *ZZ*BENCHCLINIC    *260105*0815*^*00501*"
        f"{number:09d}*0*P*:~\n"
        "GS*HP*BENCHPAYER*BENCHCLINIC*20260105*0815*1*X*005010X221A1~\n"
    )

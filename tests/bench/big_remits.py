"""Makes a deterministic 835 of a wanted size: therapy remittances that balance, many transactions in one interchange.

Used by the benchmarks and by property tests that need more than the samples. Nobody in it exists.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = ("97110", "97140", "97112", "97530", "97535", "97161", "97162", "97014", "G0283", "98941")
LAST_NAMES = ("VARNOX", "TELBRIN", "OSKAND", "MIRRELOW", "QUENTAS", "HALBRECK", "YSOLDER", "PRENTAVE")
FIRST_NAMES = ("ARLO", "BINA", "COREN", "DELIS", "EMRY", "FARAN", "GISA", "HOLT")
REMARKS = ("N130", "N362", "M15", "N851")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What separates elements and components and ends a segment."""

    element: str = "*"
    component: str = ":"
    end: str = "~\n"


def remittance(wanted_bytes: int, *, seed: int = 835, delimiters: Delimiters | None = None) -> bytes:
    """One interchange of at least `wanted_bytes` bytes, and of not much more than one transaction more."""
    marks = delimiters or Delimiters()
    chance = random.Random(seed)
    parts = [_join(_opening(marks), marks)]
    size, transactions = len(parts[0]), 0
    while size < wanted_bytes or not transactions:
        transactions += 1
        text = _join(_transaction(chance, transactions), marks)
        parts.append(text)
        size += len(text)
    parts.append(_join([("GE", str(transactions), "1"), ("IEA", "1", "000000001")], marks))
    return "".join(parts).encode()


def _join(segments: list[tuple[str, ...]], marks: Delimiters) -> str:
    text = marks.end.join(marks.element.join(segment) for segment in segments) + marks.end
    return text.replace("\x1f", marks.component)


def _opening(marks: Delimiters) -> list[tuple[str, ...]]:
    parties = ("ZZ", "BENCHPAYER     ", "ZZ", "BENCHRECEIVER  ")
    numbers = ("260105", "0815", "^", "00501", "000000001", "0", "P")
    return [
        ("ISA", "00", " " * 10, "00", " " * 10, *parties, *numbers, marks.component),
        ("GS", "HP", "BENCHPAYER", "BENCHRECEIVER", "20260105", "0815", "1", "X", "005010X221A1"),
    ]


def _transaction(chance: random.Random, number: int) -> list[tuple[str, ...]]:
    body: list[tuple[str, ...]] = [("LX", "1")]
    paid_total = Decimal(0)
    for _ in range(chance.randint(15, 60)):
        paid, claim = _claim(chance)
        paid_total += paid
        body.extend(claim)
    provider_adjustment = Decimal(0)
    if chance.random() < 0.25:
        provider_adjustment = Decimal(chance.randint(-20000, 20000)) / 100
        body.append(
            ("PLB", "1900300033", "20261231", f"WO\x1f{chance.randint(10**9, 10**10)}", _money(provider_adjustment))
        )
    payer = str(1800000000 + chance.randint(1, 40))
    bank = ("01", "111000025", "DA", "40000901", payer, "", "01", "222000111", "DA", "70100033", "20260107")
    total = _money(paid_total - provider_adjustment)
    head: list[tuple[str, ...]] = [
        ("ST", "835", f"{number:07d}"),
        ("BPR", "I", total, "C", "ACH", "CCP", *bank),
        ("TRN", "1", f"8{number:010d}", payer),
        ("DTM", "405", "20260105"),
        ("N1", "PR", f"BENCH HEALTH PLAN {payer[-2:]}"),
        ("N3", "100 REMITTANCE PLAZA"),
        ("N4", "SPRINGFIELD", "IL", "62701"),
        ("REF", "2U", payer[-5:]),
        ("PER", "CX", "PROVIDER SERVICE", "TE", "8005550100"),
        ("PER", "BL", "EDI SUPPORT", "TE", "8005550199", "EX", "12"),
        ("N1", "PE", "BENCH THERAPY PA", "XX", "1900300033"),
        ("REF", "TJ", "900100033"),
    ]
    return [*head, *body, ("SE", str(len(head) + len(body) + 1), f"{number:07d}")]


def _claim(chance: random.Random) -> tuple[Decimal, list[tuple[str, ...]]]:
    number = chance.randint(10**9, 10**10 - 1)
    date = f"2025{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    charge = paid = share = Decimal(0)
    lines: list[tuple[str, ...]] = []
    for ordinal in range(chance.randint(1, 5)):
        sums, segments = _line(chance, date, f"{number}{ordinal:02d}")
        charge, paid, share = charge + sums[0], paid + sums[1], share + sums[2]
        lines.extend(segments)
    patient = (chance.choice(LAST_NAMES), chance.choice(FIRST_NAMES))
    amounts = (_money(charge), _money(paid), _money(share) if share else "")
    head: list[tuple[str, ...]] = [
        ("CLP", f"P{number}", "1", *amounts, "12", f"25{number}K", "11", "1"),
        ("NM1", "QC", "1", *patient, "", "", "", "MI", f"KE{number}"),
        ("NM1", "82", "1", "SAVSOWELL", "ZANSO", "", "", "", "XX", str(1800000000 + chance.randint(1, 99))),
        ("REF", "1L", f"GR{chance.randint(10000, 99999)}"),
        ("DTM", "232", date),
        ("DTM", "050", "20251231"),
    ]
    if chance.random() < 0.1:
        head.insert(3, ("MOA", "", "", chance.choice(REMARKS)))
    return paid, head + lines


def _line(
    chance: random.Random, date: str, control: str
) -> tuple[tuple[Decimal, Decimal, Decimal], list[tuple[str, ...]]]:
    units = chance.randint(1, 4)
    charge = Decimal(chance.randint(4000, 12000) * units) / 100
    write_off = (charge * chance.randint(20, 60) / 100).quantize(Decimal("0.01"))
    share = Decimal(chance.choice((0, 0, 2000, 3500))) / 100
    paid = charge - write_off - share
    segments: list[tuple[str, ...]] = [
        ("SVC", f"HC\x1f{chance.choice(CODES)}\x1fGP", _money(charge), _money(paid), "", str(units)),
        ("DTM", "472", date),
        ("CAS", "CO", "45", _money(write_off)),
    ]
    if share:
        segments.append(("CAS", "PR", chance.choice("123"), _money(share)))
    segments += [("REF", "6R", control), ("AMT", "B6", _money(paid + share))]
    if chance.random() < 0.1:
        segments.append(("LQ", "HE", chance.choice(REMARKS)))
    return (charge, paid, share), segments


def _money(amount: Decimal) -> str:
    """As X12 wants it: no trailing zeros, no zero before the point is left out."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def pieces(total_bytes: int, file_bytes: int) -> Iterator[bytes]:
    """Many small remittances, each with a seed of its own."""
    for seed in range(max(1, total_bytes // file_bytes)):
        yield remittance(file_bytes, seed=seed)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(remittance(int(float(sys.argv[1]) * 1_000_000)))

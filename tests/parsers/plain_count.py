"""Counts the money of a remittance with one plain loop: no table, no frame, no column map, nothing of the reader's.

Segments come as (number, elements); the form of an amount is defined here a second time, on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count as counting

ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA")
INFORMATIONAL = ("NTE", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER", "RDM", "LX", "TS3", "TS2", "NM1", "MIA",
                 "MOA", "QTY", "LQ", "TRN", "AMT")  # fmt: skip
_AMOUNT = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_TEN_BILLION = 10**10


@dataclass
class Payment:
    """What one 835 transaction set says in money; `texts` are amounts that are none, by segment number."""

    number: int
    paid: Decimal | None = None
    has_amount: bool = False
    is_debit: bool = False
    is_closed: bool = False
    charges: Decimal = Decimal(0)
    claims: Decimal = Decimal(0)
    predetermined: Decimal = Decimal(0)
    adjustments: Decimal = Decimal(0)
    provider: Decimal = Decimal(0)
    is_doubtful: bool = False

    @property
    def off_by(self) -> Decimal | None:
        """Payment less claims plus provider adjustments; None where an amount of these is missing."""
        if self.is_doubtful or self.paid is None:
            return None
        return (-self.paid if self.is_debit else self.paid) - (self.claims - self.predetermined) + self.provider


@dataclass
class Count:
    """All payments of a file; `money` holds what each segment with amounts says, None where it says no amount.

    `unread` are the segments that belong nowhere; `lost` those with an amount that is none.
    """

    payments: list[Payment] = field(default_factory=list)
    money: dict[int, tuple[Decimal | None, ...]] = field(default_factory=dict)
    claims: int = 0
    lines: int = 0
    segments: int = 0
    unread: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)


def amount(text: str) -> Decimal | None:
    """Dollars and cents exactly, or nothing."""
    text = text.strip(" ")
    if not _AMOUNT.fullmatch(text):
        return None
    value = Decimal(text)
    return value if value * 100 == int(value * 100) and abs(value) < _TEN_BILLION else None


def plain_segments(content):
    """The segments of an undamaged file: one element separator, one end of segments or else lines."""
    text = content.decode("latin-1")
    found = re.search(r"(?:ISA([^A-Za-z0-9\s])..\1|ST([^A-Za-z0-9\s])835)", text)
    text, element = text[found.start() :], found[1] or found[2]
    numbers = counting(1)
    end = max("~'\x1c\x1d\x1e", key=text.count)
    is_lines = text.count(end) <= text.count("\n") / 2
    texts = text.splitlines() if is_lines else text.replace("\r", "").replace("\n", "").split(end)
    for each in texts:
        if each.strip():
            yield next(numbers), each.strip().split(element)


def count(segments):
    """The money of (number, elements) pairs."""
    total = Count()
    payment, place = None, "outside"
    for number, elements in segments:
        total.segments += 1
        tag, *sent = (text.strip(" ") for text in elements)
        sent += [""] * 30
        if tag in ENVELOPE:
            if payment and tag == "SE":
                payment.is_closed = True
            payment, place = None, "outside"
            if tag == "ST" and sent[0] == "835":
                payment, place = Payment(number), "payment"
                total.payments.append(payment)
            elif tag == "ST":
                total.unread.add(number)
                place = "other"
        elif payment is None:
            if place == "outside" and tag != "TA1":
                total.unread.add(number)
        else:
            place = _inside(total, payment, place, number, tag, sent)
    total.lost |= {each.number for each in total.payments if each.paid is None}
    return total


def _inside(total, payment, place, number, tag, sent):
    """Counts a segment of an 835, and returns the part of the payment that the next one is in."""
    if tag == "BPR" and place == "payment" and not payment.has_amount:
        payment.has_amount, payment.paid, payment.is_debit = True, amount(sent[1]), sent[2] == "D"
    elif tag == "CLP":
        charge, paid, share = (amount(text) for text in sent[2:5])
        total.money[number] = (charge, paid, share)
        _lose(total, number, sent[2:4], sent[4:5])
        total.claims += 1
        payment.charges += charge or 0
        payment.claims += paid or 0
        payment.predetermined += (paid or 0) if sent[1] == "25" else 0
        payment.is_doubtful |= paid is None
        return "claim"
    elif tag == "SVC" and place in ("claim", "line"):
        _keep(total, number, sent[1:3])
        total.lines += 1
        return "line"
    elif tag == "SVC" or (place == "orphan" and tag not in ("LX", "PLB")):
        # A line outside a claim takes what follows with it, up to the next part of the payment.
        total.unread |= {number} if tag == "SVC" else set()
        return "orphan"
    elif tag == "CAS" and place in ("claim", "line"):
        triplets = [sent[at : at + 3] for at in range(1, 19, 3)]
        values = _keep(total, number, [each[1] for each in triplets if any(each)])
        payment.adjustments += sum(value or 0 for value in values)
    elif tag == "PLB":
        pairs = [sent[at : at + 2] for at in range(2, 14, 2)]
        values = _keep(total, number, [pair[1] for pair in pairs if pair[0].strip(":>|^\\+\x1f ") or pair[1]])
        payment.provider += sum(value or 0 for value in values)
        payment.is_doubtful |= None in values
        return "footer"
    elif tag == "LX":
        return "payment"
    elif (tag == "BPR" and place == "payment") or tag not in (*INFORMATIONAL, "BPR"):
        total.unread.add(number)
    return place


def _keep(total, number, texts):
    values = [amount(text) for text in texts]
    if values:
        total.money[number] = tuple(values)
    _lose(total, number, texts, ())
    return values


def _lose(total, number, needed, optional):
    """An amount that must be there and is none, or one that may be absent but is written as something else."""
    if None in map(amount, needed) or any(text and amount(text) is None for text in optional):
        total.lost.add(number)

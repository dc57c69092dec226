"""Writes payments as X12 835 in the paper guide's segment order: interchange, group, one transaction per payment."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from tests.generate.claims import Adjustment, Claim, Line, Payment, Remit

RECEIVER = "FERNWAYBILLING"


def amount(value: Decimal) -> str:
    """X12 numbers: no thousands, no trailing zeros, a minus in front."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def date(day: dt.date) -> str:
    return day.strftime("%Y%m%d")


def adjustments(rows: list[Adjustment]) -> Iterator[list[str]]:
    """One CAS per group code, up to six reasons in each."""
    for group in dict.fromkeys(row.group for row in rows):
        of_group = [row for row in rows if row.group == group]
        for start in range(0, len(of_group), 6):
            segment = ["CAS", group]
            for row in of_group[start : start + 6]:
                segment += [row.reason, amount(row.amount), "" if row.quantity is None else amount(row.quantity)]
            while segment[-1] == "":
                segment.pop()
            yield segment


def line_segments(line: Line, component: str) -> Iterator[list[str]]:
    service = [
        "SVC",
        component.join((line.qualifier, line.code, *line.modifiers)),
        amount(line.charge),
        amount(line.paid),
        "",
    ]
    service.append(amount(line.covered) if line.says_units else "")
    service.append(component.join(("HC", line.submitted, *line.modifiers)) if line.submitted else "")
    service.append(amount(line.units) if line.covered != line.units else "")
    while service[-1] == "":
        service.pop()
    yield service
    if line.until:
        yield ["DTM", "150", date(line.day)]
        yield ["DTM", "151", date(line.until)]
    elif line.has_day:
        yield ["DTM", "472", date(line.day)]
    yield from adjustments(line.adjustments)
    if line.control:
        yield ["REF", "6R", line.control]
    if line.reported is not None and line.charge > 0:
        yield ["AMT", "B6", amount(line.reported)]
    for remark in line.remarks:
        yield ["LQ", "HE", remark]


def claim_segments(claim: Claim, component: str) -> Iterator[list[str]]:
    responsibility = "" if claim.status == "22" or not claim.responsibility else amount(claim.responsibility)
    yield ["CLP", claim.account, claim.status, amount(claim.charge), amount(claim.paid), responsibility,
           claim.filing, claim.icn, claim.place, "1"]  # fmt: skip
    yield from adjustments(claim.claim_adjustments)
    yield ["NM1", "QC", "1", claim.patient.last, claim.patient.first, "", "", "", "MI", claim.patient.member]
    yield ["NM1", "82", "1", claim.provider.last, claim.provider.first, "", "", "", "XX", claim.provider.npi]
    if claim.forwarded_to:
        yield ["NM1", "TT", "2", claim.forwarded_to, "", "", "", "", "PI", "SUPP1"]
    if claim.moa:
        yield ["MOA", "", "", *claim.moa]
    if claim.contract_code:
        yield ["REF", "CE", claim.contract_code]
    if claim.original_icn:
        yield ["REF", "F8", claim.original_icn]
    if claim.says_day and any(not line.has_day for line in claim.lines):
        yield ["DTM", "232", date(claim.lines[0].day)]
    if claim.received and claim.status != "22":
        yield ["DTM", "050", date(claim.received)]
    if claim.interest:
        yield ["AMT", "I", amount(claim.interest)]
    for line in claim.lines:
        yield from line_segments(line, component)


def transaction(payment: Payment, control: str, component: str) -> list[list[str]]:
    payer, practice, money = payment.payer, payment.practice, payment.bpr
    bpr = ["BPR", "I", amount(money), "C", "ACH", "CCP", "01", "999999992", "DA", "5550001", payer.originator, "",
           "01", "999999992", "DA", "5550002", date(payment.paid_on)]  # fmt: skip
    if not money:
        bpr = ["BPR", "H", "0", "C", "NON", *[""] * 11, date(payment.paid_on)]
    rows = [["ST", "835", control], bpr, ["TRN", "1", payment.trace, payer.originator]]
    if payment.says_remitted:
        rows.append(["DTM", "405", date(payment.remitted)])
    named = ["N1", "PR", payer.name] + (["XV", payer.identifier] if payer.signs_in == "N104" else [])
    rows += [named, ["N3", "1 PAPER MILL LANE"], ["N4", "FENWICKE", "OH", "43999"]]
    if payer.signs_in == "2U":
        rows.append(["REF", "2U", payer.identifier])
    rows += [
        ["PER", "CX", "", "TE", "8005550111"],
        ["PER", "BL", "EDI DESK", "TE", "8005550122"],
        ["N1", "PE", practice.name, "XX", practice.npi],
        ["REF", "TJ", practice.tin],
        ["LX", "1"],
    ]
    for claim in payment.claims:
        rows.extend(claim_segments(claim, component))
    if payment.provider_adjustments:
        plb = ["PLB", practice.npi, f"{payment.paid_on.year}1231"]
        for reason, reference, value in payment.provider_adjustments:
            plb += [component.join((reason, reference)), amount(value)]
        rows.append(plb)
    return [*rows, ["SE", str(len(rows) + 1), control]]


def interchange(remit: Remit, number: int) -> bytes:
    """The whole file. `remit.newline` is the segment terminator together with any line break behind it."""
    first = remit.payments[0]
    component, sent = first.payer.component, first.remitted
    # the terminator is one character; a line break behind it means nothing
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{first.payer.identifier:<15}", "ZZ", f"{RECEIVER:<15}",
           f"{sent:%y%m%d}", "0730", "^", "00501", f"{number:09d}", "0", remit.usage, component]  # fmt: skip
    rows = [isa, ["GS", "HP", first.payer.identifier, RECEIVER, date(sent), "0730", str(number), "X", "005010X221A1"]]
    for n, payment in enumerate(remit.payments, 1):
        rows.extend(transaction(payment, f"{number}{n:03d}", component))
    rows += [["GE", str(len(remit.payments)), str(number)], ["IEA", "1", f"{number:09d}"]]
    return "".join("*".join(row) + remit.newline for row in rows).encode("ascii")

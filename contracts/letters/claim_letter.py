"""The letter about one disputed claim, as the data that letter.typ lays out; every amount and date is text already."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contracts.codes import cause_label, special_codes
from contracts.letters.enclosures import enclosures
from contracts.letters.facts import DisputedClaim, Issue, Payee, ServiceLine
from contracts.letters.missing import missing_facts

LINE_HEAD: Final = ("Line", "Service", "Code", "Units", "Billed", "Expected", "Allowed", "Short")
NO_PRACTICE: Final = "[not on file: name of the practice]"
NO_PAYER: Final = "[not on file: name of the payer]"
CLOSING: Final = "If you need anything else to decide this, please write or call."
SURE: Final = frozenset({"stated", "pattern", "single"})
"""How sure a cause is whose evidence a letter quotes: our own doubts are not the payer's business."""
SEVERAL_CAUSES: Final = "unexplained_short"  # its label is true of every shortage


def money(amount: Decimal | None) -> str:
    """1,234.56; an em dash for no amount."""
    return "—" if amount is None else f"{amount:,.2f}"


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}" if amount >= 0 else f"-${-amount:,.2f}"


def day(when: date | None) -> str | None:
    """November 16, 2026."""
    return None if when is None else f"{when:%B} {when.day}, {when.year}"


def days(service: Iterable[date]) -> str | None:
    """A single date, or the first and the last date."""
    listed = sorted(service)
    if not listed:
        return None
    return str(day(listed[0])) if listed[0] == listed[-1] else f"{day(listed[0])} to {day(listed[-1])}"


def claim_letter(claim: DisputedClaim, on: date) -> dict[str, Any]:
    """The letter about one claim with its enclosures, dated `on`."""
    return {
        **letterhead(claim, on),
        "running": f"Claim {claim.payer_control_number or claim.patient_control_number or ''}".strip(),
        "re": [
            row("Payer's claim number", claim.payer_control_number),
            row("Our claim number", claim.patient_control_number),
            row("Patient", claim.patient),
            row("Member ID", claim.member_id),
            *([row("Group number", claim.group_number)] if claim.group_number else []),
            row("Date of service", days(claim.service_dates)),
            row("Remittance", _remittance(claim)),
            row("Agreement", claim.agreement_name),
        ],
        "opening": _opening(claim),
        "lines": _lines(claim),
        "issues": _issues(claim.issues),
        "ask": f"These services should have been allowed at {dollars(claim.expected)}. You allowed "
        f"{dollars(claim.actual)}. {request(claim.short, 'this claim')}",
        "form": _form(claim),
        "closing": CLOSING,
        **enclosures(claim),
        "missing": list(missing_facts(claim)),
    }


def letterhead(claim: DisputedClaim, on: date) -> dict[str, Any]:
    """Title, date, sender and recipient; the same for a claim and for a batch."""
    payer, payee = claim.payer, claim.payee
    via = [f"By {payer.channel}" if payer.channel else "", payer.form or ""]
    return {
        "title": _title(claim),
        "date": day(on),
        "sender": {
            "name": payee.name or NO_PRACTICE,
            "lines": _sender(payee),
            "ids": _ids(payee),
        },
        "recipient": {
            "name": payer.name or NO_PAYER,
            "lines": list(payer.address),
            "via": ": ".join(part for part in via if part) or None,
        },
        "signature": _signature(payee),
    }


def request(short: Decimal, what: str) -> str:
    """The request for the difference. A part of it may be the patient's share, so the letter asks for that part too."""
    return (
        f"Please adjust {what} and remit the difference of {dollars(short)}. If any part of it is the patient's cost "
        "share under the plan, please state that part and remit the rest."
    )


def row(label: str, value: str | None) -> dict[str, str | None]:
    return {"label": label, "value": value or None}


def cause_claims(cause: str) -> Mapping[str, str]:
    """The sentences of causes.toml for a cause; those of "unknown" for a cause that is not in it."""
    claims = _claims()
    return claims.get(cause, claims["unknown"])


def claim_sentence(cause: str, lines: Iterable[ServiceLine]) -> str:
    """The sentence about a cause that is true of these lines.

    It never says that the remittance gives no reason, or a place of service, where these lines show otherwise. Codes of
    group PR are no such reason: they say what the patient owes.
    """
    claims = cause_claims(cause)
    disputed = tuple(lines)
    given = {reason for line in disputed for reason in line.reasons if not reason.startswith("PR-")}
    plain = special_codes.contractual_adjustments() | {""}
    other = sorted(reason for reason in given if reason.partition("-")[2] not in plain)
    if other and "claim_with_codes" in claims:
        return claims["claim_with_codes"].replace("{codes}", ", ".join(other))
    if "claim_without_code" in claims and special_codes.sequestration_reason() not in {
        reason.partition("-")[2] for reason in given
    }:
        return claims["claim_without_code"]
    if "claim_without_place" in claims and any(line.place_of_service is None for line in disputed):
        return claims["claim_without_place"]
    return claims["claim"]


def line_codes(line: ServiceLine) -> str:
    return " ".join(part for part in (line.code or "—", "-".join(line.modifiers)) if part)


def number(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"


def _opening(claim: DisputedClaim) -> list[str]:
    text = (
        f"We ask for a {_level(claim)} of this claim. These services were allowed at {dollars(claim.actual)} "
        f"and should have been allowed at {dollars(claim.expected)}: {dollars(claim.short)} less than "
        f"{claim.agreement_name} grants."
    )
    return [text]


def _level(claim: DisputedClaim) -> str:
    return (claim.payer.level or "review").lower()


def _title(claim: DisputedClaim) -> str:
    level = _level(claim)
    causes = {issue.cause for issue in claim.issues}
    return f"Request for {level}: {cause_label(causes.pop() if len(causes) == 1 else SEVERAL_CAUSES)}"


def _remittance(claim: DisputedClaim) -> str | None:
    dated, paid = day(claim.remittance_date), day(claim.payment_date)
    parts = (
        f"trace {claim.trace}" if claim.trace else "",
        f"dated {dated}" if dated else "",
        f"paid {paid}" if paid and paid != dated else "",
    )
    return ", ".join(part for part in parts if part) or None


def _sender(payee: Payee) -> list[str]:
    contact = payee.contact
    lines = list((contact.address if contact else ()) or payee.address)
    if contact is None:
        return lines
    reach = [("Tel.", contact.phone), ("Fax", contact.fax), ("", contact.email)]
    return [*lines, *(f"{kind} {value}".strip() for kind, value in reach if value)]


def _ids(payee: Payee) -> str:
    return f"Tax ID {payee.tin or '[not on file]'}   NPI {payee.npi or '[not on file]'}"


def _signature(payee: Payee) -> list[str]:
    contact = payee.contact
    lines = [contact.name if contact and contact.name else "[not on file: name of the contact]"]
    if contact and contact.phone:
        lines.append(f"Telephone {contact.phone}")
    return [*lines, *([contact.email] if contact and contact.email else []), *([payee.name] if payee.name else [])]


def _lines(claim: DisputedClaim) -> dict[str, Any]:
    rows = [cells for issue in claim.issues for cells in _issue_rows(issue)]
    billed = sum((line.charge for line in claim.lines if line.charge is not None), Decimal())
    total = ["", "Total", "", "", money(billed), money(claim.expected), money(claim.actual), money(claim.short)]
    return {
        "head": LINE_HEAD,
        "columns": ["auto", "auto", "fr", *["auto"] * (len(LINE_HEAD) - 3)],
        "right": [3, 4, 5, 6, 7],
        "rows": rows,
        "total": total,
    }


def _issue_rows(issue: Issue) -> Iterable[list[str]]:
    for line in issue.lines:
        amounts = (
            ["by visit", money(line.actual), ""]
            if issue.is_visit
            else [money(issue.expected), money(issue.actual), money(issue.short)]
        )
        served = line.service_date.isoformat() if line.service_date else "—"
        where = f"{line.ordinal}" if not issue.is_visit else f"{line.claim or ''} {line.ordinal}".strip()
        yield [where, served, line_codes(line), number(line.units), money(line.charge), *amounts]
    if issue.is_visit:
        yield ["", "The visit", "", "", "", money(issue.expected), money(issue.actual), money(issue.short)]


def _issues(issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """The issues: lines with the same cause, clause and sentence share one paragraph."""
    same: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        since = f", in force from {day(issue.terms_from)}" if issue.terms_from else ""
        clause = f"{issue.clause}{since}" if issue.clause else "[not on file: clause of the agreement]"
        schedule = f" Fee schedule: {issue.schedule}." if issue.schedule else ""
        text = f"Clause: {clause}.{schedule} {claim_sentence(issue.cause, issue.lines)}"
        same.setdefault((cause_label(issue.cause), text), []).append(issue)
    return [
        {"title": title, "scope": _scope(alike), "text": text, "evidence": _evidence(alike)}
        for (title, text), alike in same.items()
    ]


def _evidence(issues: Sequence[Issue]) -> list[str]:
    """The evidence of each line for its cause, where it is evidence."""
    sure = [issue for issue in issues if issue.confidence in SURE]
    named = [(", ".join(str(line.ordinal) for line in issue.lines), issue.evidence) for issue in sure]
    return [f"Line {lines}: {evidence}" for lines, evidence in named if evidence]


def _scope(issues: Sequence[Issue]) -> str:
    lines = [line.ordinal for issue in issues for line in issue.lines]
    short = sum((issue.short for issue in issues), Decimal())
    noun = "line" if len(lines) == 1 else "lines"
    return f"{noun} {', '.join(map(str, sorted(lines)))}, {dollars(short)}"


def _form(claim: DisputedClaim) -> dict[str, Any] | None:
    """The fields of the payer's form, where the payer has one."""
    profile = claim.profile
    if profile.form is None:
        return None
    services = "; ".join(f"{line_codes(line)} on {day(line.service_date) or '—'}" for line in claim.lines)
    contact = claim.payee.contact
    values = {
        "patient_name": ("Patient's name", claim.patient),
        "member_id": ("Member ID", claim.member_id),
        "medicare_number": ("Medicare number", claim.member_id),
        "dob": ("Patient's date of birth", None),
        "group_number": ("Group number", claim.group_number),
        "payee_name": ("Name of the party", claim.payee.name),
        "tin": ("Tax ID", claim.payee.tin),
        "npi": ("NPI", claim.payee.npi),
        "contact": ("Contact", ", ".join(part for part in (contact.name, contact.phone) if part) if contact else None),
        "payer_claim_no": ("Payer's claim number", claim.payer_control_number),
        "cpt": ("Items or services", services),
        "dos": ("Dates of service", days(claim.service_dates)),
        "remit_date": ("Date of the initial decision", day(claim.remittance_date or claim.payment_date)),
        "reason": ("Reason", "; ".join(dict.fromkeys(cause_label(issue.cause) for issue in claim.issues))),
        "expected_outcome": ("What we expect", f"Allowed amount of {dollars(claim.expected)}"),
        "billed_and_paid": ("Billed and paid", _billed_and_paid(claim)),
        "remittance": ("Evidence", "Excerpt of the remittance, enclosed"),
        "signature": ("Signature and date", None),
    }
    rows = [row(*values[name]) for name in profile.facts if name in values]
    return {"title": f"{profile.form} ({profile.form_source})", "rows": rows}


def _billed_and_paid(claim: DisputedClaim) -> str:
    billed = sum((line.charge for line in claim.lines if line.charge is not None), Decimal())
    paid = sum((line.paid for line in claim.lines if line.paid is not None), Decimal())
    return f"billed {dollars(billed)}, paid {dollars(paid)}"


@cache
def _claims() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("contracts") / "letters" / "causes.toml").read_text(encoding="utf-8"))

"""The covering letter of a batch: claims of one payer, one agreement and the same causes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.codes import cause_label
from contracts.disputes.batches import batch_label
from contracts.letters.claim_letter import (
    CLOSING,
    claim_sentence,
    days,
    dollars,
    letterhead,
    money,
    request,
    row,
)
from contracts.letters.facts import DisputedClaim, Issue
from contracts.letters.missing import missing_facts

HEAD: Final = ("No.", "Payer's claim", "Our claim", "Patient", "Service", "Expected", "Allowed", "Short")
ENCLOSED: Final = (
    "Spreadsheet of the disputed lines (lines.csv and lines.xlsx)",
    "Each claim's own letter with calculation, fee schedule rows, remittance excerpt and window (in claims/)",
)


def batch_letter(name: str, claims: Sequence[DisputedClaim], on: date) -> dict[str, Any]:
    """The covering letter, dated `on`. Each claim's own letter has its calculation and its remittance."""
    first = claims[0]
    expected = sum((claim.expected for claim in claims), Decimal())
    actual = sum((claim.actual for claim in claims), Decimal())
    short = sum((claim.short for claim in claims), Decimal())
    count = f"{len(claims)} claim{'' if len(claims) == 1 else 's'}"
    opening = (
        f"We dispute the {count} below. Together they were allowed at {dollars(actual)} and should have been allowed "
        f"at {dollars(expected)}: {dollars(short)} less than {first.agreement_name} grants."
    )
    return {
        **letterhead(first, on),
        "running": f"Batch {batch_label(name)}",
        "re": [
            row("Batch", batch_label(name)),
            row("Claims", f"{len(claims)}, listed below and line by line in the spreadsheet enclosed"),
            row("Dates of service", days(day for claim in claims for day in claim.service_dates)),
            row("Agreement", first.agreement_name),
        ],
        "opening": [opening],
        "lines": {
            "head": HEAD,
            "columns": ["auto", "wide", "fr", "wide", "auto", "auto", "auto", "auto"],
            "right": [0, 5, 6, 7],
            "rows": [_row(number, claim) for number, claim in enumerate(claims, 1)],
            "total": ["", "Total", "", "", "", money(expected), money(actual), money(short)],
        },
        "issues": _issues(claims),
        "ask": f"These claims should have been allowed at {dollars(expected)}. You allowed {dollars(actual)}. "
        f"{request(short, 'them')}",
        "form": None,
        "closing": CLOSING,
        "enclosures": list(ENCLOSED),
        "derivations": [],
        "fee_rows": [],
        "reason_codes": [],
        "excerpt": None,
        "timing": None,
        "sources": [],
        "missing": list(dict.fromkeys(fact for claim in claims for fact in missing_facts(claim))),
    }


def _row(number: int, claim: DisputedClaim) -> list[str]:
    served = claim.service_dates
    return [
        str(number),
        claim.payer_control_number or "[not on file]",
        claim.patient_control_number or "[not on file]",
        claim.patient or "[not on file]",
        served[0].isoformat() if served else "—",
        money(claim.expected),
        money(claim.actual),
        money(claim.short),
    ]


def _issues(claims: Sequence[DisputedClaim]) -> list[dict[str, Any]]:
    """The issues: those with the same cause and sentence share one paragraph."""
    same: dict[tuple[str, str], list[Issue]] = {}
    for issue in (issue for claim in claims for issue in claim.issues):
        same.setdefault((issue.cause, claim_sentence(issue.cause, issue.lines)), []).append(issue)
    return [_issue(cause, sentence, issues) for (cause, sentence), issues in same.items()]


def _issue(cause: str, sentence: str, issues: Sequence[Issue]) -> dict[str, Any]:
    clauses = "; ".join(dict.fromkeys(issue.clause or "[not on file: clause of the agreement]" for issue in issues))
    schedules = ", ".join(dict.fromkeys(issue.schedule for issue in issues if issue.schedule))
    schedule = f" Fee schedule: {schedules}." if schedules else ""
    total = sum((issue.short for issue in issues), Decimal())
    count = sum(len(issue.lines) for issue in issues)
    return {
        "title": cause_label(cause),
        "scope": f"{count} line{'' if count == 1 else 's'}, {dollars(total)}",
        "text": f"Clause: {clauses}.{schedule} {sentence}",
        "evidence": [],
    }

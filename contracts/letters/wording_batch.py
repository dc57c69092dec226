"""Says a batch in a letter's words: one covering letter for claims of one payer, one agreement and one cause."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.letters.facts import DisputedClaim, Issue
from contracts.letters.missing import missing_facts
from contracts.letters.wording import (
    CLOSING,
    cause_words,
    claim_sentence,
    days,
    dollars,
    letterhead,
    money,
    request,
    row,
)

HEAD: Final = ("No.", "Payer's claim", "Our claim", "Patient", "Service", "Expected", "Allowed", "Short")
ENCLOSED: Final = (
    "Spreadsheet of the disputed lines (lines.csv, and the same as lines.xlsx)",
    "Each claim's own letter, with the calculation, the schedule rows, its remittance and the window (claims/)",
)


def batch_letter(name: str, claims: Sequence[DisputedClaim], on: date) -> dict[str, Any]:
    """The covering letter; each claim's own letter carries its calculation and its remittance."""
    first = claims[0]
    expected = sum((claim.expected for claim in claims), Decimal())
    actual = sum((claim.actual for claim in claims), Decimal())
    short = sum((claim.short for claim in claims), Decimal())
    count = f"{len(claims)} claim{'' if len(claims) == 1 else 's'}"
    opening = (
        f"The {count} below have the same issue. Together they were allowed at {dollars(actual)} and should have been "
        f"allowed at {dollars(expected)}: {dollars(short)} less than {first.agreement_name} grants."
    )
    return {
        **letterhead(first, on),
        "running": f"Batch {name}",
        "re": [
            row("Batch", name),
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
    """What is wrong, said once for all issues of which the same is to be said."""
    said: dict[tuple[str, str], list[Issue]] = {}
    for issue in (issue for claim in claims for issue in claim.issues):
        said.setdefault((issue.cause, claim_sentence(issue.cause, issue.lines)), []).append(issue)
    return [_issue(cause, sentence, issues) for (cause, sentence), issues in said.items()]


def _issue(cause: str, sentence: str, issues: Sequence[Issue]) -> dict[str, Any]:
    clauses = "; ".join(dict.fromkeys(issue.clause or "[not on file: clause of the agreement]" for issue in issues))
    schedules = ", ".join(dict.fromkeys(issue.schedule for issue in issues if issue.schedule))
    schedule = f" Fee schedule: {schedules}." if schedules else ""
    total = sum((issue.short for issue in issues), Decimal())
    return {
        "title": cause_words(cause)["title"],
        "scope": f"{sum(len(issue.lines) for issue in issues)} lines, {dollars(total)}",
        "text": f"Clause: {clauses}.{schedule} {sentence}",
        "evidence": [],
    }

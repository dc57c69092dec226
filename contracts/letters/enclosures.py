"""The enclosures of a claim's letter: calculation, fee schedule rows, remittance excerpt, window and hashes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.letters.excerpt import WITHHELD, Segment
from contracts.letters.facts import DisputedClaim, Issue

RAW_WIDTH: Final = 84  # characters of a raw segment that fit on one printed line
INTRO: Final = (
    "From the electronic remittance (X12 835) as it was received. The number is the segment's position in the file. "
    "Segments of other patients and bank account numbers are left out."
)


def enclosures(claim: DisputedClaim) -> dict[str, Any]:
    """The enclosures of a claim's letter, and their list."""
    fee_rows = _fee_rows(claim)
    listed = [
        "How each expected amount was calculated, step by step, with its sources",
        *(["The fee schedule rows used"] if fee_rows else []),
        *(["The reason codes given, in X12's words"] if claim.wordings else []),
        *(["Excerpt of the remittance, by element and as sent"] if claim.segments else []),
        "Timeliness: the window for this request and how it is counted",
        "Sources, by SHA-256",
    ]
    return {
        "enclosures": listed,
        "derivations": [_derivation(issue) for issue in claim.issues],
        "fee_rows": fee_rows,
        "reason_codes": [{"label": code, "value": wording} for code, wording in claim.wordings],
        "excerpt": _excerpt(claim),
        "timing": _timing(claim),
        "sources": _sources(claim),
    }


def _derivation(issue: Issue) -> dict[str, Any]:
    if issue.is_visit:
        heading = f"The visit of {_iso(issue.lines[0].service_date if issue.lines else None)}"
    else:
        (line,) = issue.lines
        code = " ".join((line.code or "no code", *line.modifiers))
        heading = f"Line {line.ordinal}: {code}, {_iso(line.service_date)}"
    outcome = [("should have been allowed", issue.expected), ("was allowed", issue.actual), ("short", issue.short)]
    return {
        "heading": heading,
        "steps": [
            {"number": str(place), "amount": _amount(step.amount), "text": step.text, "source": step.source}
            for place, step in enumerate(issue.steps, 1)
        ],
        "outcome": [{"value": f"{amount:,.2f}", "label": label} for label, amount in outcome],
    }


def _fee_rows(claim: DisputedClaim) -> list[list[str]]:
    rows = dict.fromkeys(found for issue in claim.issues for found in issue.fee_rows)
    return [
        [
            fee.schedule,
            str(fee.number),
            fee.code,
            fee.condition or "any",
            f"{fee.amount:,.2f}",
            fee.effective_from.isoformat() if fee.effective_from else "open",
            fee.effective_until.isoformat() if fee.effective_until else "open",
        ]
        for fee in rows
    ]


def _excerpt(claim: DisputedClaim) -> dict[str, Any] | None:
    if not claim.segments:
        return None
    parts = [("The payment", claim.header), ("The claim", claim.segments)]
    return {
        "intro": INTRO,
        "parts": [{"heading": name, "segments": [_segment(each) for each in segments]} for name, segments in parts],
    }


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "number": str(segment.number),
        "name": f"{segment.tag} {segment.name}".strip(),
        "elements": [
            (f"{place} {name}".strip() + ": ", value) for place, name, value in segment.elements if value != WITHHELD
        ],
        "raw": _pieces(segment.raw),
    }


def _pieces(raw: str) -> Sequence[str]:
    return [raw[start : start + RAW_WIDTH] for start in range(0, len(raw), RAW_WIDTH)] or [""]


def _timing(claim: DisputedClaim) -> dict[str, Any]:
    timing = claim.timing
    assumed = " This window is an assumption: no agreement on file states it." if timing.is_assumed else ""
    sentence = timing.sentence or "No window could be counted: the remittance gives no day to count from."
    return {
        "rows": [
            {"label": "Counted from", "value": _iso(timing.basis) if timing.basis else None},
            {"label": "Last day of the window", "value": _iso(timing.deadline) if timing.deadline else None},
        ],
        "sentence": sentence if "assumed" in sentence else sentence + assumed,
    }


def _sources(claim: DisputedClaim) -> list[dict[str, str]]:
    remittances = [
        {
            "label": f"Remittance {source.name}" + ("" if source.is_whole else " (not readable in the archive)"),
            "hash": source.sha256,
        }
        for source in claim.sources
    ]
    situations = dict.fromkeys(issue.situation_id for issue in claim.issues if issue.situation_id)
    return [
        *remittances,
        {"label": f"Agreement {claim.agreement} with its schedules, rates and rules", "hash": claim.fingerprint},
        *({"label": "Inputs of a calculation", "hash": each} for each in situations),
    ]


def _iso(when: date | None) -> str:
    return "no date" if when is None else when.isoformat()


def _amount(amount: Decimal | None) -> str:
    """To the cent; more places only for a step that is not rounded yet."""
    if amount is None:
        return ""
    return f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount.normalize():,f}"

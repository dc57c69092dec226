"""The packet of a claim or a batch: letters, spreadsheet, manifest, and notes for the practice (before-sending.txt).

The same facts give the same bytes. The manifest lists the SHA-256 of every file.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.letters.batch_letter import batch_letter
from contracts.letters.claim_letter import claim_letter, dollars, money
from contracts.letters.facts import DisputedClaim, Timing
from contracts.letters.missing import missing_facts
from contracts.letters.sheet import SHEET, rows_of
from contracts.letters.typesetting import pdf, pdfs
from contracts.spreadsheet import csv_text, xlsx_bytes

Files = tuple[tuple[str, bytes], ...]
LONGEST_NAME: Final = 48
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first date of the zip format: a packet does not depend on the clock


def claim_packet(claim: DisputedClaim, on: date) -> Files:
    """The packet of one claim: letter.pdf, before-sending.txt, manifest.json."""
    files = [
        ("letter.pdf", pdf(claim_letter(claim, on), on)),
        ("before-sending.txt", _before_sending([claim], on).encode()),
    ]
    return _with_manifest(files, [claim], on)


def batch_packet(name: str, claims: Sequence[DisputedClaim], on: date) -> Files:
    """The packet of a batch: a covering letter, the spreadsheet as CSV and XLSX, and each claim's own letter."""
    profile = claims[0].profile
    attachments = [
        f"claims/{number:03d}-{safe_name(_claim_number(claim))}.pdf" for number, claim in enumerate(claims, 1)
    ]
    rows = list(rows_of(claims, attachments))
    files = [
        ("letter.pdf", pdf(batch_letter(name, claims, on), on)),
        ("lines.csv", csv_text(rows, profile.columns).encode()),
        ("lines.xlsx", xlsx_bytes(rows, profile.columns, SHEET, made_on=on)),
        ("before-sending.txt", _before_sending(claims, on).encode()),
        *zip(attachments, pdfs([claim_letter(claim, on) for claim in claims], on), strict=True),
    ]
    return _with_manifest(files, claims, on)


def safe_name(text: str) -> str:
    """A file name from any text: letters, digits and hyphens. A changed text gets a part of its hash as suffix."""
    name = _UNSAFE.sub("-", text).strip("-")[:LONGEST_NAME].strip("-")
    return name if name == text else f"{name or 'claim'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def zipped(files: Files) -> bytes:
    """The packet as one zip file; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _claim_number(claim: DisputedClaim) -> str:
    return claim.payer_control_number or claim.patient_control_number or "claim"


def _with_manifest(files: Sequence[tuple[str, bytes]], claims: Sequence[DisputedClaim], on: date) -> Files:
    sources = {source.name: source.sha256 for claim in claims for source in claim.sources}
    inputs: dict[str, Any] = {
        "as_of": on.isoformat(),
        "agreement": {"id": claims[0].agreement, "fingerprint": claims[0].fingerprint},
        "remittances": [{"name": name, "sha256": digest} for name, digest in sorted(sources.items())],
        "situations": sorted({issue.situation_id for claim in claims for issue in claim.issues if issue.situation_id}),
        "payer_profile": {
            "id": claims[0].profile.id,
            "source": claims[0].profile.source,
            "checked": str(claims[0].profile.checked),
        },
    }
    made = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in files]
    manifest = json.dumps({"inputs": inputs, "files": made}, indent=1, ensure_ascii=False) + "\n"
    return (*files, ("manifest.json", manifest.encode()))


def _before_sending(claims: Sequence[DisputedClaim], on: date) -> str:
    """Notes for the practice, not for the payer: the deadline, what the payer wants, and what is missing."""
    first = claims[0]
    short = sum((claim.short for claim in claims), Decimal())
    lines = [
        f"Before sending: {_plain(first.payer.name or 'payer not named')}, {first.agreement_name}, written {on}",
        "",
    ]
    lines += [f"{len(claims)} claim{'' if len(claims) == 1 else 's'}, {dollars(short)} short.", "", "Deadline"]
    lines += _deadline_lines([claim.timing for claim in claims], on)
    lines += [
        "",
        f"Requirements of {first.profile.name} (source: {first.profile.source}; checked {first.profile.checked})",
    ]
    lines += [f"  - {advice}" for advice in first.profile.advice]
    if first.profile.min_claims and len(claims) < first.profile.min_claims:
        lines.append(
            f"  - This packet has {len(claims)} of the {first.profile.min_claims} claims a bulk project needs."
        )
    lines += ["", "Not on file (the letter lists these as open)"]
    for claim in claims:
        missing = missing_facts(claim)
        prefix = f"{_plain(_claim_number(claim))}: " if len(claims) > 1 else ""
        lines.append(f"  - {prefix}{'; '.join(missing) if missing else 'nothing'}")
    lines += ["", "Check before sending"]
    notes = [
        f"  - Claim {_plain(_claim_number(claim))} also has overpaid lines ({claim.overpaid_lines}); "
        "the payer may take that money back."
        for claim in claims
        if claim.overpaid_lines
    ]
    notes += [
        f"  - Claim {_plain(_claim_number(claim))} has several causes; this packet covers all of them."
        for claim in claims
        if len({issue.cause for issue in claim.issues}) > 1
    ]
    lines += notes or ["  - Nothing."]
    lines += ["", "Amounts"]
    lines += [
        f"  {_plain(_claim_number(claim))}: expected {money(claim.expected)}, allowed {money(claim.actual)}, "
        f"short {money(claim.short)}"
        for claim in claims
    ]
    return "\n".join(lines) + "\n"


def _deadline_lines(timings: Sequence[Timing], on: date) -> list[str]:
    known = [timing for timing in timings if timing.deadline is not None]
    if not known:
        return ["  The window could not be counted: the remittance gives no day to count from."]
    timing = min(known, key=lambda each: each.deadline or date.max)
    deadline = timing.deadline or date.max
    left = (deadline - on).days
    lines = [f"  {deadline}, {left} days from {on}; in time under every reading until {timing.safe_deadline}."]
    return [*lines, f"  {timing.sentence}"] if left >= 0 else [*lines, f"  The window has closed. {timing.sentence}"]


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)

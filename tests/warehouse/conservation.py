"""Whether a night lost anything: compares what a plain loop counts in each file with what the warehouse has.

Every amount is loaded, or named by a finding at its segment; every payment is posted, or says why it is not.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from parsers.x12.segment_index import segments
from tests.parsers.plain_count import count
from tests.parsers.sent import segments_with_separators
from warehouse.integrity import prove
from warehouse.load import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

    from tests.parsers.plain_count import Count, Payment

RECEIVED = datetime(2026, 11, 16, tzinfo=UTC).replace(tzinfo=None)
AMOUNTS = """
    select f.name, m.segment_number, list(m.amount order by m.place)
    from (
        select file_id, segment_number,
            unnest([charge, paid, patient_responsibility]) as amount, unnest([1, 2, 3]) as place
        from fact.claim
        union all
        select file_id, segment_number, unnest([charge, paid]), unnest([1, 2]) from fact.line
        union all
        select file_id, segment_number, amount, adjustment_ordinal from fact.adjustment
        union all
        select file_id, segment_number, amount, adjustment_ordinal from fact.provider_adjustment
    ) as m
    inner join fact.file as f on m.file_id = f.file_id
    group by all
"""
PAYMENTS = """
    select f.name, p.segment_number, t.off_by, b.state, p.payment_amount, not exists (
            from fact.finding as n where n.payment_id = p.payment_id and n.code = 'missing_se'
        ) as is_closed,
        exists (from held as h where h.file_name = f.name and h.segment_number = p.segment_number) as is_held
    from fact.payment as p
    inner join fact.file as f on p.file_id = f.file_id
    inner join derived.payment_total as t on p.payment_id = t.payment_id
    inner join derived.payment_equation as b on p.payment_id = b.payment_id
"""
FILES = "select file_name, disposition, segments, payments, claims, lines from file_log"
FINDINGS = "select file_name, coalesce(segment_number, 0), list(distinct code) from finding group by all"
# Bytes between segments without content: terminators, line breaks, blanks, a byte order mark.
SEPARATORS = bytes(range(33)) + b"\x7f\xef\xbb\xbf\xff\xfe"
TEXT_FINDINGS = {"text_before_isa", "not_x12", "utf16_text", "no_isa", "empty_file"}


def arrival(name: str, content: bytes) -> Arrival:
    return Arrival(name, sha256(content).hexdigest(), RECEIVED, content)


def losses(con: duckdb.DuckDBPyConnection, files: Mapping[str, bytes]) -> list[str]:
    """What a night over `files` lost, one sentence each; empty where everything is on record or named."""
    found = [f"{verdict.name}: {verdict.places}" for verdict in prove(con) if not verdict.is_passed]
    amounts, payments, findings = defaultdict(dict), defaultdict(list), defaultdict(dict)
    for name, segment, values in con.execute(AMOUNTS).fetchall():
        amounts[name][segment] = tuple(values)
    for name, *payment in con.execute(PAYMENTS).fetchall():
        payments[name].append(payment)
    for name, segment, codes in con.execute(FINDINGS).fetchall():
        findings[name][segment] = codes
    held = {name for (name,) in con.execute("select file_name from held where container = 'file'").fetchall()}
    log = {name: (disposition, *counts) for name, disposition, *counts in con.execute(FILES).fetchall()}
    for name, content in files.items():
        disposition, *counted = log.get(name, ("missing",))
        if disposition == "missing":
            found.append(f"{name}: not on record")
        elif counted[0] is not None:
            plain = count((each.number, each.elements) for each in segments(content))
            checks = {**_of_file(name, content, plain, findings[name])}
            checks |= {"counts": counted == [plain.segments, len(plain.payments), plain.claims, plain.lines]}
            checks |= {"no 835, not held": bool(plain.payments) or name in held}
            checks |= {"amounts": amounts[name] == plain.money}
            found += [f"{name}: {what}" for what, is_right in checks.items() if not is_right]
            found += [f"{name}: {what}" for what in _of_payments(plain, payments[name], findings[name])]
    return found


def _of_file(name: str, content: bytes, plain: Count, findings: Mapping[int, list[str]]) -> dict[str, bool]:
    """Claims about a file: every segment and every amount that was not loaded is named by a finding at its place."""
    named: set[int] = set()
    for number in sorted(plain.unread):
        # What runs on outside any transaction set is one finding, at its first segment.
        if number in findings or number - 1 in named:
            named.add(number)
    unnamed = [number for number in plain.lost if not any("amount" in code for code in findings.get(number, ()))]
    gaps = b"".join(list(segments_with_separators(content))[::2])
    text = bytes(byte for byte in set(gaps) if byte not in SEPARATORS)
    is_told = not TEXT_FINDINGS.isdisjoint(code for codes in findings.values() for code in codes)
    return {
        f"segments {sorted(plain.unread - named)[:3]} are neither read nor named": plain.unread == named,
        f"amounts in segments {unnamed[:3]} are neither read nor named": not unnamed,
        "text between segments is neither read nor named": len(text) <= 2 or is_told,
    }


def _of_payments(plain: Count, loaded: list[list], findings: Mapping[int, list[str]]) -> Iterator[str]:
    """Payments that do not balance as the plain loop says, or that were set aside without a finding."""
    expected: dict[int, Payment] = {each.number: each for each in plain.payments}
    for number, off_by, state, paid, is_closed, is_held in loaded:
        said = expected.get(number)
        if said is None:
            yield f"payment at segment {number} was never sent"
            continue
        if off_by != said.off_by or paid != said.paid or is_closed != said.is_closed:
            yield f"payment at segment {number} is off by {off_by}, counted {said.off_by}"
        is_named = is_held or state in ("duplicate", "superseded") or (state == "test" and _is_test(findings))
        if state not in ("balanced", "balanced_together") and not is_named:
            yield f"payment at segment {number} is {state} and nothing says so"
        if state == "balanced" and off_by != 0:
            yield f"payment at segment {number} is called balanced"


def _is_test(findings: Mapping[int, list[str]]) -> bool:
    return any("test_interchange" in codes for codes in findings.values())

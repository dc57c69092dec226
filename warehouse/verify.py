"""Verifies a claim's stored expectations: reads its file again, prices its situations again, and lists differences.

Of the stored values only the claim's place is used: the archived bytes give the lines, the current agreements and rates
give the price. A difference is a result, not an error: an agreement may have been corrected since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.pricing.price import price
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced
from parsers.x12.remittance import SourceFile, read
from warehouse.archived import archived
from warehouse.queries import ask, rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from contracts.agreements.agreement import Book
    from warehouse.queries import ClaimAnswer, Row


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored value and the value now; `place` is a line, step or file."""

    place: str
    stored: str
    now: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was read and priced again, and every difference; none means verified.

    `changed` are agreements whose text or rules changed since the claim was priced; `differences` show whether that
    changes a price.
    """

    lines: int
    situations: int
    differences: tuple[Difference, ...]
    changed: tuple[str, ...]


def verify(con: duckdb.DuckDBPyConnection, book: Book, archive: Path, answers: Sequence[ClaimAnswer]) -> Proof:
    """Read again and price again what `queries.explain` answered; `archive` is the folder of files by hash."""
    differences = [found for answer in answers for found in _read_again(con, archive, answer)]
    situations = sorted({line.line["situation_id"] for answer in answers for line in answer.lines} - {None})
    changed = {}
    for row in _rows(con, "situation_key", situations=situations):
        differences.extend(_priced_again(con, book, row))
        agreement = book.by_id.get(str(row["agreement_id"]))
        if agreement is not None and agreement.fingerprint != row["fingerprint"]:
            changed[agreement.id] = True
    lines = sum(len(answer.lines) for answer in answers)
    return Proof(lines, len(situations), tuple(dict.fromkeys(differences)), tuple(changed))


def _read_again(con: duckdb.DuckDBPyConnection, archive: Path, answer: ClaimAnswer) -> Iterator[Difference]:
    """Compare the lines on record with those in the archived file, place by place."""
    claim = answer.claim
    digest = str(claim["sha256"])
    content = archived(archive, digest)
    if content is None:
        yield Difference(f"file {claim['file_name']}", f"SHA-256 {digest}", "not in the archive, or not the same bytes")
        return
    sent = read([SourceFile(number=1, name=str(claim["file_name"]), content=content)]).tables["line"]
    by_place = {row["segment_number"]: row for row in sent.iter_rows(named=True)}
    for stored in _rows(con, "stored_line", claim_id=answer.lines[0].line["claim_id"]) if answer.lines else ():
        place = stored["segment_number"]
        now = by_place.get(place)
        for name, value in stored.items():
            again = None if now is None else now[name]
            if again != value:
                where = f"{claim['file_name']}, segment {place}, {name.replace('_', ' ')}"
                yield Difference(where, _shown(value), _shown(again) if now else "no service line there")


def _priced_again(con: duckdb.DuckDBPyConnection, book: Book, row: Row) -> Iterator[Difference]:
    situation_id, agreement_id = str(row["situation_id"]), str(row["agreement_id"])
    short = situation_id[:12]
    if agreement_id not in book.by_id:
        yield Difference(f"situation {short}", f"agreement {agreement_id}", "no such agreement any more")
        return
    priced = price(Situation.from_key(str(row["key"])), book)
    outcomes = dict(enumerate(priced.lines, 1))
    if priced.visit is not None:
        outcomes[0] = priced.visit
    stored = {each["line_in_situation"]: each for each in _rows(con, "stored_expectation", situation_id=situation_id)}
    for line in sorted(outcomes.keys() | stored.keys()):
        where = f"situation {short}, {f'line {line}' if line else 'the visit'}"
        kept = ask(con, "situation_steps", {"situation_id": situation_id, "line": line})
        yield from _compared(where, stored.get(line), kept, outcomes.get(line))


def _compared(
    where: str, stored: Row | None, kept: Sequence[Row], now: Expectation | Unpriced | None
) -> Iterator[Difference]:
    before = "nothing stored" if stored is None else _shown(stored["reason"] or stored["amount"])
    after = "no such line" if now is None else _shown(now.amount if isinstance(now, Expectation) else now.reason)
    if before != after:
        yield Difference(f"{where}, expected", before, after)
    again = [(step.rule, step.text, step.amount, step.source) for step in (now.steps if now else ())]
    for number in range(max(len(kept), len(again))):
        old = tuple(kept[number][name] for name in ("rule", "text", "amount", "source")) if number < len(kept) else None
        new = again[number] if number < len(again) else None
        if old != new:
            yield Difference(f"{where}, step {number + 1}", _step(old), _step(new))


def _step(step: tuple[Any, ...] | None) -> str:
    return "no step" if step is None else f"{step[0]}: {step[1]} [{step[3]}]"


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _rows(con: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 -- what SQL takes
    return rows(con.execute(statement(name), parameters))

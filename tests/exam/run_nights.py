"""`python -m tests.exam.run_nights [EXAM_DIR] [--nights 3 30]`: the exam's remits in one night, and spread over many.

However they are spread, and whichever come late, the queue at the end is the same, and every dispute ever opened is
open, recovered, withdrawn, expired or closed by hand, in count and in dollars. Exits with 1 where it is not.
"""

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.exam import transcribe
from tests.reference import EXAM
from tests.warehouse.conftest import spend_night
from warehouse.integrity import prove
from warehouse.queries import open_published
from warehouse.review.events import Change, Review

LATE = 7  # every seventh file comes after all the others
CLOSED = 5  # disputes closed by hand before the last night

QUEUE = "select * exclude (claim_id, status, file_name) from dispute_queue order by rank"
EXPIRED = "select * exclude (claim_id, status, file_name) from expired_disputes order by rank"
LINES = """
    select
        patient_control_number, payer_control_number, line_control_number, service_date, procedure_code, charge, paid,
        state, expected_allowed, actual_allowed, variance, cause, deadline, in_queue
    from line_review order by all
"""
# What became of every dispute ever opened; one that a person closed is still owed, and no longer asked for.
LIFE = """
    with ledger as (
        select
            h.dispute_id,
            any_value(h.state) as state,
            any_value(h.outstanding) as outstanding,
            sum(h.amount) filter (where h.kind in ('opened', 'increased')) as opened,
            coalesce(sum(h.amount) filter (where h.kind = 'recovered'), 0) as recovered,
            coalesce(sum(h.amount) filter (where h.kind in ('withdrawn', 'repriced')), 0) as withdrawn
        from dispute_history as h
        group by h.dispute_id
    )
    select
        case when q.status = 'closed' then 'closed by hand' else l.state end as became,
        count(*) as disputes,
        sum(l.opened) as opened,
        sum(l.recovered) as recovered,
        sum(l.withdrawn) as withdrawn,
        sum(l.outstanding) as outstanding
    from ledger as l
    left join (
        select dispute_id, status from dispute_queue union all select dispute_id, status from expired_disputes
    ) as q on l.dispute_id = q.dispute_id
    group by became order by became
"""


@dataclass(frozen=True)
class Ending:
    """What stands after the last night."""

    queue: list[tuple[object, ...]]
    expired: list[tuple[object, ...]]
    lines: list[tuple[object, ...]]
    life: list[tuple[str, int, Decimal, Decimal, Decimal, Decimal]]
    listed: tuple[int, Decimal]
    failed_checks: list[str]

    def conserves(self) -> bool:
        """Opened = recovered + withdrawn + outstanding, and the lists hold exactly what is outstanding."""
        opened, recovered, withdrawn, outstanding = (
            sum((row[column] for row in self.life), Decimal(0)) for column in (2, 3, 4, 5)
        )
        left = sum(row[1] for row in self.life if row[0] not in {"recovered", "withdrawn"})
        return opened == recovered + withdrawn + outstanding and self.listed == (left, outstanding)


def spend(exam: Path, root: Path, nights: int, *, with_late: bool) -> Ending:
    """The exam's remits in that many nights; the last is the night of the exam."""
    transcribe.workspace(exam, root)
    as_of = dt.date.fromisoformat(json.loads((exam / "agreements.json").read_text(encoding="utf-8"))["as_of"])
    remits = sorted((exam / "remits").iterdir())
    if with_late:
        remits = [*(path for path in remits if path not in remits[::LATE]), *remits[::LATE]]
    for night, share in enumerate(_shares(remits, nights), 1):
        for path in share:
            shutil.copy(path, root / "inbox")
        if night == nights:
            close_by_hand(root)
        spend_night(root, as_of - dt.timedelta(days=nights - night))
    with open_published(root / "data") as con:
        return ending(con)


def ending(con: duckdb.DuckDBPyConnection) -> Ending:
    both = "(select shortfall from dispute_queue union all select shortfall from expired_disputes)"
    return Ending(
        con.execute(QUEUE).fetchall(),
        con.execute(EXPIRED).fetchall(),
        con.execute(LINES).fetchall(),
        con.execute(LIFE).fetchall(),
        con.execute("select count(*), coalesce(sum(shortfall), 0) from " + both).fetchall()[0],
        [verdict.name for verdict in prove(con) if not verdict.is_passed],
    )


def close_by_hand(root: Path) -> None:
    """Somebody closes the first disputes of the queue; nothing where no night was yet."""
    if not (root / "data" / "current.duckdb").exists():
        return
    with open_published(root / "data") as con:
        first = con.execute("select dispute_id from dispute_queue order by rank limit ?", [CLOSED]).fetchall()
    review = Review(root / "data" / "review.sqlite")
    review.act("mia", [Change(str(row[0]), {"status": "closed", "closed_reason": "too small"}) for row in first])
    review.close()


def _shares(remits: Sequence[Path], nights: int) -> Iterator[Sequence[Path]]:
    for night in range(nights):
        yield remits[len(remits) * night // nights : len(remits) * (night + 1) // nights]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exam", nargs="?", type=Path, default=EXAM)
    parser.add_argument("--nights", nargs="+", type=int, default=[3, 30])
    given = parser.parse_args()
    if not (given.exam / "agreements.json").is_file():
        sys.exit(f"{given.exam}: no exam here (agreements.json is missing)")
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="shortpay-nights-") as folder:
        one = spend(given.exam, Path(folder) / "one", 1, with_late=False)
        for nights, with_late in [(1, False), *((n, late) for n in given.nights for late in (False, True))]:
            name = f"{nights} nights{', late files' if with_late else ''}"
            end = one if nights == 1 else spend(given.exam, Path(folder) / name, nights, with_late=with_late)
            same = (end.queue, end.expired, end.lines) == (one.queue, one.expired, one.lines)
            found = [
                "" if same else f"other queue or lines ({_different(end, one)})",
                "" if end.conserves() else "dollars or disputes lost",
                f"checks off: {', '.join(end.failed_checks)}" if end.failed_checks else "",
            ]
            print(f"{name}: {len(end.queue)} open, {'; '.join(filter(None, found)) or 'the same, and nothing lost'}")
            for became, count, opened, recovered, withdrawn, outstanding in end.life:
                print(f"  {became:15}{count:5}  opened {opened:>10}  recovered {recovered:>9}  withdrawn {withdrawn:>9}"
                      f"  outstanding {outstanding:>10}")  # fmt: skip
            wrong += any(found)
    return 1 if wrong else 0


def _different(end: Ending, one: Ending) -> str:
    return ", ".join(
        f"{name}: {len(set(left) - set(right))} new, {len(set(right) - set(left))} gone"
        for name, left, right in (
            ("queue", end.queue, one.queue),
            ("expired", end.expired, one.expired),
            ("lines", end.lines, one.lines),
        )
        if left != right
    )


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.bench.bench_night [LINES ...]`: seconds of each stage of a night, and of one that adds a little.

Each size runs in a process of its own, so that its peak memory is its own. More than a million lines are not written
to files: a million are, and the rest is what the warehouse has of them again (multiplied.py).
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 11, 16)
FROM_FILES = 1_000_000
ADDED = 30_000


def main(sizes: list[int]) -> None:
    for lines in sizes or [100_000, FROM_FILES]:
        subprocess.run([sys.executable, "-m", "tests.bench.bench_night", "--one", str(lines)], check=True, cwd=ROOT)


def one(lines: int) -> None:
    """Measure a first night over `lines` lines, and a second one that adds three percent, or 30,000 if that is less."""
    from flows.intake.settings import load_settings
    from flows.night import read_contracts
    from tests.bench import clinic

    read, times = (lines, 1) if lines <= FROM_FILES else (FROM_FILES, lines // FROM_FILES)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(ROOT / "fixtures" / "workspace", root)
        (root / "inbox").mkdir()
        (root / "rates").mkdir()
        _, book = read_contracts(load_settings(root))
        _write(root, "first", clinic.files(read, book))
        print(f"{read * times:,} lines, first night" + (f"; {read:,} of them read, {times} times" if times > 1 else ""))
        _night(root, times)
        added = max(min(lines * 3 // 100, ADDED), 1)
        _write(root, "second", clinic.files(added, book, seed=2))
        print(f"{added:,} lines more, second night")
        _night(root)
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, children = peaks
    print(f"  peak memory {own:,.0f} MB, of a process it started {children:,.0f} MB\n")


def _write(root: Path, name: str, files: Iterator[bytes]) -> None:
    for number, content in enumerate(files, 1):
        (root / "inbox" / f"{name}_{number:05d}.835").write_bytes(content)


def _night(root: Path, times: int = 1) -> None:
    from flows.night import one_night
    from tests.bench.multiplied import multiply
    from warehouse.pipeline import STAGES

    seconds: dict[str, float] = {}
    with one_night(root, AS_OF) as night:
        stages = {
            "receive": night.receive,
            "load": lambda: [night.load(batch) for batch in night.waiting()],
            "multiply": lambda: multiply(night.con, times),
            **{name: partial(night.run, name) for name in STAGES},
            "close": night.close,
            "publish": night.publish,
        }
        for name, stage in stages.items():
            started = time.perf_counter()
            stage()
            seconds[name] = time.perf_counter() - started
        report, judged = night.report(), night.claims_to_judge
        (total,) = _count(night.workspace.working_database)
        size = night.workspace.working_database.stat().st_size >> 20
    if times == 1:
        del seconds["multiply"]
    print("  " + "  ".join(f"{name} {spent:.2f}s" for name, spent in seconds.items()))
    after = sum(spent for name, spent in seconds.items() if name not in ("receive", "load", "multiply"))
    print(
        f"  {after:.1f} s after loading, {total / after:,.0f} lines/s; {total:,} lines and {size:,} MB on file; "
        f"claims judged: {'all' if judged is None else format(judged, ',')}; "
        f"{report.pricing.situations:,} distinct situations, {report.pricing.newly_priced:,} new"
    )


def _count(path: Path) -> tuple[int]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("select count(*) from line_review").fetchone() or (0,)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(argument) for argument in sys.argv[1:]])

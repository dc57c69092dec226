"""`python -m tests.bench.bench_night [LINES ...]`: seconds of each stage of a night, and of one that adds a little.

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 11, 16)
AFTER_LOADING = ("check", "chain", "match", "price", "judge", "close", "publish")


def main(sizes: list[int]) -> None:
    for lines in sizes or [100_000]:
        subprocess.run([sys.executable, "-m", "tests.bench.bench_night", "--one", str(lines)], check=True, cwd=ROOT)


def one(lines: int) -> None:
    """Measure a first night over `lines` lines and a second one that adds three percent."""
    from flows.night import read_contracts
    from flows.settings import load_settings
    from tests.bench import clinic

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(ROOT / "fixtures" / "workspace", root)
        (root / "inbox").mkdir()
        (root / "rates").mkdir()
        _, book = read_contracts(load_settings(root))
        for number, content in enumerate(clinic.files(lines, book), 1):
            (root / "inbox" / f"first_{number:05d}.835").write_bytes(content)
        print(f"{lines:,} lines, first night")
        _night(root)
        for number, content in enumerate(clinic.files(max(lines * 3 // 100, 1), book, seed=2), 1):
            (root / "inbox" / f"second_{number:05d}.835").write_bytes(content)
        print(f"{lines * 3 // 100:,} lines more, second night")
        _night(root)
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB\n")


def _night(root: Path) -> None:
    from flows.night import one_night

    seconds: dict[str, float] = {}
    with one_night(root, AS_OF) as night:
        stages = {
            "receive": night.receive,
            "load": lambda: [night.load(batch) for batch in night.waiting()],
            **{name: getattr(night, name) for name in AFTER_LOADING},
        }
        for name, stage in stages.items():
            started = time.perf_counter()
            stage()
            seconds[name] = time.perf_counter() - started
        report = night.report()
        (total,) = _count(night.workspace.working_database)
    print("  " + "  ".join(f"{name} {spent:.2f}s" for name, spent in seconds.items()))
    judged = sum(seconds[name] for name in ("price", "judge", "publish"))
    print(
        f"  {sum(seconds.values()):.1f} s in all; {total:,} lines on file, {report.loaded.lines:,} new; "
        f"{report.pricing.situations:,} distinct situations, {report.pricing.newly_priced:,} new"
    )
    whole = total / sum(seconds.values())
    print(f"  price + judge + publish: {total / judged:,.0f} lines/s; the whole night: {whole:,.0f} lines/s")


def _count(path: Path) -> tuple[int]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("select count(*) from line_review").fetchone() or (0,)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(argument) for argument in sys.argv[1:]])

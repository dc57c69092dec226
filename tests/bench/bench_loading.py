"""Measures bytes to committed DuckDB against oxedi and its load, on one large file and on a night of many small ones.

Ours fills 15 tables and fingerprints every payment; the peer's loop fills its five, each file in turn, in one
transaction. Run `python tests/bench/bench_loading.py [MEGABYTES [FILES]]`; the default is 100 and 2000 files of 20 KB.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.bench.big_remits import pieces, remittance  # noqa: E402
from warehouse.database import open_working  # noqa: E402
from warehouse.load import Arrival, load_batch  # noqa: E402

RUNS = 3
FILE_BYTES = 20_000


class Stream:
    """A frame as DuckDB takes it without pyarrow."""

    def __init__(self, frame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested=None):
        return self._frame.__arrow_c_stream__(requested)


def ours(database: Path, contents: list[bytes]) -> float:
    arrivals = [
        Arrival(f"{number}.835", sha256(content).hexdigest(), datetime(2026, 1, 5, tzinfo=UTC), content)
        for number, content in enumerate(contents)
    ]
    con = open_working(database)
    started = time.perf_counter()
    load_batch(con, arrivals)
    spent = time.perf_counter() - started
    con.close()
    return spent


def theirs(database: Path, contents: list[bytes]) -> float:
    import oxedi

    con = duckdb.connect(str(database))
    started = time.perf_counter()
    con.execute("begin transaction")
    for number, content in enumerate(contents):
        for name, frame in oxedi.parse(content).tables.to_polars().items():
            con.register("incoming", Stream(frame))
            verb = "insert into {} select" if number else "create table {} as select"
            con.execute(f"{verb.format(name)} * from incoming")
            con.unregister("incoming")
    con.execute("commit")
    spent = time.perf_counter() - started
    con.close()
    return spent


def measure(title: str, contents: list[bytes], runs: int) -> float:
    """Prints seconds of both, in turn, and returns the ratio of their medians."""
    times: dict[str, list[float]] = {"shortpay": [], "oxedi": []}
    for _ in range(runs):
        for name, load in (("shortpay", ours), ("oxedi", theirs)):
            with tempfile.TemporaryDirectory() as folder:
                times[name].append(load(Path(folder) / "bench.duckdb", contents))
    medians = {name: statistics.median(each) for name, each in times.items()}
    ratio = medians["oxedi"] / medians["shortpay"]
    each = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in medians.items())
    print(f"{title}: {each}, ratio {ratio:.2f}", flush=True)
    return ratio


def main(megabytes: int = 100, files: int = 2000) -> None:
    measure(f"one file of {megabytes} MB", [remittance(megabytes * 1_000_000)], RUNS)
    small = list(pieces(files * FILE_BYTES, FILE_BYTES))
    measure(f"{len(small)} files of {FILE_BYTES // 1000} KB", small, 1)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

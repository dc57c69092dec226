"""Measures the columnar reader against oxedi on the same synthetic files, in alternating runs of one process.

Both go from bytes to their polars tables; ours has more of them (dates, references, parties, remarks, findings ...).
Run `python tests/bench/bench_reader.py [MEGABYTES ...]`; the default is 10 and 100.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from parsers.remittance import SourceFile, read  # noqa: E402
from tests.bench.big_remits import remittance  # noqa: E402

RUNS = 5


def ours(content: bytes) -> int:
    return len(read([SourceFile(1, "bench.835", content)]).tables["line"])


def theirs(content: bytes) -> int:
    import oxedi

    return len(oxedi.parse(content).tables.to_polars()["services"])


def seconds(reader, content: bytes) -> tuple[float, float]:
    """Elapsed and processor time; only the latter means anything while the machine does other work."""
    started, spent = time.perf_counter(), time.process_time()
    reader(content)
    return time.perf_counter() - started, time.process_time() - spent


def measure(megabytes: int) -> float:
    """Prints MB/s of both readers on one file and returns the ratio of their median times."""
    content = remittance(megabytes * 1_000_000)
    size = len(content) / 1e6
    assert ours(content) == theirs(content), "the readers disagree on the number of service lines"
    times: dict[str, list[tuple[float, float]]] = {"shortpay": [], "oxedi": []}
    for _ in range(RUNS):
        times["shortpay"].append(seconds(ours, content))
        times["oxedi"].append(seconds(theirs, content))
    medians = {name: [statistics.median(kind) for kind in zip(*runs, strict=True)] for name, runs in times.items()}
    for name, (elapsed, processor) in medians.items():
        best = min(run[0] for run in times[name])
        speeds = f"{size / elapsed:7.1f} MB/s, {size / processor:6.1f} MB per processor second"
        print(f"{name:10}{speeds}   (best {size / best:.1f} MB/s, {RUNS} runs of {size:.0f} MB)")
    ratio = medians["oxedi"][0] / medians["shortpay"][0]
    print(f"{'ratio':10}{ratio:7.2f}")
    return ratio


def main(*megabytes: int) -> None:
    for size in megabytes or (10, 100):
        # Alone first: the peak of the process is then ours.
        ours(remittance(size * 1_000_000))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size} MB: peak memory of the process so far, file included: {peak:.0f} MB")
        measure(size)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

"""Measures the columnar reader against oxedi on the same synthetic files, in alternating runs of one process.

Both go from bytes to their polars tables; ours has more of them (dates, references, parties, remarks, findings ...).
Run `python tests/bench/bench_reader.py [MEGABYTES ...]`; the default is 10 and 100.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from parsers.x12.remittance import SourceFile, read, stream  # noqa: E402
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


def peak(how: str, megabytes: int) -> float:
    """The peak memory in MB of a process of its own that reads one file of this size: file, tables and all."""
    program = f"from tests.bench.bench_reader import alone; alone({how!r}, {megabytes})"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(found.stdout)


def alone(how: str, megabytes: int) -> None:
    """Prints the peak memory after reading `megabytes`: all tables at once ('read') or one part after another."""
    content = remittance(1_000_000)
    start, end = content.index(b"ST*835"), content.rindex(b"GE*")
    times = max(1, megabytes)
    with tempfile.TemporaryFile() as file:
        for part in (content[:start], *[content[start:end]] * times, content[end:]):
            file.write(part)
        file.seek(0)
        source = SourceFile(1, "bench.835", file.read())
    if how == "read":
        read([source])
    else:
        for _ in stream([source]):
            pass
    # What getrusage says counts the process that started this one as well; this does not.
    [said] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(int(said) * 1024 / 1e6)


def main(*megabytes: int) -> None:
    for size in megabytes or (10, 100):
        measure(size)
    print(f"peak memory: {peak('read', 100):.0f} MB for all tables of 100 MB at once", flush=True)
    for size in (100, 1000):
        print(f"peak memory: {peak('stream', size):.0f} MB for {size} MB, part after part", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

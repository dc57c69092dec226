"""`python -m tests.bench.bench_placeholder [LINES]`: a night in which half of the claims have no number of their payer.

Two payers of four write 0, or nothing, as CLP07 on every claim. Such a number links nothing, so the night and the one
that adds a little take as long as the same with proper numbers: at most 1.3 times, in time and in memory. What is wrong
grows with the square of the claims, so 300,000 lines show it; a million take three times as long to say the same. Each
night runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench_night import AS_OF, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = 300_000
AT_MOST = 1.3
NUMBER = re.compile(rb"(CLP\*(?:[^*~]*\*){6})[^*~]*")
WRITTEN = {b"SUMMERFIELD": b"0", b"BASALT": b""}  # by the payer's name; the other two number their claims


def main(lines: int) -> None:
    found = {}
    for kind in ("proper", "placeholder"):
        command = [sys.executable, "-m", "tests.bench.bench_placeholder", "--one", kind, str(lines)]
        done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        found[kind] = json.loads(done.stdout)
        print(f"{lines:,} lines, {kind} numbers: " + ", ".join(f"{name} {n:,.1f}" for name, n in found[kind].items()))
    for name, proper in found["proper"].items():
        ratio = found["placeholder"][name] / proper
        print(f"  {name}: {ratio:.2f} times" + ("" if ratio <= AT_MOST else f", more than {AT_MOST}"), flush=True)


def one(kind: str, lines: int) -> None:
    """Print the figures of a first night over `lines` lines, and of one that adds a hundredth of them."""
    from flows.intake.settings import load_settings
    from flows.night import read_contracts
    from tests.bench import clinic

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(ROOT / "fixtures" / "workspace", root)
        (root / "rates").mkdir()
        _, book = read_contracts(load_settings(root))
        figures: dict[str, float] = {}
        for night, (size, seed) in {"first": (lines, 1), "second": (lines // 100, 2)}.items():
            files = clinic.files(size, book, seed=seed)
            _write(root, night, files if kind == "proper" else map(without_numbers, files))
            seconds, processor, judged = _night(root)
            figures |= {f"{night} night, seconds": seconds, f"{night} night, processor seconds": processor}
        figures |= {
            "claims judged in the second night": judged,
            "MB on file": (root / "data" / "working.duckdb").stat().st_size / 1e6,
            "MB of memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(figures))


def without_numbers(content: bytes) -> bytes:
    """A file in which the payers of WRITTEN number no claim."""
    payments = content.split(b"ST*835*")
    return b"ST*835*".join(_without_numbers(payment) for payment in payments)


def _without_numbers(payment: bytes) -> bytes:
    number = next((number for name, number in WRITTEN.items() if b"N1*PR*" + name in payment), None)
    return payment if number is None else NUMBER.sub(rb"\g<1>" + number, payment)


def _write(root: Path, name: str, files: Iterator[bytes]) -> None:
    (root / "inbox").mkdir(exist_ok=True)
    for number, content in enumerate(files, 1):
        (root / "inbox" / f"{name}_{number:05d}.835").write_bytes(content)


def _night(root: Path) -> tuple[float, float, int]:
    """Seconds and processor seconds of a night after loading, and how many claims it judged."""
    from flows.night import one_night

    with one_night(root, AS_OF) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        started, spent = time.perf_counter(), time.process_time()
        night.run()
        night.close()
        night.publish()
        judged = night.context.counts["claims_judged"]
        return time.perf_counter() - started, time.process_time() - spent, judged


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else LINES)

"""`python tests/exam/run_exam.py [EXAM_DIR] [--keep FOLDER]`: a night over the exam's remits, and its score.

Writes RESULT.csv and CLAIMS.csv in the form that the exam's score.py reads, runs score.py, and prints what it prints.
"""

import argparse
import csv
import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # run by path, from anywhere
    sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from tests.exam import night, transcribe  # noqa: E402
from tests.reference import EXAM  # noqa: E402

# A visit's amounts stand once, on the first of its lines: the exam adds up the rows of a visit. The exam names a line
# by what is left of it after units denied with a reason (agreements.md, units_priced); here it is a denial in part.
RESULT = """
with line as (
    select
        *,
        row_number() over (partition by visit_id, state = 'visit_priced' order by line_id) = 1 as is_first
    from line_review
)
select
    l.patient_control_number,
    l.payer_control_number,
    l.line_control_number,
    l.service_date,
    l.procedure_code,
    if(l.state like 'denied_%' and l.variance = 0, 'priced_ok', l.state) as state,
    if(l.state <> 'visit_priced', l.expected_allowed, if(l.is_first, v.expected_allowed, null)) as expected_allowed,
    if(l.state <> 'visit_priced', l.actual_allowed, if(l.is_first, v.actual_allowed, null)) as actual_allowed,
    if(l.state <> 'visit_priced', l.variance, if(l.is_first, v.variance, null)) as variance,
    l.cause,
    l.deadline,
    l.in_queue
from line as l
left join visit_review as v on l.visit_id = v.visit_id
order by l.line_id
"""
CLAIMS = "select patient_control_number, payer_control_number, rank from dispute_queue order by rank"


def take(exam: Path, folder: Path) -> dict[str, float]:
    """Runs the exam in `folder` and scores it; the figures by name (1.0 is perfect)."""
    print(prepare_and_run(exam, folder))
    scored = subprocess.run(
        [sys.executable, exam / "score.py", exam, folder / "RESULT.csv", "--claims", folder / "CLAIMS.csv"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    print(scored)
    return {name: float(figure) for name, figure in re.findall(r"(\w+)=([\d.]+)", scored.splitlines()[-1])}


def prepare_and_run(exam: Path, folder: Path) -> str:
    """The workspace of the exam, its night, and the two result files; says how long the night took."""
    transcribe.workspace(exam, folder)
    for remit in sorted((exam / "remits").iterdir()):
        shutil.copy(remit, folder / "inbox" / remit.name)
    as_of = dt.date.fromisoformat(json.loads((exam / "agreements.json").read_text(encoding="utf-8"))["as_of"])
    started = dt.datetime.now(dt.UTC)
    con = night.run(folder, as_of)
    took = dt.datetime.now(dt.UTC) - started
    write(con, RESULT, folder / "RESULT.csv")
    write(con, CLAIMS, folder / "CLAIMS.csv")
    con.close()
    return f"night of {as_of} in {folder}: {took.total_seconds():.1f} s"


def write(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    answer = con.execute(query)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column[0] for column in answer.description])
        writer.writerows(answer.fetchall())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exam", nargs="?", type=Path, default=EXAM)
    parser.add_argument("--keep", type=Path, help="folder for the workspace and the results (default: thrown away)")
    given = parser.parse_args()
    if not (given.exam / "agreements.json").is_file():
        sys.exit(f"{given.exam}: no exam here (agreements.json is missing)")
    if given.keep:
        take(given.exam, given.keep)
        return
    with tempfile.TemporaryDirectory(prefix="shortpay-exam-") as folder:
        take(given.exam, Path(folder))


if __name__ == "__main__":
    main()

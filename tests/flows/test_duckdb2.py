"""A night on DuckDB 2, which an installation without the lock takes, finds what a night on the locked version finds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import ROOT, fill, spend
from tests.warehouse.conftest import remits

DUCKDB2 = ROOT / ".venv" / "duckdb2"
SPEND = """
import sys
from pathlib import Path
import duckdb
from tests.flows.conftest import spend
from warehouse.snapshot_diff import compare
assert duckdb.__version__.startswith("2."), duckdb.__version__
spend(Path(sys.argv[1]))
diff = compare(*(Path(root) / "data" / "current.duckdb" for root in (sys.argv[2], sys.argv[1])), ignored=("night",))
print([view.view for view in diff.views if not view.is_equal])
"""


def test_a_night_on_duckdb_2_is_the_same_night(tmp_path: Path) -> None:
    if not DUCKDB2.is_dir():
        pytest.skip("DuckDB 2 is not in .venv/duckdb2: make test puts it there")
    names = [path.name for path in remits()]
    roots = [fill(tmp_path / name, *names) for name in ("two", "one")]
    spend(roots[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(DUCKDB2), str(ROOT)])}
    command = [sys.executable, "-c", SPEND, *map(str, roots)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr[-2000:]

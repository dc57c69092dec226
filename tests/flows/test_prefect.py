"""The night under Prefect: it completes, shows no patient data to Prefect, and a schedule starts it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flows.errors import FAILED, NO_ROOM, StageError
from flows.nightly import refuse_another_workspace
from flows.workspace import SERVED
from tests.flows.conftest import AS_OF, fill
from warehouse.pipeline import STAGES
from warehouse.queries import open_published

pytestmark = pytest.mark.prefect
FILES = ("20260406_orchard.835", "20260515_willow.835")
NIGHT = "import sys; from flows.cli import main; sys.argv[0] = 'shortpay'; main()"
AROUND, AFTER = ("receive", "load", "load_bank_files"), ("end_conformance", "close", "publish")
PATIENT = "VARNOX*ARLO*W123456789"


def night(root: Path, code: str = NIGHT) -> subprocess.CompletedProcess[str]:
    arguments = ["--workspace", str(root), "nightly", "--timings", "--as-of", str(AS_OF)]
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment(), timeout=300)


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")} | more


def everything_prefect_wrote(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (root / "data" / "prefect").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A workspace after its first night under Prefect, and what was printed."""
    root = fill(tmp_path_factory.mktemp("first") / "w", *FILES)
    return root, night(root)


@pytest.fixture
def root(tmp_path: Path, first: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A workspace before its first night, with a Prefect database, because making one takes long."""
    return before_its_first_night(tmp_path, first)


def before_its_first_night(folder: Path, first: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    root = fill(folder / "w", *FILES)
    whole = first[0] / "data" / "prefect"
    shutil.copytree(whole, root / "data" / "prefect", ignore=shutil.ignore_patterns("server.log"))
    return root


def test_the_flow_completes_and_keeps_patient_data_to_itself(
    first: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, done = first
    assert done.returncode == 0, done.stderr
    assert "2 remittances came in" in done.stdout
    assert "Top of the queue" in done.stdout
    stages = done.stdout.partition("Seconds by stage")[2].partition("Steps of a hundredth")[0]
    assert [line.split()[0] for line in stages.splitlines()[2:] if line] == [*AROUND, *STAGES, *AFTER, "all"]
    assert done.stderr == ""
    with open_published(root / "data") as con:
        names = {
            name
            for row in con.execute("select patient_last, patient_control_number from line_review").fetchall()
            for name in row
        }
    written = everything_prefect_wrote(root)
    assert b"nightly" in written
    assert [name for name in names if name and name.encode() in written] == []


SPOILED = f"""
import errno, sys
from flows import cli, night
from warehouse import runner
sys.argv[0] = 'shortpay'
right, receive, tries = runner.Build.run, night.receive, []
def fail(*_):
    raise ValueError({PATIENT!r})
def hang(*given):
    tries.append(1)
    if len(tries) == 1:
        raise OSError(errno.EIO, 'I/O error', '/share')
    return receive(*given)
def full(*_):
    tries.append(1)
    raise OSError(errno.ENOSPC, 'No space left on device')
def spend():
    try:
        cli.main()
    except SystemExit as left:
        for stream in sys.stdout, sys.stderr:
            print('left', left.code, file=stream, flush=True)
runner.Build.run = fail
spend()
runner.Build.run, night.receive, night.publish = right, hang, full
spend()
print('tries', len(tries))
"""


@pytest.fixture(scope="module")
def spoiled(
    tmp_path_factory: pytest.TempPathFactory, first: tuple[Path, subprocess.CompletedProcess[str]]
) -> tuple[Path, list[str], list[str]]:
    """Two nights in one program: one in which a stage fails, then one with a share that hangs once and a full disk.

    The workspace, and what either night wrote to standard output and error.
    """
    root = before_its_first_night(tmp_path_factory.mktemp("spoiled"), first)
    done = night(root, SPOILED)
    assert done.returncode == 0, done.stderr
    return root, re.split(r"left (?=\d)", done.stdout), re.split(r"left (?=\d)", done.stderr)


def test_a_failing_stage_is_one_sentence_everywhere_but_in_the_private_file(
    spoiled: tuple[Path, list[str], list[str]],
) -> None:
    root, (out, *_), (err, then, _) = spoiled
    assert then.startswith(f"{FAILED}\n")
    assert err.startswith("shortpay: check: This is a bug in shortpay: ValueError")
    assert "Traceback" not in err + out
    assert PATIENT not in err + out
    assert PATIENT.encode() not in everything_prefect_wrote(root)
    assert PATIENT in (root / "data" / "last_failure.txt").read_text()


def test_a_share_that_hangs_is_tried_again_and_a_full_disk_is_not(
    spoiled: tuple[Path, list[str], list[str]],
) -> None:
    _, (_, _, out), (_, err, then) = spoiled
    assert then == f"{NO_ROOM}\n"
    complaint = "shortpay: publish: The disk is full. Nothing half done was kept: make room and run it again.\n"
    assert err == f"{FAILED}\n{complaint}"
    assert out.splitlines() == [str(NO_ROOM), "tries 3"]


SERVE = """
import sys
from datetime import timedelta
from pathlib import Path
from flows.scheduler import quiet, serve_by
from flows.workspace import Workspace
place = Workspace(Path(sys.argv[1]))
quiet(place, "ERROR")
from prefect.schedules import Interval
serve_by(place, Interval(timedelta(seconds=4)))
"""


def test_a_schedule_seconds_away_fires_by_itself(tmp_path: Path, root: Path) -> None:
    hurry = environment(PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS="1", PREFECT_RUNNER_POLL_FREQUENCY="1")
    with (tmp_path / "serve.out").open("wb") as output:
        serving = subprocess.Popen([sys.executable, "-c", SERVE, str(root)], env=hurry, stdout=output, stderr=output)
        try:
            assert wait_for(root / "data" / "current.duckdb", serving, 300), (tmp_path / "serve.out").read_text()
            port = listening_port(serving.pid)
            # another user of this machine may reach the port, and gets nothing there
            assert status_without_password(port, "flow_runs/filter") == 401
            assert status_without_password(port, "health") == 200
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(180)  # a busy machine is no defect
    with open_published(root / "data") as con:
        assert con.execute("select count(*) from file_log").fetchall() == [(2,)]
    assert not answers(port), "the server outlived the one who started it"


HOLD = """
import os, sys, time
from pathlib import Path
from flows.prefect_server import prefect_server
from flows.scheduler import quiet
from flows.workspace import Workspace
place = Workspace(Path(sys.argv[1]))
quiet(place, "ERROR")
with prefect_server(place, plans_runs=False):
    print("up", flush=True)
    time.sleep(600)
"""


def test_the_server_of_a_killed_night_dies_with_it(root: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(root)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"up\n"
        port = listening_port(holding.pid)
        holding.kill()
        holding.wait()
    end = time.monotonic() + 30
    while answers(port) and time.monotonic() < end:
        time.sleep(0.2)
    assert not answers(port)


def test_a_server_that_cannot_start_ends_the_night_at_once(root: Path) -> None:
    database = root / "data" / "prefect" / "prefect.db"
    database.unlink()
    database.mkdir()
    done = night(root)
    assert done.returncode == NO_ROOM, done.stderr
    assert done.stderr.startswith("shortpay: The Prefect server did not start. Make sure that data/ can be written")
    assert len(done.stderr.splitlines()) == 1


def test_a_run_of_a_schedule_that_names_another_workspace_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(SERVED, str(tmp_path / "ours"))
    with pytest.raises(StageError, match="serves one workspace, and the run names another"):
        refuse_another_workspace(tmp_path / "theirs")
    refuse_another_workspace(tmp_path / "ours")


def wait_for(path: Path, maker: subprocess.Popen[bytes], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and maker.poll() is None:
        if path.exists():
            return True
        time.sleep(0.2)
    return False


def listening_port(parent: int) -> int:
    """The port of the server that the process started."""
    [command] = [words for pid, words in processes() if "uvicorn" in words and parent_of(pid) == parent]
    return int(command[command.index("--port") + 1])


def processes() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield int(path.parent.name), path.read_bytes().decode(errors="replace").split("\0")


def parent_of(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def status_without_password(port: int, path: str) -> int:
    method = "GET" if path == "health" else "POST"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/{path}", method=method, data=None)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0

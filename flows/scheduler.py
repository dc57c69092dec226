"""Runs the night on a schedule: starts a Prefect server on loopback and serves the flow to it.

Prefect reads its settings from the environment when it is first imported, so `quiet` comes before that import.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import WorkspaceError
from flows.intake.settings import load_settings
from flows.lock import only_one
from flows.workspace import Workspace

if TYPE_CHECKING:
    from prefect.schedules import Schedule

LOOPBACK = "127.0.0.1"
STARTS_WITHIN = 180  # seconds; the first start of a server also makes its database
STOPS_WITHIN = 20


def quiet(workspace: Workspace, level: str) -> None:
    """Keep Prefect from sending analytics, writing outside the workspace, and logging below `level`.

    Variables that the user has set in the environment stay as they are.
    """
    wanted = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(workspace.scheduler_home),
        "PREFECT_LOGGING_LEVEL": level,
        "PREFECT_INTERNAL_LOGGING_LEVEL": level,
        "PREFECT_SERVER_LOGGING_LEVEL": level,
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTS_WITHIN),
    }
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    workspace.data.mkdir(exist_ok=True, mode=0o700)


def serve(root: Path, cron: str, timezone: str) -> None:
    """Run the night of the workspace at `root` whenever `cron` says so in `timezone`; returns when it is stopped.

    Raises WorkspaceError for a cron expression or a timezone that means nothing, BusyError when it is served already.
    """
    workspace = load_settings(root).workspace
    quiet(workspace, "ERROR")
    from prefect.client.schemas.schedules import CronSchedule  # noqa: PLC0415 -- after `quiet`
    from prefect.schedules import Cron  # noqa: PLC0415

    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValueError:
        raise WorkspaceError(
            f'"{cron}" in "{timezone}" is no schedule. Example: --cron "0 2 * * *" --timezone America/New_York'
        ) from None
    serve_by(workspace, Cron(cron, timezone=timezone))


def serve_by(workspace: Workspace, schedule: "Schedule") -> None:
    """Serve the flow of one workspace on a Prefect schedule, by the user's server or by one started here."""
    with only_one(workspace.serving_lock_file, "This workspace is being served"), _server(workspace):
        from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415 -- after PREFECT_API_URL is known

        from flows.nightly import nightly  # noqa: PLC0415

        nightly.serve(
            name=workspace.root.name,
            schedule=schedule,
            parameters={"workspace": str(workspace.root)},
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
            limit=1,
        )


@contextmanager
def _server(workspace: Workspace) -> Iterator[None]:
    """A Prefect server on a free port of loopback for the length of the block, unless PREFECT_API_URL names one."""
    if "PREFECT_API_URL" in os.environ:
        yield
        return
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    workspace.scheduler_home.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = workspace.scheduler_home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(port), "--no-ui"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603
    try:
        url = f"http://{LOOPBACK}:{port}/api"
        _wait_until_up(server, f"{url}/health", log)
        os.environ["PREFECT_API_URL"] = url
        yield
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        server.terminate()
        try:
            server.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_until_up(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise WorkspaceError(f"The scheduler did not start. Its own words are in {log}.")


def local_timezone() -> str:
    """The IANA name of this machine's timezone, UTC when it has none."""
    by_environment = os.environ.get("TZ", "").removeprefix(":")
    if "/" in by_environment and not by_environment.startswith("/"):
        return by_environment
    linked = Path("/etc/localtime").resolve().as_posix()
    _, found, name = linked.partition("/zoneinfo/")
    return name if found else "UTC"

"""A Prefect server of our own on loopback: only who started it may ask it anything, and it dies with who started it.

Without a password, any user of this machine could start a run or stop the schedule. The password is made anew for each
start and is in the environment of our own processes only.
"""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.errors import ServerError
from flows.workspace import Workspace

LOOPBACK: Final = "127.0.0.1"
STARTS_WITHIN: Final = 180  # seconds; the first start of a server also makes its database
STOPS_WITHIN: Final = 20
WHEN_PARENT_DIES: Final = 1  # prctl(2), PR_SET_PDEATHSIG
APPLICATION: Final = "prefect.server.api.server:create_app"
# What Prefect sets for a server that serves one process and plans no runs.
WITHOUT_SERVICES: Final = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}


@contextmanager
def prefect_server(workspace: Workspace, *, plans_runs: bool) -> Iterator[None]:
    """A server on a free port for the length of the block, unless PREFECT_API_URL names one; `quiet` comes before.

    `plans_runs`: it also starts the runs of schedules. Raises ServerError when it does not start.
    """
    if "PREFECT_API_URL" in os.environ:
        yield
        return
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    workspace.scheduler_home.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = workspace.scheduler_home / "server.log"
    password = f"shortpay:{secrets.token_urlsafe(32)}"
    environment = os.environ | {"PREFECT_SERVER_API_AUTH_STRING": password, "PREFECT_SERVER_UI_ENABLED": "false"}
    environment |= {} if plans_runs else WITHOUT_SERVICES
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "flows.prefect_server", str(port), str(os.getpid())],
            env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    ours = {"PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api", "PREFECT_API_AUTH_STRING": password}
    os.environ.update(ours)
    try:
        with _known_to_prefect(ours):
            _wait_until_up(server, f"{ours['PREFECT_API_URL']}/health", log)
            yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
        server.terminate()
        try:
            server.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def _known_to_prefect(ours: dict[str, str]) -> Iterator[None]:
    """Tell Prefect, which may have read its settings before: it would start another server beside this one."""
    from prefect.settings import (  # noqa: PLC0415 -- it takes seconds, and so does the start of the server
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        temporary_settings,
    )

    known = {PREFECT_API_URL: ours["PREFECT_API_URL"], PREFECT_API_AUTH_STRING: ours["PREFECT_API_AUTH_STRING"]}
    with temporary_settings(known):
        try:
            yield
        finally:
            _send_what_is_left()


def _send_what_is_left() -> None:
    """Have Prefect send its events while the server is there: afterwards it would wait for a server that is gone."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415

    EventsWorker.drain_all(timeout=STOPS_WITHIN, at_exit=False)


def _wait_until_up(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own server on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise ServerError(
        f"The Prefect server did not start. Make sure that data/ can be written and has room; what it says is in {log}."
    )


def main(port: int, parent: int) -> None:
    """Become the server; `parent` is the process that starts it, and its end is the end of the server."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(WHEN_PARENT_DIES, signal.SIGTERM)
        if os.getppid() != parent:
            return  # it died before the line above
    arguments = ["--factory", APPLICATION, "--host", LOOPBACK, "--port", str(port), "--log-level", "error"]
    os.execv(sys.executable, [sys.executable, "-m", "uvicorn", *arguments, "--lifespan", "on"])  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

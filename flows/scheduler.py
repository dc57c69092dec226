"""Runs the night on a schedule: serves the flow to a Prefect server, by default one of its own (prefect_server.py).

Prefect reads its settings from the environment when it is first imported, so `quiet` comes before that import.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import WorkspaceError
from flows.intake.settings import load_settings
from flows.lock import only_one
from flows.prefect_server import prefect_server
from flows.workspace import SERVED, Workspace

if TYPE_CHECKING:
    from prefect.schedules import Schedule


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
    """Serve the flow of one workspace on a Prefect schedule, by the user's server or by one started here.

    What runs by this schedule runs in this workspace: a run that names another one is refused.
    """
    os.environ[SERVED] = str(workspace.root)
    being_served = only_one(workspace.serving_lock_file, "This workspace is being served")
    with being_served, prefect_server(workspace, plans_runs=True):
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


def local_timezone() -> str:
    """The IANA name of this machine's timezone, UTC when it has none."""
    by_environment = os.environ.get("TZ", "").removeprefix(":")
    if "/" in by_environment and not by_environment.startswith("/"):
        return by_environment
    linked = Path("/etc/localtime").resolve().as_posix()
    _, found, name = linked.partition("/zoneinfo/")
    return name if found else "UTC"

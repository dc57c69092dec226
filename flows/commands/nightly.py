"""`nightly` and `serve`: runs the night now, or on a schedule."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.commands.options import AsOfOption, WorkspaceOption, day, workspace_of
from flows.errors import failed_night_noted
from flows.intake.settings import load_settings
from flows.lock import NIGHT_RUNS, must_be_free
from flows.prefect_server import prefect_server
from flows.scheduler import local_timezone, quiet, serve
from flows.workspace import Workspace

if TYPE_CHECKING:
    from flows.night import NightReport

Show = Callable[[str, int, int], None]
AsProductionOption = Annotated[
    bool,
    typer.Option("--as-production", help="A trial: test interchanges (ISA15 = T) count. Not for a workspace in use."),
]
OTHER_STAGES = {
    "receive": "Receiving files",
    "load": "Loading batches",
    "bank_files": "Loading bank files",
    "close": "Closing the database",
    "publish": "Publishing",
}


def nightly(
    context: typer.Context,
    as_of: AsOfOption = None,
    timings: Annotated[bool, typer.Option("--timings", help="Print the seconds of every stage and step.")] = False,  # noqa: FBT002 -- a flag of the command line
    as_production: AsProductionOption = False,  # noqa: FBT002 -- a flag of the command line
    workspace: WorkspaceOption = None,
) -> None:
    """Take in what arrived, price it, and publish the queue; the whole night as a Prefect flow."""
    place = workspace_of(context, workspace)
    with failed_night_noted(place.failed_night_file):
        refuse_early(place)
    quiet(place, "CRITICAL")
    with prefect_server(place, plans_runs=False):
        report = _spend(place, day(as_of), as_production=as_production)
    from flows.terminal.summary import print_night, print_timings  # noqa: PLC0415

    print_night(place, report)
    if timings:
        print_timings(report.seconds)


def _spend(place: Workspace, as_of: date | None, *, as_production: bool) -> "NightReport":
    """The night as a flow, with its bars."""
    from flows.night import progress  # noqa: PLC0415 -- Prefect reads its settings when it is imported
    from flows.nightly import nightly as flow  # noqa: PLC0415

    with _bars() as show:
        token = progress.set(show)
        try:
            return flow(place.root, as_of, as_production)
        finally:
            progress.reset(token)


def refuse_early(place: Workspace) -> None:
    """Raise what would stop the night at its beginning, before Prefect starts, which takes seconds."""
    from flows.night import read_contracts  # noqa: PLC0415

    read_contracts(load_settings(place.root))
    must_be_free(place.lock_file, NIGHT_RUNS)


def serve_command(
    context: typer.Context,
    cron: Annotated[str, typer.Option(help="When, as minute hour day month weekday.")] = "0 2 * * *",
    timezone: Annotated[str | None, typer.Option(help="IANA name; this machine's when left out.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Run the night by the clock until stopped; a Prefect server of its own listens on loopback only."""
    place = workspace_of(context, workspace)
    zone = timezone or local_timezone()
    print(f'Serving {place.root}: nightly at "{cron}", {zone}. Stop with Ctrl-C.', file=sys.stderr)
    serve(place.root, cron, zone)


@contextmanager
def _bars() -> Iterator[Show]:
    """Bars on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415

    from warehouse.pipeline import PIPELINE  # noqa: PLC0415

    doing = OTHER_STAGES | {stage.name: stage.doing for stage in PIPELINE}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Starting Prefect", total=None)
        stage = ""

        def show(what: str, done: int, total: int) -> None:
            nonlocal bar, stage
            if what != stage:
                stage = what
                progress.remove_task(bar)
                bar = progress.add_task(doing.get(what, what), total=None)
            progress.update(bar, completed=done, total=total or None)

        yield show

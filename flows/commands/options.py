"""The options that commands share: where the workspace is, and how days are written."""

import sys
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import stopped_night
from flows.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="Top level of the workspace; the current directory when left out."
    ),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The day to look from, YYYY-MM-DD; today when left out."
    ),
]


chosen: ContextVar[Workspace | None] = ContextVar("chosen", default=None)
"""The workspace of the running command; flows/cli.py writes the traceback of a failure there."""


def workspace_of(context: typer.Context, given: Path | None) -> Workspace:
    """The workspace named after the command, else before it, else the current directory.

    Every command says on standard error when the last night there was killed, until the next one has begun.
    """
    root = given or context.find_root().params.get("workspace") or Path()
    place = Workspace(Path(root).absolute())
    chosen.set(place)
    if stopped := stopped_night(place.lock_file):
        print(f"shortpay: {stopped[1]}", file=sys.stderr)
    return place


def day(as_of: datetime | None) -> date | None:
    return as_of.date() if as_of else None

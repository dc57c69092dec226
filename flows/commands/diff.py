"""`diff`: two published snapshots side by side, row by row and column by column."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import FAILED, WorkspaceError
from flows.workspace import Workspace

if TYPE_CHECKING:
    from warehouse.snapshot_diff import SnapshotDiff, ViewDiff


class DiffFormat(StrEnum):
    """How the differences are written."""

    TABLE = "table"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(help="A snapshot (.duckdb), or a workspace: its published snapshot.")],
    new: Annotated[Path, typer.Argument(help="The one to compare it with.")],
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="VIEW[.COLUMN]", help="Leave out a view or a column; repeatable.")
    ] = None,
    instants: Annotated[bool, typer.Option("--instants", help="Compare the moments of the run, too.")] = False,  # noqa: FBT002 -- a flag of the command line
    form: Annotated[DiffFormat, typer.Option("--format")] = DiffFormat.TABLE,
) -> None:
    """Compare every published view of two snapshots. Exit code 0 when they are equal, 1 when anything differs."""
    from warehouse import snapshot_diff  # noqa: PLC0415

    before, after = _snapshot(old), _snapshot(new)
    if before == after:
        raise WorkspaceError(f"{before}: OLD and NEW are the same file.")
    try:
        found = snapshot_diff.compare(before, after, ignored=ignore or (), with_instants=instants)
    except snapshot_diff.UnknownIgnoredError as error:
        raise WorkspaceError(str(error)) from None
    if form is DiffFormat.JSON:
        print(json.dumps(asdict(found) | {"is_equal": found.is_equal}, indent=1))
    else:
        _print(found)
    if not found.is_equal:
        raise typer.Exit(FAILED)


def _snapshot(given: Path) -> Path:
    path = Workspace(given).current_snapshot if given.is_dir() else given
    if not path.exists():
        raise WorkspaceError(f"{path}: there is no such snapshot.")
    return path.resolve()


def _print(found: "SnapshotDiff") -> None:
    """One line for each view, then what differs in it: places, and no value that could name a patient."""
    for view in found.views:
        if view.is_equal:
            print(f"equal    {view.view}: {view.new_rows} rows")
        else:
            print(f"DIFFERS  {view.view}: {view.old_rows} rows in OLD, {view.new_rows} in NEW")
            _print_view(view)
    for side, views in (("OLD", found.views_only_old), ("NEW", found.views_only_new)):
        for name in views:
            print(f"DIFFERS  {name}: a view that only {side} has")
    print(f"renamed: {found.renamed} situation_id with the same meaning in both")
    if found.ambiguous:
        print(f"         {found.ambiguous} of OLD have no single partner: their lines are priced under others in NEW")
    print("equal" if found.is_equal else "different")


def _print_view(view: "ViewDiff") -> None:
    for side, columns in (("OLD", view.columns_only_old), ("NEW", view.columns_only_new)):
        if columns:
            print(f"           columns only in {side}: {', '.join(columns)}")
    for column, before, after in view.retyped:
        print(f"           type of {column}: {before} in OLD, {after} in NEW")
    for side, unpaired in (("OLD", view.only_old), ("NEW", view.only_new)):
        if unpaired.rows:
            print(f"           {unpaired.rows} rows only in {side}")
            for place in unpaired.places:
                print(f"             {place}")
    if view.differing:
        print(f"           {view.differing} rows differ")
    for change in view.changes:
        print(f"           {change.column}: {change.rows} rows")
        for before, after, rows in change.values:
            print(f"             {before} -> {after}: {rows} rows")
        for place in change.places:
            print(f"             {place}")

"""`check` and `sql`: runs the integrity checks of the published snapshot, and queries it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import FAILED, WorkspaceError, database_message
from flows.terminal.tables import Format, write_rows


def check(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Prove the whole warehouse: every line in one state, every cent somewhere. Exit code 1 if anything is off."""
    from warehouse import integrity, queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        verdicts = [*integrity.prove(con), integrity.prove_review(place.review_state)]
    for verdict in verdicts:
        print(f"{'ok  ' if verdict.is_passed else 'OFF '} {verdict.proves}")
        for where in verdict.places:
            print(f"       {where}")
        if verdict.offenders > len(verdict.places):
            print(f"       ... and {verdict.offenders - len(verdict.places)} more")
    if not all(verdict.is_passed for verdict in verdicts):
        raise typer.Exit(FAILED)


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="One statement; read from standard input when left out.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="The workbook to write (xlsx).")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask the published snapshot in SQL, read-only. `shortpay sql "show tables"` lists what there is."""
    from warehouse import queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    if form is Format.XLSX and output is None:
        raise WorkspaceError("A workbook needs a name: --output FILE.xlsx")
    with queries.open_published(place.data) as con:
        if query is None and sys.stdin.isatty():
            print("One statement, then Ctrl-D:", file=sys.stderr)
        try:
            cursor = con.execute(query if query is not None else sys.stdin.read())
            columns = _unique([column[0] for column in cursor.description or ()])
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        except Exception as error:
            message = database_message(error)
            if message is None:
                raise
            raise WorkspaceError(message) from None
    write_rows(rows, columns, form, file=output)


def _unique(columns: list[str]) -> list[str]:
    """Column names made unique as DuckDB does it: a second `a` is `a_1`."""
    seen: dict[str, int] = {}
    named = []
    for name in columns:
        count = seen.get(name, 0)
        seen[name] = count + 1
        named.append(f"{name}_{count}" if count else name)
    return named

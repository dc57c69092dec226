"""`contracts import` and `contracts backtest`: converts a fee schedule, and compares terms with what was paid."""

import os
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError
from flows.terminal.tables import Format, print_table, write_rows
from flows.workspace import Workspace

SHOWN = 10


def import_schedule(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The payer's file, csv or xlsx.")],
    into: Annotated[str, typer.Option(help="The schedule to write, such as cedar_2026.csv in schedules/.")],
    mapped: Annotated[
        list[str], typer.Option("--map", help="A TOML file, or code=HEADING, amount=HEADING and so on, once for each.")
    ],
    constant: Annotated[
        list[str] | None, typer.Option(help="A column with one value for all rows: effective_from=2026-01-01.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook with several.")] = None,
    replace: Annotated[bool, typer.Option(help="Overwrite the schedule when it is there already.")] = False,  # noqa: FBT002
    workspace: WorkspaceOption = None,
) -> None:
    """Turn a payer's fee schedule into one of ours; any bad row keeps the file out, and all of them are reported."""
    from contracts.agreements.fee_schedule_import import convert, read_map, schedule_text  # noqa: PLC0415
    from flows.intake.spreadsheets import read_rows  # noqa: PLC0415

    place = workspace_of(context, workspace)
    target = _target(place, into, replace=replace)
    columns = read_map(*_column_map(mapped, constant or []))
    found = convert(read_rows(file, sheet), columns, file.name)
    _write(target, schedule_text(found.rows))
    print(f"{target}: {len(found.rows)} fees from {file.name}")
    for count, what in ((found.blank_count, "blank rows"), (found.left_out_count, "rows after last_row")):
        if count:
            print(f"  {count} {what}, not read")
    if found.absent:
        more = f" and {len(found.absent) - SHOWN} more" if len(found.absent) > SHOWN else ""
        print(f"  {len(found.absent)} cells declared to hold no fee: {'; '.join(found.absent[:SHOWN])}{more}")
    print("Name it in the agreement's terms, then run: shortpay contracts check")


def backtest(
    context: typer.Context,
    agreement: Annotated[str, typer.Argument(help="The id of an agreement.")],
    form: Annotated[
        Format, typer.Option("--format", help="csv and json hold every part; table is for reading.")
    ] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="The workbook to write (xlsx).")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Price everything on file under the agreement as it reads now, and hold it against what was allowed."""
    from contracts.agreements.fee_schedule import read_schedule  # noqa: PLC0415
    from contracts.pricing import backtest as backtests  # noqa: PLC0415
    from flows.intake.settings import load_settings  # noqa: PLC0415
    from flows.night import read_contracts  # noqa: PLC0415
    from warehouse import queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    if form is Format.XLSX and output is None:
        raise WorkspaceError("A workbook needs a name: --output FILE.xlsx")
    _, book = read_contracts(load_settings(place.root))
    if agreement not in book.by_id:
        raise WorkspaceError(f'No agreement is called "{agreement}"; there are: {", ".join(sorted(book.by_id))}')
    with queries.open_published(place.data) as con:
        paid = [backtests.PaidLine(**row) for row in queries.ask(con, "backtest_line", {"agreement": agreement})]
    if not paid:
        raise WorkspaceError(f"No line on file was priced under {agreement}: nothing to hold it against.")
    compared = backtests.compare(paid, book, agreement)
    others = {path.name: read_schedule(path, []) for path in sorted(place.schedules.glob("*.csv"))}
    schedules = {name: schedule for name, schedule in others.items() if schedule is not None}
    shares = [asdict(share) for share in backtests.shares(compared)]
    patterns = [asdict(pattern) for pattern in backtests.patterns(compared, schedules)]
    if form is Format.TABLE:
        _print_backtest(agreement, shares, patterns)
        return
    named = [{"part": f"residuals by {row['kind']}", "name": row["what"], "lines": row["lines"]} for row in patterns]
    columns = list(shares[0])
    rows = [{name: row.get(name) for name in columns} for row in [*shares, *named]]
    write_rows(rows, columns, form, file=output)


def _print_backtest(agreement: str, shares: list[dict[str, Any]], patterns: list[dict[str, Any]]) -> None:
    columns = ("name", "lines", "unpriced", "exact", "exact_percent", "expected", "allowed")
    [whole] = [row for row in shares if row["part"] == "all"]
    matched = "none has a price" if whole["exact_percent"] is None else f"{whole['exact_percent']}% to the cent"
    counted = f"{whole['lines']} lines or visits on file, {whole['unpriced']} without a price"
    print(f"{agreement}: {counted}; of the others {matched}")
    for part in ("code", "site", "month"):
        print()
        print_table([row for row in shares if row["part"] == part], columns, title=f"By {part}")
    print()
    if patterns:
        print_table(patterns[:SHOWN], tuple(patterns[0]), title="What those that do not match have in common")
    else:
        print("Those that do not match have nothing in common." if whole["exact"] < whole["lines"] else "All match.")


def _target(place: Workspace, into: str, *, replace: bool) -> Path:
    name = into.removeprefix(f"{place.schedules.name}/")
    target = place.schedules / name
    if target.parent != place.schedules or target.suffix != ".csv" or name.startswith("."):
        raise WorkspaceError(
            f'--into names a .csv file in {place.schedules.name}/, such as cedar_2026.csv, not "{into}".'
        )
    if target.exists() and not replace:
        raise WorkspaceError(f"{target} is there already; nothing was written. Choose another name, or add --replace.")
    return target


def _column_map(mapped: list[str], constants: list[str]) -> tuple[dict[str, Any], str]:
    """The column map as one table, from TOML files and from flags, and the name that messages give it."""
    table: dict[str, Any] = {}
    files = [text for text in mapped if "=" not in text]
    for name in files:
        try:
            table |= tomllib.loads(Path(name).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise WorkspaceError(f"The column map {name} cannot be read: {error}") from None
    for key, pairs in (("columns", [text for text in mapped if "=" in text]), ("constants", constants)):
        given = dict(text.split("=", 1) for text in pairs if "=" in text)
        if given:
            table[key] = {**table.get(key, {}), **given}
    return table, ", ".join(files) or "--map"


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    partial.write_text(text, "utf-8")
    os.replace(partial, target)  # noqa: PTH105 -- one step, so that a night never reads half a schedule

"""`deposits`: imports bank files, lists deposits beside payments, and records a match made by hand."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import AsOfOption, WorkspaceOption, day, workspace_of
from flows.errors import WorkspaceError
from flows.terminal.tables import Format, print_table, write_rows
from flows.workspace import Workspace

BRIEF = (
    "state", "tag", "deposit_date", "deposit_amount", "payment_total", "amount_difference", "business_days_open",
    "is_overdue", "payer", "trace", "payment_date", "company_name", "deposit_id", "payment_id",
)  # fmt: skip
SUMMARY = ("state", "pairs", "deposits", "payments", "overdue")

deposits = typer.Typer(no_args_is_help=True, help="The bank account beside the remittances.")


@deposits.command("import")
def import_deposits(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV statements, NACHA files.")],
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Bring in bank files: archived, read, matched with the remittances, and published."""
    from flows.intake.bank import bank_archive, take  # noqa: PLC0415 -- keeps --help fast
    from flows.intake.settings import load_settings  # noqa: PLC0415
    from flows.night import one_night  # noqa: PLC0415

    place = workspace_of(context, workspace)
    settings = load_settings(place.root)
    read = take(files, bank_archive(place.archive), settings.bank, settings.receive.max_file_megabytes)
    rows = [
        {"file": name, "form": file.kind, "rows": len(file.deposits), "findings": len(file.findings)}
        for name, file in read
    ]
    print_table(rows, ("file", "form", "rows", "findings"))
    for name, file in read:
        for finding in file.findings:
            line = f" line {finding.line_number}" if finding.line_number else ""
            print(f"{name}{line}: {_sentence(finding.code)}{f' ({finding.detail})' if finding.detail else ''}")
    if not (place.current_snapshot.exists() and place.working_database.exists()):
        print("\nThe first night (shortpay nightly) will match them with the remittances.")
        return
    with one_night(place.root, day(as_of)) as night:
        night.match_bank()
        night.close()
        night.publish()
    _summary(place)


@deposits.command("list")
def list_deposits(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(help="One state only, such as eft_without_remittance.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what has been missing for too long.")] = False,  # noqa: FBT002 -- a flag of the command line
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="The workbook to write (xlsx); otherwise outbox/.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Deposits and payments, found for each other or missing."""
    from warehouse import queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        rows = queries.ask(con, "deposit_list", {"state": state, "overdue": overdue})
        columns = con.view("deposit_match").columns
    if form is Format.XLSX:
        output = output or place.outbox / "deposits.xlsx"
    write_rows(rows, columns, form, brief=BRIEF, file=output)
    if form is Format.XLSX:
        print(output)


@deposits.command("match")
def match(
    context: typer.Context,
    deposit: Annotated[int, typer.Argument(help="deposit_id of the row, as `shortpay deposits list` shows it.")],
    payment: Annotated[int, typer.Argument(help="payment_id of the payment it is.")],
    undo: Annotated[bool, typer.Option("--undo", help="They do not belong together after all.")] = False,  # noqa: FBT002 -- a flag of the command line
    workspace: WorkspaceOption = None,
) -> None:
    """Say by hand that a deposit is a payment; the next night or import counts it."""
    from flows.intake.bank import remember  # noqa: PLC0415
    from warehouse import queries  # noqa: PLC0415
    from warehouse.bank import pairing_of  # noqa: PLC0415

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        pairing = pairing_of(con, deposit, payment, getpass.getuser(), belongs_together=not undo)
    if pairing is None:
        raise WorkspaceError(f"There is no deposit {deposit} or no payment {payment} in the published snapshot.")
    remember(place.archive, pairing)
    print("Noted. The next night or `shortpay deposits import` counts it.")


def _summary(place: Workspace) -> None:
    from warehouse import queries  # noqa: PLC0415

    with queries.open_published(place.data) as con:
        rows = queries.ask(con, "deposit_states")
    print()
    print_table(rows, SUMMARY)


def _sentence(code: str) -> str:
    from parsers.bank.deposits import DEPOSIT_FINDINGS  # noqa: PLC0415

    return DEPOSIT_FINDINGS[code][1]

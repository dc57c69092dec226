"""The command line: which commands there are, and the one place where a failure becomes a message and an exit code."""

import sys
from typing import NoReturn

import typer

from flows.commands import (
    data,
    deposits,
    disputes,
    held,
    nightly,
    packet,
    reference,
    report,
    users,
    worklist,
    workspace,
)
from flows.commands.conformance import conformance
from flows.commands.contracts import backtest, import_schedule
from flows.commands.diff import diff
from flows.commands.options import WorkspaceOption, chosen
from flows.commands.show import show
from flows.errors import failure_from

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Finds the money payers owe a practice: 835 remittances against contracts and Medicare, ranked by deadline.",
)
app.command()(workspace.init)
app.command()(nightly.nightly)
app.command("serve")(nightly.serve_command)
app.command()(disputes.queue)
app.command()(disputes.explain)
app.command()(show)
app.command()(conformance)
app.command("packet")(packet.packet)
app.command("report")(report.report)
app.add_typer(reference.rates, name="rates")
app.add_typer(reference.codes, name="codes")
reference.contracts.command("import")(import_schedule)
reference.contracts.command("backtest")(backtest)
app.add_typer(reference.contracts, name="contracts")
app.add_typer(deposits.deposits, name="deposits")
app.add_typer(held.held, name="held")
app.command()(worklist.worklist)
app.add_typer(users.users, name="users")
app.command()(data.check)
app.command()(data.sql)
app.command()(diff)


@app.callback()
def top(workspace: WorkspaceOption = None) -> None:
    """`workspace` is read by the commands, see flows/commands/options.py."""


def main() -> NoReturn:
    """Run the command line; the entry point `shortpay`."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 -- the one place that turns any failure into a sentence
        place = chosen.get()
        failure = failure_from(error, place.failure_file if place else None)
        print(f"shortpay: {failure.message}", file=sys.stderr)
        sys.exit(failure.exit_code)
    sys.exit(0)


if __name__ == "__main__":
    main()

"""`report`: writes the night as one page to the outbox."""

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.commands.packet import write_private


def report(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Write the night as one HTML page to outbox/: money in, held, the queue, causes, coverage, payers."""
    from warehouse.queries import open_published  # noqa: PLC0415 -- keeps --help fast
    from warehouse.report.page import report as write_report  # noqa: PLC0415

    place = workspace_of(context, workspace)
    with open_published(place.data) as con:
        as_of, page = write_report(con)
    path = place.outbox / f"report-{as_of or 'no-disputes'}.html"
    write_private(path, page.encode())
    print(path)

"""`report`: the night on one page, into the outbox."""

import typer

from flows.commands.packet import write_private
from flows.commands.places import WorkspaceOption, workspace_of


def report(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Write the night as one HTML page to outbox/: money in, held, the queue, causes, coverage, payers."""
    from warehouse import queries, reporting  # noqa: PLC0415 -- keeps --help fast

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        as_of, page = reporting.report(con)
    path = place.outbox / f"report-{as_of or 'no-disputes'}.html"
    write_private(path, page.encode())
    print(path)

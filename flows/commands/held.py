"""`held`: lists what was not accepted as sent, releases it, and takes a release back."""

import getpass
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError
from flows.terminal.tables import Format, print_table, write_rows
from flows.workspace import Workspace

BRIEF = ("container", "code", "off_by", "file_name", "segment_number", "released_at", "released_by", "release_reason")
TAKEN_UP = "The next night (shortpay nightly) acts on it."

held = typer.Typer(no_args_is_help=True, help="What was not accepted as it came: files, payments, claims, lines.")

Place = Annotated[
    str,
    typer.Argument(metavar="FILE[:SEGMENT]", help="Where it is, as `shortpay held list` shows it, or its held_id."),
]


@held.command("list")
def list_held(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="What was released, too.")] = False,  # noqa: FBT002 -- a flag of the command line
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """What is held, the dearest first."""
    from warehouse import queries  # noqa: PLC0415 -- keeps --help fast

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        rows = queries.ask(con, "held_containers", {"everything": everything, "named": None})
        columns = con.view("held").columns
    write_rows(rows, columns, form, brief=BRIEF, file=place.outbox / "held.xlsx")


@held.command()
def release(
    context: typer.Context,
    place: Place,
    reason: Annotated[str, typer.Option(help="Why it can be accepted; stays on record.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Accept a held container as it was sent: from the next night on it is posted and judged like any other."""
    _decide(workspace_of(context, workspace), place, {"released": "yes", "reason": reason})
    print(f"Released. {TAKEN_UP}")


@held.command()
def hold(context: typer.Context, place: Place, workspace: WorkspaceOption = None) -> None:
    """Take a release back."""
    _decide(workspace_of(context, workspace), place, {"released": "no", "reason": None})
    print(f"Held again. {TAKEN_UP}")


def _decide(place: Workspace, named: str, fields: dict[str, str | None]) -> None:
    from warehouse import queries  # noqa: PLC0415 -- keeps --help fast
    from warehouse.review.events import Change, Review  # noqa: PLC0415
    from warehouse.review.rules import NotAllowedError  # noqa: PLC0415

    with queries.open_published(place.data) as con:
        found = queries.ask(con, "held_containers", {"everything": True, "named": named})
    if not found:
        raise WorkspaceError(f"{named}: nothing that is or was held is called so. See: shortpay held list --all")
    if len(found) > 1:
        print_table(found, ("held_id", "container", "code", "segment_number"))
        raise WorkspaceError(f"{named}: {len(found)} held containers are called so. Name one by its held_id.")
    change = Change(found[0]["held_id"], fields, kind="held")
    try:
        Review(place.review_state).act(getpass.getuser(), [change])
    except NotAllowedError as error:
        raise WorkspaceError(str(error)) from None

"""`users`: who may sign in to the worklist, and what they may do there."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError
from flows.terminal.tables import print_table
from flows.workspace import Workspace

users = typer.Typer(no_args_is_help=True, help="Who may sign in to the worklist, and what they may do there.")


class Role(StrEnum):
    """From reading only to everything."""

    VIEWER = "viewer"
    POSTER = "poster"
    LEAD = "lead"
    ADMIN = "admin"


Name = Annotated[str, typer.Argument(help="2 to 32 of a-z, 0-9, '.', '_', '-'.")]
Names = Annotated[
    bool | None,
    typer.Option("--names/--no-names", help="May see patients' names; a viewer may not unless granted."),
]


@users.command()
def add(
    context: typer.Context, name: Name, role: Role = Role.POSTER, names: Names = None, workspace: WorkspaceOption = None
) -> None:
    """Add someone; the password is asked for, or read from standard input."""
    _do(workspace_of(context, workspace), "add", name, _password(), role.value, sees_names=names)
    print(f"{name} can sign in as {role.value}.")


@users.command()
def remove(context: typer.Context, name: Name, workspace: WorkspaceOption = None) -> None:
    """Remove someone and sign them out everywhere; what they did stays on record."""
    _do(workspace_of(context, workspace), "remove", name)
    print(f"{name} cannot sign in any more.")


@users.command()
def password(context: typer.Context, name: Name, workspace: WorkspaceOption = None) -> None:
    """Set a new password and sign them out everywhere."""
    _do(workspace_of(context, workspace), "set_password", name, _password())
    print(f"{name} has a new password.")


@users.command()
def role(
    context: typer.Context, name: Name, role: Role, names: Names = None, workspace: WorkspaceOption = None
) -> None:
    """Change what someone may do, at once."""
    _do(workspace_of(context, workspace), "set_role", name, role.value, sees_names=names)
    print(f"{name} is {role.value} now.")


@users.command()
def lock(context: typer.Context, name: Name, workspace: WorkspaceOption = None) -> None:
    """Sign someone out everywhere and let them in no more, until they get a new password."""
    _do(workspace_of(context, workspace), "lock", name)
    print(f"{name} cannot sign in until there is a new password.")


@users.command("list")
def everyone(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Everyone who may sign in."""
    from warehouse.review.events import Review  # noqa: PLC0415 -- keeps --help fast
    from warehouse.review.users import Users  # noqa: PLC0415

    place = workspace_of(context, workspace)
    rows = Users(Review(place.review_state)).everyone() if place.review_state.exists() else []
    print_table(
        [{**row, "sees_names": bool(row["sees_names"]), "is_locked": bool(row["is_locked"])} for row in rows],
        ("name", "role", "sees_names", "is_locked", "created_at", "seen_at"),
    )


def _do(place: Workspace, change: str, *given: object, **options: object) -> None:
    from warehouse.review.events import Review  # noqa: PLC0415 -- keeps --help fast
    from warehouse.review.rules import NotAllowedError  # noqa: PLC0415
    from warehouse.review.users import Users  # noqa: PLC0415

    if not place.settings_file.exists():
        raise WorkspaceError(f"{place.root}: no workspace here (shortpay.toml is missing). Point --workspace at one.")
    try:
        getattr(Users(Review(place.review_state)), change)(*given, **options)
    except NotAllowedError as error:
        raise WorkspaceError(str(error)) from None


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")

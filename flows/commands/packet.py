"""`packet`: writes the dispute letter and its evidence to the outbox."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError
from flows.intake.settings import load_settings

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def packet(
    context: typer.Context,
    number: Annotated[
        str,
        typer.Argument(metavar="CLAIM|BATCH", help="A claim number (ours or the payer's), a dispute id, or a batch."),
    ],
    as_zip: Annotated[bool, typer.Option("--zip", help="One zip instead of a folder.")] = False,  # noqa: FBT002 -- typer
    workspace: WorkspaceOption = None,
) -> None:
    """Write the dispute letter with its evidence to outbox/: for a claim, or for a batch with its spreadsheet."""
    from contracts.codes.official_wording import load  # noqa: PLC0415
    from contracts.letters.packet import zipped  # noqa: PLC0415 -- keeps --help fast
    from warehouse import packets, queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    settings = load_settings(place.root)
    with queries.open_published(place.data) as con:
        try:
            name, files = packets.packet(con, place.archive, number, settings.contacts, load(place.wordings))
        except packets.NoDisputeError as error:
            raise WorkspaceError(str(error)) from None
    place.outbox.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if as_zip:
        write_private(place.outbox / f"{name}.zip", zipped(files))
        print(place.outbox / f"{name}.zip")
        return
    folder = place.outbox / name
    # A packet of an earlier night may have files that this one has not.
    shutil.rmtree(folder, ignore_errors=True)
    for file, content in files:
        write_private(folder / file, content)
    print(folder)
    for file, _ in files:
        print(f"  {file}")


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, with its folders."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    path.touch(mode=PRIVATE_FILE)
    path.write_bytes(content)

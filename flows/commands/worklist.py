"""`worklist`: serves the poster's page from this machine."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.errors import WorkspaceError, stopped_night
from flows.workspace import Workspace

PORT = 8350


def worklist(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page listens.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on; others than loopback need TLS.")] = "127.0.0.1",
    certificate: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Its private key (PEM).")] = None,
    behind_proxy: Annotated[
        str | None, typer.Option(metavar="NAME", help="Host name of a proxy with TLS on this machine.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the dispute queue to payment posters, in a browser."""
    from warehouse.worklist.server import Address, UnsafeAddressError, check_address, serve  # noqa: PLC0415
    from warehouse.worklist.state import AppState  # noqa: PLC0415 -- keeps --help fast

    place = workspace_of(context, workspace)
    address = Address(host, port, certificate, key, behind_proxy)
    try:
        check_address(address)
    except UnsafeAddressError as error:
        raise WorkspaceError(str(error)) from None
    if not place.data.is_dir():
        raise WorkspaceError(f"{place.data}: no such folder. Run `shortpay nightly` first, or point --workspace at it.")
    app_state = AppState(
        place.data,
        place.archive,
        place.failed_night_file,
        packets=partial(zipped_packet, place),
        stopped_night=partial(stopped_night, place.lock_file),
    )
    app_state.snapshot()  # raises NothingPublishedError before the server starts
    if not app_state.users.everyone():
        raise WorkspaceError("Nobody could sign in yet. Add someone first: shortpay users add NAME --role admin")
    where = behind_proxy or f"{host}:{port}"
    scheme = "https" if address.has_tls or behind_proxy else "http"
    print(f"The worklist is at {scheme}://{where}/  Stop with Ctrl-C.", file=sys.stderr)
    serve(app_state, address)


def zipped_packet(place: Workspace, dispute_ids: Sequence[str]) -> tuple[str, bytes]:
    """(file name, bytes) of the packet for disputes of the published snapshot, as `shortpay packet --zip` writes it.

    The contact is read from shortpay.toml each time, so that the next packet has a correction.
    """
    from contracts.codes.official_wording import load  # noqa: PLC0415
    from contracts.letters.packet import zipped  # noqa: PLC0415 -- keeps --help fast
    from flows.intake.settings import load_settings  # noqa: PLC0415
    from warehouse import packets, queries  # noqa: PLC0415

    contacts = getattr(load_settings(place.root), "contacts", ())
    with queries.open_published(place.data) as con:
        name, files = packets.packet_of(con, place.archive, dispute_ids, contacts, load(place.wordings))
    return f"{name}.zip", zipped(files)

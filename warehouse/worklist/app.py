"""The application: every door with the role it needs, and what a person is told when something goes wrong."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from warehouse.queries import NothingPublishedError
from warehouse.review.events import ConflictError
from warehouse.review.rules import NotAllowedError
from warehouse.worklist import (
    claim_page,
    exports,
    held_page,
    left_page,
    other_pages,
    payers_page,
    queue_page,
    sign_in,
    users_page,
    work,
)
from warehouse.worklist.auth import Door, Guard, passing
from warehouse.worklist.pages import render
from warehouse.worklist.words import field, instant, status

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from warehouse.worklist.state import Office

DOORS = (
    Door("GET", "/", "viewer", queue_page.show_queue),
    Door("POST", "/find", "viewer", queue_page.find),
    Door("POST", "/filters", "viewer", queue_page.save_filter),
    Door("GET", "/claim/{dispute_id}", "viewer", claim_page.show_claim),
    Door("GET", "/claim/{dispute_id}/segments", "viewer", claim_page.show_segments),
    Door("GET", "/claim/{dispute_id}/packet", "poster", exports.show_packet),
    Door("GET", "/claim/{dispute_id}/letter", "poster", exports.show_letter),
    Door("GET", "/reminders", "viewer", other_pages.show_reminders),
    Door("GET", "/left", "viewer", left_page.show_left),
    Door("GET", "/held", "viewer", held_page.show_held),
    Door("GET", "/payers", "viewer", payers_page.show_payers),
    Door("GET", "/deposits", "viewer", other_pages.show_deposits),
    Door("GET", "/scorecard", "viewer", other_pages.show_scorecard),
    Door("GET", "/nights", "viewer", other_pages.show_nights),
    Door("GET", "/disputes.csv", "viewer", exports.export_csv),
    Door("GET", "/disputes.xlsx", "viewer", exports.export_xlsx),
    Door("GET", "/disputes.ics", "viewer", exports.export_calendar),
    Door("POST", "/act", "poster", work.act),
    Door("POST", "/undo", "poster", work.undo),
    Door("POST", "/packet", "poster", exports.packet),
    Door("POST", "/payers", "lead", payers_page.name_agreement),
    Door("POST", "/held", "lead", held_page.release),
    Door("GET", "/users", "admin", users_page.show_users),
    Door("POST", "/users", "admin", users_page.change_user),
    Door("GET", "/password", "viewer", users_page.show_password),
    Door("POST", "/password", "viewer", users_page.change_password),
    Door("POST", "/sign-out", "viewer", sign_in.sign_out),
)


def create_app(office: Office) -> ASGIApp:
    """The page of one workspace; it opens and closes the office with itself."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        office.open()
        yield
        office.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    for door in DOORS:
        app.router.add_route(door.path, passing(door, office), methods=[door.method])

    async def show_form(request: Request) -> Response:
        return sign_in.show_form(request, office)

    async def come_in(request: Request) -> Response:
        return await sign_in.sign_in(request, office)

    app.router.add_route("/sign-in", show_form, methods=["GET"])
    app.router.add_route("/sign-in", come_in, methods=["POST"])
    app.mount("/static", StaticFiles(directory=str(files("warehouse.worklist") / "static")))
    app.add_exception_handler(HTTPException, partial(_refused))
    app.add_exception_handler(NotAllowedError, _not_allowed)
    app.add_exception_handler(ConflictError, _overtaken)
    app.add_exception_handler(NothingPublishedError, _nothing_yet)
    for kind in (duckdb.CatalogException, duckdb.BinderException):
        app.add_exception_handler(kind, partial(_missing, office))
    app.add_exception_handler(Exception, _bug)
    return Guard(app, office)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {400: "Not understood", 403: "Not allowed", 404: "Not found", 405: "Not understood", 413: "Too much"}
    text = error.detail if error.detail != "Not Found" else "There is no such page."
    return _told(request, titles.get(error.status_code, "Not understood"), text, error.status_code)


async def _not_allowed(request: Request, error: Exception) -> Response:
    return _told(request, "Not kept", str(error), 422)


async def _overtaken(request: Request, error: Exception) -> Response:
    """Who was faster, with what: the second poster decides again with that before their eyes."""
    assert isinstance(error, ConflictError)
    first = error.overtaken[0]
    value = status(first.value) if first.field == "status" else first.value or "nothing"
    more = f" So were {len(error.overtaken) - 1} more of the selected." if len(error.overtaken) > 1 else ""
    text = (
        f"{first.who} changed this while you looked at it: {field(first.field)} is now {value} "
        f"({instant(first.happened_at)}).{more} Nothing of yours was kept. Load the page again and decide."
    )
    return _told(request, "Someone was faster", text, 409)


async def _nothing_yet(request: Request, error: Exception) -> Response:
    return _told(request, "Nothing published yet", str(error), 503)


async def _missing(office: Office, request: Request, error: Exception) -> Response:
    """After an upgrade the page may ask for what only the next night publishes."""
    if not office.desk().is_older:
        return await _bug(request, error)
    text = "The last night was run by an earlier version of shortpay; this page needs what the next night publishes."
    return _told(request, "After the next night", text, 503)


async def _bug(_: Request, error: Exception) -> Response:
    """Says nothing of what went wrong: it might quote a remittance."""
    return PlainTextResponse(f"Something went wrong here ({type(error).__name__}). Nothing half done was kept.", 500)


def _told(request: Request, title: str, text: str, status_code: int) -> Response:
    is_fragment = request.headers.get("hx-request") == "true"
    return render("_message.html" if is_fragment else "message.html", {"title": title, "text": text}, status_code)

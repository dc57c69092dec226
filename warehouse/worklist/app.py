"""The web application: every route with the role it needs, and the response to each kind of error."""

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
    actions,
    claim_page,
    exports,
    held_page,
    left_page,
    other_pages,
    payers_page,
    queue_page,
    sign_in,
    users_page,
)
from warehouse.worklist.auth import Route, SecurityMiddleware, endpoint
from warehouse.worklist.formats import field, instant, status
from warehouse.worklist.pages import render

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from warehouse.worklist.state import AppState

ROUTES = (
    Route("GET", "/", "viewer", queue_page.show_queue),
    Route("POST", "/find", "viewer", queue_page.find),
    Route("POST", "/filters", "viewer", queue_page.save_filter),
    Route("GET", "/claim/{dispute_id}", "viewer", claim_page.show_claim),
    Route("GET", "/claim/{dispute_id}/segments", "viewer", claim_page.show_segments),
    Route("GET", "/claim/{dispute_id}/packet", "poster", exports.show_packet),
    Route("GET", "/claim/{dispute_id}/letter", "poster", exports.show_letter),
    Route("GET", "/reminders", "viewer", other_pages.show_reminders),
    Route("GET", "/left", "viewer", left_page.show_left),
    Route("GET", "/held", "viewer", held_page.show_held),
    Route("GET", "/payers", "viewer", payers_page.show_payers),
    Route("GET", "/deposits", "viewer", other_pages.show_deposits),
    Route("GET", "/scorecard", "viewer", other_pages.show_scorecard),
    Route("GET", "/nights", "viewer", other_pages.show_nights),
    Route("GET", "/disputes.csv", "viewer", exports.export_csv),
    Route("GET", "/disputes.xlsx", "viewer", exports.export_xlsx),
    Route("GET", "/disputes.ics", "viewer", exports.export_calendar),
    Route("POST", "/act", "poster", actions.act),
    Route("POST", "/undo", "poster", actions.undo),
    Route("POST", "/packet", "poster", exports.packet),
    Route("POST", "/payers", "lead", payers_page.name_agreement),
    Route("POST", "/held", "lead", held_page.release),
    Route("GET", "/users", "admin", users_page.show_users),
    Route("POST", "/users", "admin", users_page.change_user),
    Route("GET", "/password", "viewer", users_page.show_password),
    Route("POST", "/password", "viewer", users_page.change_password),
    Route("POST", "/sign-out", "viewer", sign_in.sign_out),
)


def create_app(state: AppState) -> ASGIApp:
    """The application of one workspace. It opens `state` when it starts and closes it when it stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        state.open()
        yield
        state.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    for route in ROUTES:
        app.router.add_route(route.path, endpoint(route, state), methods=[route.method])

    async def show_form(request: Request) -> Response:
        return sign_in.show_form(request, state)

    async def submit_form(request: Request) -> Response:
        return await sign_in.sign_in(request, state)

    app.router.add_route("/sign-in", show_form, methods=["GET"])
    app.router.add_route("/sign-in", submit_form, methods=["POST"])
    app.mount("/static", StaticFiles(directory=str(files("warehouse.worklist") / "static")))
    app.add_exception_handler(HTTPException, partial(_http_error))
    app.add_exception_handler(NotAllowedError, _not_allowed)
    app.add_exception_handler(ConflictError, _conflict)
    app.add_exception_handler(NothingPublishedError, _nothing_published)
    for kind in (duckdb.CatalogException, duckdb.BinderException):
        app.add_exception_handler(kind, partial(_missing_view, state))
    app.add_exception_handler(Exception, _internal_error)
    return SecurityMiddleware(app, state)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {400: "Invalid request", 403: "Not allowed", 404: "Not found", 413: "Too large"}
    text = error.detail if error.detail != "Not Found" else "There is no such page."
    return _message(request, titles.get(error.status_code, "Invalid request"), text, error.status_code)


async def _not_allowed(request: Request, error: Exception) -> Response:
    return _message(request, "Not saved", str(error), 422)


async def _conflict(request: Request, error: Exception) -> Response:
    """Shows who changed the dispute first, and to what, so that the second poster can decide again."""
    assert isinstance(error, ConflictError)
    first = error.overtaken[0]
    value = status(first.value) if first.field == "status" else first.value or "empty"
    more = f" {len(error.overtaken) - 1} more of the selected disputes changed too." if len(error.overtaken) > 1 else ""
    text = (
        f"{first.who} changed this while you had it open: {field(first.field)} is now {value} "
        f"({instant(first.happened_at)}).{more} Your change was not saved. Reload the page and try again."
    )
    return _message(request, "Changed by someone else", text, 409)


async def _nothing_published(request: Request, error: Exception) -> Response:
    return _message(request, "Nothing published yet", str(error), 503)


async def _missing_view(state: AppState, request: Request, error: Exception) -> Response:
    """After an upgrade a page may need a view that only the next night publishes."""
    if not state.snapshot().is_older:
        return await _internal_error(request, error)
    text = "An earlier version of shortpay ran the last night. This page works after the next night."
    return _message(request, "Not available yet", text, 503)


async def _internal_error(_: Request, error: Exception) -> Response:
    """Names only the kind of error: its text might quote a remittance."""
    return PlainTextResponse(f"Internal error ({type(error).__name__}). Nothing was saved.", 500)


def _message(request: Request, title: str, text: str, status_code: int) -> Response:
    is_fragment = request.headers.get("hx-request") == "true"
    return render("_message.html" if is_fragment else "message.html", {"title": title, "text": text}, status_code)

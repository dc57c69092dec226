"""Signing in and out: the form, the session it opens, and the end of that session."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from warehouse.review.users import EXPIRES, ThrottledError, WrongPasswordError
from warehouse.worklist.auth import (
    COOKIE,
    FORM_COOKIE,
    RequestContext,
    check_origin,
    form_token,
    read_form,
    set_cookie,
)
from warehouse.worklist.pages import render

if TYPE_CHECKING:
    from starlette.requests import Request

    from warehouse.worklist.state import AppState

FORM_SECONDS = 3600


def show_form(request: Request, state: AppState, problem: str = "", status_code: int = 200) -> Response:
    """The sign-in form, with a token that must come back, so that no other site can sign a user in."""
    token = form_token(request)
    response = render("sign_in.html", {"token": token, "problem": problem}, status_code)
    set_cookie(response, state, FORM_COOKIE, token, FORM_SECONDS)
    return response


async def sign_in(request: Request, state: AppState) -> Response:
    """Open a session under a new token, never one the browser sent, and end the session there was."""
    form = await read_form(request)
    check_origin(request)
    name, password, sent = (str(form.get(key, "")) for key in ("name", "password", "token"))
    if not hmac.compare_digest(sent.encode(), request.cookies.get(FORM_COOKIE, "").encode()) or not sent:
        return show_form(request, state, "The form is out of date. Try again.", 403)
    address = request.client.host if request.client else "unknown"
    try:
        token = await run_in_threadpool(state.users.sign_in, name.strip().lower(), password, address)
    except ThrottledError as error:
        return show_form(request, state, str(error), 429)
    except WrongPasswordError:
        return show_form(request, state, "Name or password is wrong.", 401)
    before = await run_in_threadpool(state.users.session, request.cookies.get(COOKIE, ""))
    if before is not None:
        await run_in_threadpool(state.users.sign_out, before)
    response = RedirectResponse("/", 303)
    set_cookie(response, state, COOKIE, token, int(EXPIRES.total_seconds()))
    response.delete_cookie(FORM_COOKIE, path="/")
    return response


def sign_out(context: RequestContext) -> Response:
    """End the session, in the browser and on the server."""
    context.state.users.sign_out(context.session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, path="/")
    return response

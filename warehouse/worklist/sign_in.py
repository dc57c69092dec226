"""Coming and going: the sign-in form, the session it opens, and the end of it."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from warehouse.review.users import EXPIRES, ThrottledError, WrongPasswordError
from warehouse.worklist.auth import COOKIE, FORM_COOKIE, Visit, check_origin, form_token, keep_cookie, read_form
from warehouse.worklist.pages import render

if TYPE_CHECKING:
    from starlette.requests import Request

    from warehouse.worklist.state import Office

FORM_SECONDS = 3600


def show_form(request: Request, office: Office, problem: str = "", status_code: int = 200) -> Response:
    """The sign-in form; it answers with a token that must come back, so that nobody is signed in by another site."""
    token = form_token(request)
    response = render("sign_in.html", {"token": token, "problem": problem}, status_code)
    keep_cookie(response, office, FORM_COOKIE, token, FORM_SECONDS)
    return response


async def sign_in(request: Request, office: Office) -> Response:
    """Open a session under a fresh token, whatever token came along, and end the one there was."""
    form = await read_form(request)
    check_origin(request)
    name, password, sent = (str(form.get(key, "")) for key in ("name", "password", "token"))
    if not hmac.compare_digest(sent.encode(), request.cookies.get(FORM_COOKIE, "").encode()) or not sent:
        return show_form(request, office, "The form was out of date. Try again.", 403)
    address = request.client.host if request.client else "unknown"
    try:
        token = await run_in_threadpool(office.users.sign_in, name.strip().lower(), password, address)
    except ThrottledError as error:
        return show_form(request, office, str(error), 429)
    except WrongPasswordError:
        return show_form(request, office, "Name or password is wrong.", 401)
    before = await run_in_threadpool(office.users.session, request.cookies.get(COOKIE, ""))
    if before is not None:
        await run_in_threadpool(office.users.sign_out, before)
    response = RedirectResponse("/", 303)
    keep_cookie(response, office, COOKIE, token, int(EXPIRES.total_seconds()))
    response.delete_cookie(FORM_COOKIE, path="/")
    return response


def sign_out(visit: Visit) -> Response:
    """End the session here and on the server."""
    visit.office.users.sign_out(visit.session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, path="/")
    return response

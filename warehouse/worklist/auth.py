"""Authentication and authorization: each route names the role it needs, and one function checks every request.

It finds the session and checks the role; for a POST also the CSRF token and the origin. SecurityMiddleware adds the
headers to every response: no script, style or frame of another site, no caching. It also limits the size of a body.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from warehouse.review.users import Session
    from warehouse.worklist.state import AppState

COOKIE = "shortpay_session"
FORM_COOKIE = "shortpay_form"
MAX_BODY_BYTES = 1 << 20
MAX_FIELDS = 12_000
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-robots-tag": "noindex",
}


@dataclass(slots=True)
class RequestContext:
    """One authorized request: the user's session and the form that was sent. `form` is empty for a GET."""

    state: AppState
    request: Request
    session: Session
    form: FormData

    @property
    def who(self) -> str:
        return self.session.user.name

    @property
    def sees_names(self) -> bool:
        return self.session.user.sees_names

    @property
    def is_fragment(self) -> bool:
        """Whether HTMX wants a part of a page, to put into the page that is open."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

    def sent(self, name: str) -> str:
        """The value of a form field; '' when it was not sent."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def sent_all(self, name: str) -> list[str]:
        return [value for value in self.form.getlist(name) if isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its path, the role it needs, and the function that answers."""

    method: Literal["GET", "POST"]
    path: str
    role: str
    handler: Callable[[RequestContext], Response]


def endpoint(route: Route, state: AppState) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a route: check the request, then call the handler in a worker thread."""

    def session_of(request: Request) -> Session | None:
        token = request.cookies.get(COOKIE, "")
        return state.users.session(token) if token else None

    def answer(request: Request, session: Session | None, form: FormData) -> Response:
        if session is None:
            return _to_sign_in(request)
        if not session.user.may(route.role):
            raise HTTPException(403, f"This needs the role {route.role}; you are signed in as {session.user.role}.")
        return route.handler(RequestContext(state, request, session, form))

    def read(request: Request) -> Response:
        return answer(request, session_of(request), FormData())

    async def endpoint(request: Request) -> Response:
        if route.method == "GET":
            return await run_in_threadpool(read, request)
        session = await run_in_threadpool(session_of, request)
        if session is None:
            return _to_sign_in(request)
        form = await read_form(request)
        check_origin(request)
        sent = form.get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
            raise HTTPException(403, "This form is out of date. Reload the page and try again.")
        return await run_in_threadpool(answer, request, session, form)

    return endpoint


async def read_form(request: Request) -> FormData:
    """The form of a request, without files. Raises 415 for any other body and 413 for too many fields."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Only forms are accepted here.")
    form = await request.form(max_files=0, max_fields=MAX_FIELDS)
    if len(form) > MAX_FIELDS:
        raise HTTPException(413, "That is too large.")
    return form


def check_origin(request: Request) -> None:
    """Raises 403 when the browser says that the form comes from another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "This form comes from another site.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "This form comes from another site.")


def form_token(request: Request) -> str:
    """The token of the sign-in form, which must come back both in the cookie and in the form."""
    token = request.cookies.get(FORM_COOKIE, "")
    return token if len(token) == 43 else secrets.token_urlsafe(32)


def set_cookie(response: Response, state: AppState, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="strict", secure=state.is_secure, path="/"
    )


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"hx-redirect": "/sign-in"})
    return RedirectResponse("/sign-in", 303)


class SecurityMiddleware:
    """Wraps the application: accepts known hosts only, limits the body, adds the headers to every response."""

    def __init__(self, app: ASGIApp, state: AppState) -> None:
        self.app, self.state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_static = scope["path"].startswith("/static/")
        received = 0

        async def limited_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise HTTPException(413, "That is too large.")
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = {name.lower() for name, _ in message["headers"]}
                extra = {**HEADERS, "cache-control": "max-age=3600" if is_static else "no-store"}
                if self.state.is_secure:
                    extra["strict-transport-security"] = "max-age=31536000"
                message["headers"] += [
                    (name.encode(), value.encode()) for name, value in extra.items() if name.encode() not in sent
                ]
            await send(message)

        host = headers.get("host", "")
        length = headers.get("content-length", "0")
        if host_name(host) not in self.state.hosts:
            await PlainTextResponse("Unknown host.", 400)(scope, receive, send_with_headers)
        elif not length.isdigit() or int(length) > MAX_BODY_BYTES:
            await PlainTextResponse("That is too large.", 413)(scope, receive, send_with_headers)
        else:
            await self.app(scope, limited_receive, send_with_headers)


def host_name(host: str) -> str:
    """A Host header without its port, in lower case."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()

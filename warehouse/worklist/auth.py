"""Who may pass: every route stands in one table with the role it needs, and every request goes through one gate.

The gate finds the session, checks the role, and for everything that writes the CSRF token and the origin. Around it
stand the headers: no script, style or frame from anywhere else, nothing kept in a cache, no body of any size.
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
    from warehouse.worklist.state import Office

COOKIE = "shortpay_session"
FORM_COOKIE = "shortpay_form"
LARGEST_BODY = 1 << 20
MOST_FIELDS = 12_000
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
class Visit:
    """One request that passed the gate: who asks, and what was sent. `form` is empty unless it writes."""

    office: Office
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
        """Whether a part of a page is wanted, to be put into the page that is there."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

    def sent(self, name: str) -> str:
        """A field of the form as text; '' when it was not sent."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def sent_all(self, name: str) -> list[str]:
        return [value for value in self.form.getlist(name) if isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class Door:
    """One route: its path, the role it needs, and what answers."""

    method: Literal["GET", "POST"]
    path: str
    role: str
    answer: Callable[[Visit], Response]


def passing(door: Door, office: Office) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a door: gate first, then the answer, in a thread of its own."""

    def session_of(request: Request) -> Session | None:
        token = request.cookies.get(COOKIE, "")
        return office.users.session(token) if token else None

    def answer(request: Request, session: Session | None, form: FormData) -> Response:
        if session is None:
            return _to_sign_in(request)
        if not session.user.may(door.role):
            raise HTTPException(403, f"This needs the role {door.role}; you are signed in as {session.user.role}.")
        return door.answer(Visit(office, request, session, form))

    def read(request: Request) -> Response:
        return answer(request, session_of(request), FormData())

    async def endpoint(request: Request) -> Response:
        if door.method == "GET":
            return await run_in_threadpool(read, request)
        session = await run_in_threadpool(session_of, request)
        if session is None:
            return _to_sign_in(request)
        form = await read_form(request)
        check_origin(request)
        sent = form.get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
            raise HTTPException(403, "This form is out of date. Load the page again and repeat what you did.")
        return await run_in_threadpool(answer, request, session, form)

    return endpoint


async def read_form(request: Request) -> FormData:
    """A form without files. Raises 400 for anything else."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Only forms are understood here.")
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    if len(form) > MOST_FIELDS:
        raise HTTPException(413, "That is too much at once.")
    return form


def check_origin(request: Request) -> None:
    """A browser says where a form comes from; from elsewhere nothing is taken."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "This form comes from another site.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "This form comes from another site.")


def form_token(request: Request) -> str:
    """The token that a form sent before signing in must bring back in its cookie and in itself."""
    token = request.cookies.get(FORM_COOKIE, "")
    return token if len(token) == 43 else secrets.token_urlsafe(32)


def keep_cookie(response: Response, office: Office, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="strict", secure=office.is_secure, path="/"
    )


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"hx-redirect": "/sign-in"})
    return RedirectResponse("/sign-in", 303)


class Guard:
    """Around the application: known hosts only, a bounded body, the headers on everything that goes out."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self.app, self.office = app, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_static = scope["path"].startswith("/static/")
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise HTTPException(413, "That is too much at once.")
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = {name.lower() for name, _ in message["headers"]}
                extra = {**HEADERS, "cache-control": "max-age=3600" if is_static else "no-store"}
                if self.office.is_secure:
                    extra["strict-transport-security"] = "max-age=31536000"
                message["headers"] += [
                    (name.encode(), value.encode()) for name, value in extra.items() if name.encode() not in sent
                ]
            await send(message)

        host = headers.get("host", "")
        length = headers.get("content-length", "0")
        if host_name(host) not in self.office.hosts:
            await PlainTextResponse("Unknown host.", 400)(scope, receive, dressed)
        elif not length.isdigit() or int(length) > LARGEST_BODY:
            await PlainTextResponse("That is too much at once.", 413)(scope, receive, dressed)
        else:
            await self.app(scope, bounded, dressed)


def host_name(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()

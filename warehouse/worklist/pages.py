"""Renders the templates: the values every page has, the message about the last action, and the redirect after it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from warehouse.review.rules import CHANNELS, STATUSES
from warehouse.worklist import formats
from warehouse.worklist.bar import bar

if TYPE_CHECKING:
    from warehouse.worklist.auth import RequestContext

NAVIGATION = (  # path, label, role
    ("/", "Queue", "viewer"),
    ("/reminders", "Reminders", "viewer"),
    ("/left", "Finished", "viewer"),
    ("/held", "Held", "viewer"),
    ("/payers", "Payers", "viewer"),
    ("/deposits", "Deposits", "viewer"),
    ("/scorecard", "Scorecard", "viewer"),
    ("/nights", "Night log", "viewer"),
    ("/users", "Users", "admin"),
)


@cache
def templates() -> Environment:
    """The template environment; every value is escaped."""
    environment = Environment(
        loader=PackageLoader("warehouse.worklist", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for each in (
        formats.batch, formats.cause, formats.day, formats.days_left, formats.dollars, formats.field, formats.instant,
        formats.problem, formats.quantity, formats.sentence, formats.state_meaning, formats.status, formats.value_text,
        formats.words,
    ):  # fmt: skip
        environment.filters[each.__name__] = each
    environment.globals.update(
        STATUSES=STATUSES,
        CHANNELS=CHANNELS,
        CLOSINGS=formats.CLOSINGS,
        RELEASES=formats.RELEASES,
        CONFIDENCES=formats.CONFIDENCES,
        ABSENT=formats.ABSENT,
        percent=formats.percent,
        bar=bar,
    )
    return environment


def render(name: str, context: dict[str, Any], status_code: int = 200) -> HTMLResponse:
    """A page from nothing but `context`; for requests without a session."""
    return HTMLResponse(templates().get_template(name).render(context), status_code)


def page(context: RequestContext, name: str, status_code: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """A page or a part of one, from `values` and what every page has."""
    snapshot, state = context.state.snapshot(), context.state
    common = {
        "user": context.session.user,
        "csrf": context.session.csrf,
        "path": context.request.url.path,
        "navigation": [
            (path, label)
            for path, label, role in NAVIGATION
            if context.session.user.may(role) and (path != "/deposits" or "deposit_match" in snapshot.views)
        ],
        "as_of": snapshot.as_of,
        "today": snapshot.today,
        "published_at": snapshot.published_at,
        "night_failure": state.night_failure(),
        "has_packets": state.packets is not None and context.sees_names,
        "patient": lambda row: formats.patient(row, sees_names=context.sees_names),
        "flash": flash_message(context),
    }
    return render(name, {**common, **values}, status_code)


def flash_message(context: RequestContext) -> dict[str, str] | None:
    """The message about the last action, read from the URL of the redirect, and the action that can be undone."""
    query = context.request.query_params
    kind, count, action = query.get("did", ""), query.get("n", ""), query.get("action", "")
    if kind not in FLASH_TEXTS or not (count.isdigit() and action.isdigit()):
        return None
    return {"text": flash_text(kind, int(count)), "action": "" if kind in NOT_UNDOABLE or count == "0" else action}


def flash_text(did: str, count: int) -> str:
    """The message about an action on `count` disputes."""
    return FLASH_TEXTS[did].format(n=count, s="" if count == 1 else "s")


NOT_UNDOABLE = ("undone", "user")
FLASH_TEXTS = {
    "kept": "{n} dispute{s} changed.",
    "noted": "Note added to {n} dispute{s}.",
    "undone": "Undone: {n} dispute{s} as before.",
    "released": "Released. It takes effect with the next night.",
    "held": "Held again. It takes effect with the next night.",
    "mapped": "Saved. The next night prices these claims by this agreement.",
    "unmapped": "Removed. The next night lists the payer again.",
    "user": "Changed. It takes effect now.",
}


def redirect_back(context: RequestContext, did: str, count: int, action: int) -> Response:
    """Redirect to the page the form names, which then shows what was done."""
    path = local_path(context.sent("back"))
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}did={did}&n={count}&action={action}", 303)


def local_path(sent: str) -> str:
    """A path of this site, without the parameters of a message; '/' for anything else."""
    if not sent.startswith("/") or sent.startswith("//") or "\\" in sent or any(ord(c) < 33 for c in sent):
        return "/"
    path, _, query = sent.partition("?")
    kept = [part for part in query.split("&") if part and part.split("=")[0] not in ("did", "n", "action")]
    return quote(path, safe="/-._~") + ("?" + "&".join(kept) if kept else "")

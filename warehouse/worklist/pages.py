"""Fills the templates: what every page has, the notes that survive one click, and where a person goes next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from warehouse.review.rules import CHANNELS, STATUSES
from warehouse.worklist import words
from warehouse.worklist.charts import bar

if TYPE_CHECKING:
    from warehouse.worklist.auth import Visit

PLACES = (
    ("/", "Queue", "viewer"),
    ("/reminders", "Reminders", "viewer"),
    ("/left", "Done", "viewer"),
    ("/held", "Held", "viewer"),
    ("/payers", "Payers", "viewer"),
    ("/deposits", "Deposits", "viewer"),
    ("/scorecard", "Scorecard", "viewer"),
    ("/nights", "Night log", "viewer"),
    ("/users", "Users", "admin"),
)


@cache
def templates() -> Environment:
    """The templates; everything put into them is escaped."""
    found = Environment(
        loader=PackageLoader("warehouse.worklist", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        dollars=words.dollars, quantity=words.quantity, day=words.day, instant=words.instant, said=words.said,
        written=words.written, days_left=words.days_left, status=words.status, field=words.field,
        sentence=words.sentence,
    )  # fmt: skip
    found.globals.update(
        STATUSES=STATUSES,
        CHANNELS=CHANNELS,
        CLOSINGS=words.CLOSINGS,
        RELEASES=words.RELEASES,
        CONFIDENCES=words.CONFIDENCES,
        ABSENT=words.ABSENT,
        percent=words.percent,
        bar=bar,
    )
    return found


def render(name: str, context: dict[str, Any], status_code: int = 200) -> HTMLResponse:
    """A page for someone who is not signed in."""
    return HTMLResponse(templates().get_template(name).render(context), status_code)


def page(visit: Visit, name: str, status_code: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
    """A page or a part of one, with what every page has."""
    desk, office = visit.office.desk(), visit.office
    common = {
        "user": visit.session.user,
        "csrf": visit.session.csrf,
        "path": visit.request.url.path,
        "places": [
            place
            for place in PLACES
            if visit.session.user.may(place[2]) and (place[0] != "/deposits" or "deposit_match" in desk.views)
        ],
        "as_of": desk.as_of,
        "today": desk.today,
        "published_at": desk.published_at,
        "trouble": office.trouble(),
        "has_packets": office.packets is not None and visit.sees_names,
        "patient": lambda row: words.patient(row, sees_names=visit.sees_names),
        "told": told(visit),
    }
    return render(name, {**common, **context}, status_code)


def told(visit: Visit) -> dict[str, str] | None:
    """What the last click did, once: its words, and the action to undo."""
    query = visit.request.query_params
    kind, count, action = query.get("did", ""), query.get("n", ""), query.get("action", "")
    if kind not in DID or not (count.isdigit() and action.isdigit()):
        return None
    return {"text": said_done(kind, int(count)), "action": "" if kind in FINAL or count == "0" else action}


def said_done(did: str, count: int) -> str:
    """What a click did, in words."""
    return DID[did].format(n=count, s="" if count == 1 else "s")


FINAL = ("undone", "user")
DID = {
    "kept": "{n} dispute{s} changed.",
    "noted": "Note kept on {n} dispute{s}.",
    "undone": "Undone: {n} dispute{s} as before.",
    "released": "Released. The next night acts on it.",
    "held": "Held again. The next night acts on it.",
    "mapped": "Kept. The next night prices by it.",
    "unmapped": "Taken back. The next night asks again.",
    "saved": "Filter saved.",
    "user": "Changed, at once.",
}


def back(visit: Visit, did: str, count: int, action: int) -> Response:
    """To the page someone came from, which then says what was done."""
    place = own_path(visit.sent("back"))
    joint = "&" if "?" in place else "?"
    return RedirectResponse(f"{place}{joint}did={did}&n={count}&action={action}", 303)


def own_path(sent: str) -> str:
    """A path of this site; anything else is the queue. What the last click said is left out."""
    if not sent.startswith("/") or sent.startswith("//") or "\\" in sent or any(ord(c) < 33 for c in sent):
        return "/"
    path, _, query = sent.partition("?")
    kept = [part for part in query.split("&") if part and part.split("=")[0] not in ("did", "n", "action")]
    return quote(path, safe="/-._~") + ("?" + "&".join(kept) if kept else "")


def message(visit: Visit, title: str, text: str, status_code: int) -> Response:
    """A sentence instead of a page; as a part of a page when one was asked for."""
    name = "_message.html" if visit.is_fragment else "message.html"
    return page(visit, name, status_code, title=title, text=text)

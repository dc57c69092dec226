"""The queue page: disputes in order of closing, with filters, search, saved filters and pages by key."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from warehouse.review.rules import NotAllowedError
from warehouse.worklist.filters import WINDOWS, Filter, MalformedError, read_filter
from warehouse.worklist.formats import CLOSINGS
from warehouse.worklist.pages import local_path, page

if TYPE_CHECKING:
    from warehouse.review.events import Row
    from warehouse.worklist.auth import RequestContext
    from warehouse.worklist.snapshot import Snapshot

SIZE = 40
MAX_SAVED_FILTERS = 50


def show_queue(context: RequestContext) -> Response:
    """The whole page, or for HTMX its list, or the rows after a row."""
    snapshot = context.state.snapshot()
    chosen, is_forgotten = requested_filter(context)
    after = context.request.query_params.get("after", "")
    rows = snapshot.page(chosen, _start_position(snapshot, chosen, after), SIZE + 1)
    has_more, rows = len(rows) > SIZE, rows[:SIZE]
    audit_rows(context, rows, "listed")
    values: dict[str, Any] = {
        "chosen": chosen,
        "rows": rows,
        "more": f"{rows[-1][chosen.sort_column] * chosen.sign}.{rows[-1]['dispute_id']}" if has_more else None,
        "last_closing": context.request.query_params.get("under", "") if after else "",
        "here": "/?" + chosen.query() if chosen.query() else "/",
    }
    totals = snapshot.totals(chosen)
    values |= {
        "totals": totals,
        "shown_count": sum(total["dispute_count"] for total in totals.values()),
        "shown_dollars": sum((total["shortfall"] for total in totals.values()), start=Decimal(0)),
        "closings": [name for name in CLOSINGS if name in totals],
    }
    if after and context.is_fragment:
        return page(context, "_rows.html", **values)
    values |= {
        "search": chosen.names or chosen.numbers or "",
        "is_forgotten": is_forgotten,
        "windows": WINDOWS,
        "choices": snapshot.choices(),
        "people": assignable_users(context),
        "saved": saved_filters(context),
    }
    return page(context, "_list.html" if context.is_fragment else "queue.html", **values)


def requested_filter(context: RequestContext) -> tuple[Filter, bool]:
    """(The filter of the URL with its search, whether that search is forgotten). Raises 400 on a malformed filter."""
    try:
        chosen = read_filter(context.request.query_params)
    except MalformedError as error:
        raise HTTPException(400, str(error)) from None
    if chosen.find is None:
        return chosen, False
    text = context.state.searches.text(context.who, chosen.find)
    if text is None:
        return replace(chosen, find=None), True
    return replace(chosen, names=text) if context.sees_names else replace(chosen, numbers=text), False


def find(context: RequestContext) -> Response:
    """Store the search text under a token and redirect to the queue; the text itself appears in no URL."""
    try:
        before = local_path(context.sent("back")).partition("?")[2]
        chosen = read_filter(dict(parse_qsl(before)))
    except MalformedError:
        chosen = Filter()
    text = context.sent("search").strip()
    token = context.state.searches.keep(context.who, text) if text else None
    window = "all" if text else "open"
    query = Filter(find=token, window=window, status="all" if text else "open", sort=chosen.sort).query()
    return RedirectResponse("/?" + query if query else "/", 303)


def save_filter(context: RequestContext) -> Response:
    """Save the filter of the page under a name, or delete a saved one."""
    title = " ".join(context.sent("title").split())[:60]
    query = local_path(context.sent("back")).partition("?")[2]
    if not title:
        raise NotAllowedError("Give the filter a name.")
    with context.state.review.writing() as con:
        if context.sent("forget"):
            con.execute("delete from saved_filter where name = ? and title = ?", [context.who, title])
        else:
            (count,) = con.execute("select count(*) from saved_filter where name = ?", [context.who]).fetchone()
            if count >= MAX_SAVED_FILTERS:
                raise NotAllowedError(f"You have {MAX_SAVED_FILTERS} saved filters. Delete one first.")
            if "find=" in query:
                raise NotAllowedError("A filter with a search cannot be saved: it may name a patient.")
            con.execute(
                "insert into saved_filter values (?, ?, ?) on conflict do update set query = excluded.query",
                [context.who, title, query],
            )
    return RedirectResponse(local_path(context.sent("back")), 303)


def saved_filters(context: RequestContext) -> list[Row]:
    return context.state.review.read(
        "select title, query from saved_filter where name = :name order by title", {"name": context.who}
    )


def assignable_users(context: RequestContext) -> list[str]:
    """The users who can be assigned: everyone but viewers."""
    return [row["name"] for row in context.state.users.everyone() if row["role"] != "viewer"]


def audit_rows(context: RequestContext, rows: list[Row], how: str) -> None:
    """Record in the audit log whose data was shown, and how."""
    if rows:
        context.state.review.audit(context.who, how, " ".join(row["dispute_id"] for row in rows))


def _start_position(snapshot: Snapshot, chosen: Filter, after: str) -> int | None:
    """The position after which a page continues: that of the row named by `after`; its old one if the row is gone."""
    if not after:
        return None
    number, _, dispute_id = after.partition(".")
    if not (number.lstrip("-").isdigit() and len(number) < 18 and len(dispute_id) <= 64):
        raise HTTPException(400, "There is no such page.")
    position = snapshot.position(dispute_id, chosen)
    return int(number) if position is None else position

"""The queue: what closes soonest first, filtered, searched, in pages that follow each other by key."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from warehouse.review.rules import NotAllowedError
from warehouse.worklist.filters import WINDOWS, Filter, MalformedError, read_filter
from warehouse.worklist.pages import own_path, page
from warehouse.worklist.words import CLOSINGS

if TYPE_CHECKING:
    from warehouse.review.events import Row
    from warehouse.worklist.auth import Visit
    from warehouse.worklist.snapshot import Desk

SIZE = 40
MOST_SAVED = 50


def show_queue(visit: Visit) -> Response:
    """The queue as a page, its list alone, or the rows that follow a row."""
    desk = visit.office.desk()
    chosen, is_forgotten = asked(visit)
    after = visit.request.query_params.get("after", "")
    rows = desk.page(chosen, _place(desk, chosen, after), SIZE + 1)
    has_more, rows = len(rows) > SIZE, rows[:SIZE]
    read(visit, rows, "listed")
    context: dict[str, Any] = {
        "chosen": chosen,
        "rows": rows,
        "more": f"{rows[-1][chosen.place] * chosen.sign}.{rows[-1]['dispute_id']}" if has_more else None,
        "last_closing": visit.request.query_params.get("under", "") if after else "",
        "here": "/?" + chosen.query() if chosen.query() else "/",
    }
    totals = desk.totals(chosen)
    context |= {
        "totals": totals,
        "shown_count": sum(total["dispute_count"] for total in totals.values()),
        "shown_dollars": sum((total["shortfall"] for total in totals.values()), start=Decimal(0)),
        "closings": [name for name in CLOSINGS if name in totals],
    }
    if after and visit.is_fragment:
        return page(visit, "_rows.html", **context)
    context |= {
        "search": chosen.names or chosen.numbers or "",
        "is_forgotten": is_forgotten,
        "windows": WINDOWS,
        "choices": desk.choices(),
        "people": people(visit),
        "saved": saved(visit),
    }
    return page(visit, "_list.html" if visit.is_fragment else "queue.html", **context)


def asked(visit: Visit) -> tuple[Filter, bool]:
    """The filter of the URL with the search it stands for; and whether that search was forgotten. Raises 400."""
    try:
        chosen = read_filter(visit.request.query_params)
    except MalformedError as error:
        raise HTTPException(400, str(error)) from None
    if chosen.find is None:
        return chosen, False
    text = visit.office.searches.text(visit.who, chosen.find)
    if text is None:
        return replace(chosen, find=None), True
    return replace(chosen, names=text) if visit.sees_names else replace(chosen, numbers=text), False


def find(visit: Visit) -> Response:
    """Keep what was searched for, and go to the queue that shows it. The words stay out of every URL."""
    try:
        before = own_path(visit.sent("back")).partition("?")[2]
        chosen = read_filter(dict(parse_qsl(before)))
    except MalformedError:
        chosen = Filter()
    text = visit.sent("search").strip()
    token = visit.office.searches.keep(visit.who, text) if text else None
    window = "all" if text else "open"
    query = Filter(find=token, window=window, status="all" if text else "open", sort=chosen.sort).query()
    return RedirectResponse("/?" + query if query else "/", 303)


def save_filter(visit: Visit) -> Response:
    """Keep the filter of the page under a name, or forget one."""
    title = " ".join(visit.sent("title").split())[:60]
    query = own_path(visit.sent("back")).partition("?")[2]
    if not title:
        raise NotAllowedError("Give the filter a name.")
    with visit.office.review.writing() as con:
        if visit.sent("forget"):
            con.execute("delete from saved_filter where name = ? and title = ?", [visit.who, title])
        else:
            (count,) = con.execute("select count(*) from saved_filter where name = ?", [visit.who]).fetchone()
            if count >= MOST_SAVED:
                raise NotAllowedError("You have 50 saved filters; forget one first.")
            if "find=" in query:
                raise NotAllowedError("A search is not saved, since it may name a patient.")
            con.execute(
                "insert into saved_filter values (?, ?, ?) on conflict do update set query = excluded.query",
                [visit.who, title, query],
            )
    return RedirectResponse(own_path(visit.sent("back")), 303)


def saved(visit: Visit) -> list[Row]:
    return visit.office.review.read(
        "select title, query from saved_filter where name = :name order by title", {"name": visit.who}
    )


def people(visit: Visit) -> list[str]:
    """Who can be assigned: everyone who may work a dispute."""
    return [row["name"] for row in visit.office.users.everyone() if row["role"] != "viewer"]


def read(visit: Visit, rows: list[Row], how: str) -> None:
    """Put on record whose data was shown."""
    if rows:
        visit.office.review.audit(visit.who, how, " ".join(row["dispute_id"] for row in rows))


def _place(desk: Desk, chosen: Filter, after: str) -> int | None:
    """Where a page goes on. The row counts, wherever a new night has put it; its old place only when it is gone."""
    if not after:
        return None
    number, _, dispute_id = after.partition(".")
    if not (number.lstrip("-").isdigit() and len(number) < 18 and len(dispute_id) <= 64):
        raise HTTPException(400, "There is no such page.")
    found = desk.place(dispute_id, chosen)
    return int(number) if found is None else found

"""The pages beside the queue: reminders, deposits, scorecard, night log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import read

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import Visit

AHEAD = timedelta(days=7)


def show_reminders(visit: Visit) -> Response:
    """Disputes whose next action is due within a week, or was."""
    desk = visit.office.desk()
    rows = desk.ask("worklist/reminders", {"until": desk.today + AHEAD})
    read(visit, rows, "listed")
    return page(visit, "reminders.html", rows=rows, here="/reminders")


def show_deposits(visit: Visit) -> Response:
    """Deposits and payments that found no partner; only where bank files are matched."""
    desk = visit.office.desk()
    if "deposit_match" not in desk.views:
        raise HTTPException(404, "No bank file has been matched in this workspace.")
    return page(visit, "deposits.html", rows=desk.ask("worklist/deposits"), here="/deposits")


def show_scorecard(visit: Visit) -> Response:
    """How well each payer pays each agreement, and what is short by cause."""
    desk = visit.office.desk()
    return page(
        visit,
        "scorecard.html",
        rows=desk.ask("worklist/scorecard"),
        causes=desk.ask("worklist/causes"),
        here="/scorecard",
    )


def show_nights(visit: Visit) -> Response:
    """Every file that arrived and what became of it."""
    return page(visit, "nights.html", rows=visit.office.desk().ask("worklist/nights"), here="/nights")

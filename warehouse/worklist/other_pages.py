"""The smaller pages: reminders, deposits, payer scorecard, night log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import audit_rows

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import RequestContext

AHEAD = timedelta(days=7)


def show_reminders(context: RequestContext) -> Response:
    """Disputes whose next action is overdue or due within a week."""
    snapshot = context.state.snapshot()
    rows = snapshot.ask("reminders", {"until": snapshot.today + AHEAD})
    audit_rows(context, rows, "listed")
    return page(context, "reminders.html", rows=rows, here="/reminders")


def show_deposits(context: RequestContext) -> Response:
    """Unmatched deposits and payments. Raises 404 where the workspace has no bank files."""
    snapshot = context.state.snapshot()
    if "deposit_match" not in snapshot.views:
        raise HTTPException(404, "This workspace has no bank files.")
    return page(context, "deposits.html", rows=snapshot.ask("unmatched_deposits"), here="/deposits")


def show_scorecard(context: RequestContext) -> Response:
    """How each payer pays each agreement, and the dollars short by cause."""
    snapshot = context.state.snapshot()
    return page(
        context,
        "scorecard.html",
        rows=snapshot.ask("scorecard_by_dollars"),
        causes=snapshot.ask("causes_by_dollars"),
        here="/scorecard",
    )


def show_nights(context: RequestContext) -> Response:
    """Every file that arrived, and its result."""
    return page(context, "nights.html", rows=context.state.snapshot().ask("files_newest_first"), here="/nights")

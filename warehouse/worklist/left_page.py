"""The page of finished disputes: recovered, withdrawn, expired or closed, with how each of them ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.statements import statement
from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import audit_rows

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import RequestContext

SIZE = 300
# What ended a dispute, by the value of the SQL.
ENDED_BY = {"a person": "a user", "the calendar": "end of the window", "a night": "a night"}
# How a dispute can end, by the code of the SQL: label and meaning.
ENDINGS = {
    "recovered": ("Recovered", "The payer has allowed the amount since, or a user set this status."),
    "withdrawn": ("Withdrawn", "After a later remittance or a change of the agreement, nothing is short any more."),
    "expired": ("Expired", "The window to dispute closed."),
    "closed": ("Closed", "A user closed it, with a reason."),
}


def show_left(context: RequestContext) -> Response:
    """The newest finished disputes, of one ending or of all, with counts and dollars of every ending."""
    why = context.request.query_params.get("why") or None
    if why is not None and why not in ENDINGS:
        raise HTTPException(400, "There is no such ending.")
    snapshot, review = context.state.snapshot(), context.state.review
    rows = snapshot.ask("left_queue", {"why": why, "size": SIZE})
    audit_rows(context, rows, "listed")
    decided = json.dumps([row["dispute_id"] for row in rows if row["decided_by"] == "a person"])
    decisions = {row["subject"]: row for row in review.read(statement("status_days"), {"ids": decided})}
    counts = {row["why"]: row for row in snapshot.ask("left_counts")}
    return page(
        context,
        "left.html",
        rows=[{**row, "decided": decisions.get(row["dispute_id"])} for row in rows],
        counts=counts,
        endings=ENDINGS,
        ended_by=ENDED_BY,
        why=why,
        total=sum(row["dispute_count"] for ending, row in counts.items() if why in (None, ending)),
        here="/left" + (f"?why={why}" if why else ""),
    )

"""Disputes that left the open work: recovered, withdrawn, expired, or closed by a person; where each of them went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.statements import statement
from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import read

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import Visit

SIZE = 300
# By what the statement calls it: what is said, and what it means.
WAYS = {
    "recovered": ("Recovered", "The payer has allowed it since, or a person said so."),
    "withdrawn": ("Withdrawn", "A later remittance or a changed agreement made it right."),
    "expired": ("Expired", "The window closed."),
    "closed": ("Closed", "A person closed it, with a reason."),
}


def show_left(visit: Visit) -> Response:
    """The newest of them, of one way or of all, under the counts and dollars of every way."""
    why = visit.request.query_params.get("why") or None
    if why is not None and why not in WAYS:
        raise HTTPException(400, "There is no such list.")
    desk, review = visit.office.desk(), visit.office.review
    rows = desk.ask("worklist/left_queue", {"why": why, "size": SIZE})
    read(visit, rows, "listed")
    decided = json.dumps([row["dispute_id"] for row in rows if row["decided_by"] == "a person"])
    said = {row["subject"]: row for row in review.read(statement("review/status_days"), {"ids": decided})}
    counts = {row["why"]: row for row in desk.ask("worklist/left_counts")}
    return page(
        visit,
        "left.html",
        rows=[{**row, "said": said.get(row["dispute_id"])} for row in rows],
        counts=counts,
        ways=WAYS,
        why=why,
        total=sum(row["dispute_count"] for way, row in counts.items() if why in (None, way)),
        here="/left" + (f"?why={why}" if why else ""),
    )

"""The held page: payments, claims and lines that were held. A lead releases them; the next night applies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.review.events import Change
from warehouse.worklist.pages import page, redirect_back

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import RequestContext

MAX_ID_LENGTH = 120


def show_held(context: RequestContext) -> Response:
    """What is held, what was released and why, and the reader's findings."""
    snapshot = context.state.snapshot()
    decisions = context.state.review.decisions("held", "released")
    rows = [{**row, "decided": decisions.get(row["held_id"])} for row in snapshot.ask("held_by_dollars")]
    context.state.review.audit(context.who, "listed held", snapshot.path.stem)
    return page(
        context,
        "held.html",
        waiting=[row for row in rows if not _is_released(row)],
        released=[row for row in rows if _is_released(row)],
        findings=snapshot.ask("finding_kinds"),
        here="/held",
    )


def release(context: RequestContext) -> Response:
    """Release a held container, with the reason, or hold it again. The next night applies it."""
    held_id, version = context.sent("key"), context.sent("version")
    known = {row["held_id"] for row in context.state.snapshot().ask("held_by_dollars")}
    if held_id not in known or len(held_id) > MAX_ID_LENGTH or not (version or "0").isdigit():
        raise HTTPException(400, "There is no such entry. Reload the page.")
    fields = {"released": context.sent("released"), "reason": context.sent("reason")}
    action = context.state.review.act(context.who, [Change(held_id, fields, int(version or 0), kind="held")])
    return redirect_back(context, "released" if fields["released"] == "yes" else "held", 1, action.action_id)


def _is_released(row: dict[str, object]) -> bool:
    decided = row["decided"]
    return isinstance(decided, dict) and decided["decision"] == "yes"

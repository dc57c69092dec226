"""What was not accepted as it stands, with what a lead decided about it; the next night acts on that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.review.events import Change
from warehouse.worklist.pages import back, page

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.worklist.auth import Visit

LONGEST_ID = 120


def show_held(visit: Visit) -> Response:
    """What is held, what was released and why, and what the reader found odd."""
    desk = visit.office.desk()
    said = visit.office.review.decisions("held", "released")
    rows = [{**row, "said": said.get(row["held_id"])} for row in desk.ask("worklist/held")]
    visit.office.review.audit(visit.who, "listed held", desk.snapshot.stem)
    return page(
        visit,
        "held.html",
        waiting=[row for row in rows if not _is_released(row)],
        released=[row for row in rows if _is_released(row)],
        findings=desk.ask("worklist/findings"),
        here="/held",
    )


def release(visit: Visit) -> Response:
    """Release a held container, with the reason, or hold it again; from the next night on."""
    held_id, version = visit.sent("key"), visit.sent("version")
    known = {row["held_id"] for row in visit.office.desk().ask("worklist/held")}
    if held_id not in known or len(held_id) > LONGEST_ID or not (version or "0").isdigit():
        raise HTTPException(400, "There is no such container. Load the page again.")
    fields = {"released": visit.sent("released"), "reason": visit.sent("reason")}
    action = visit.office.review.act(visit.who, [Change(held_id, fields, int(version or 0), kind="held")])
    return back(visit, "released" if fields["released"] == "yes" else "held", 1, action.action_id)


def _is_released(row: dict[str, object]) -> bool:
    said = row["said"]
    return isinstance(said, dict) and said["decision"] == "yes"

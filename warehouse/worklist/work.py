"""What people do to disputes: status, assignee, batch, note, next action, for one or a selection; and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.review.events import Change
from warehouse.review.rules import FIELDS, NOTE, NotAllowedError
from warehouse.worklist.pages import back, page, said_done
from warehouse.worklist.queue_page import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from warehouse.worklist.auth import Visit

MOST_AT_ONCE = 5_000
# What a form may send with a status; sent empty, these are taken away.
WITH_STATUS = ("disputed_on", "reference", "channel", "closed_reason", "recovered_amount")


def selected(visit: Visit) -> dict[str, int]:
    """The disputes a form names, with the version that was on the screen: 'id' or 'id.version'."""
    chosen: dict[str, int] = {}
    for each in visit.sent_all("dispute"):
        dispute_id, _, version = each.partition(".")
        if not (dispute_id.isalnum() and len(dispute_id) <= 64 and (version or "0").isdigit() and len(version) < 16):
            raise HTTPException(400, "There is no such dispute.")
        chosen[dispute_id] = int(version or 0)
    if not chosen:
        raise NotAllowedError("Nothing is selected. Select rows with x, or open a claim.")
    if len(chosen) > MOST_AT_ONCE:
        raise NotAllowedError(f"That is too many at once: {MOST_AT_ONCE} at most.")
    return chosen


def act(visit: Visit) -> Response:
    """Keep what a form says about the disputes it names: all of it, or nothing with the reason."""
    chosen = selected(visit)
    known = {row["dispute_id"] for row in visit.office.desk().disputes(list(chosen))}
    # What left the queue can still be worked on, if someone had begun to.
    if unknown := [each for each in chosen if each not in known and not visit.office.review.standing(each)]:
        raise NotAllowedError(f"{len(unknown)} of these are not in the queue any more. Load the page again.")
    fields = _fields(visit)
    action = visit.office.review.act(visit.who, [Change(each, fields, seen) for each, seen in chosen.items()])
    visit.office.desk().follow()
    did = "noted" if set(fields) == {NOTE} else "kept"
    return _after(visit, action.subjects, did, action.action_id)


def undo(visit: Visit) -> Response:
    """Take back what one click did. One's own; a lead anyone's."""
    number = visit.sent("action")
    if not number.isdigit() or len(number) > 15:
        raise NotAllowedError("There is nothing to undo.")
    action = visit.office.review.undo(visit.who, int(number), anyones=visit.session.user.may("lead"))
    visit.office.desk().follow()
    return _after(visit, action.subjects, "undone", action.action_id)


def _fields(visit: Visit) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for name in (*FIELDS, NOTE):
        if name in visit.form:
            fields[name] = visit.sent(name)
    if "status" in fields:
        fields = {**dict.fromkeys(WITH_STATUS), **fields} if fields["status"] == "new" else fields
    elif set(fields) & set(WITH_STATUS):
        raise NotAllowedError("Say the status with it.")
    if not fields.get(NOTE, "x"):
        del fields[NOTE]
    if fields.get("assignee") and fields["assignee"] not in people(visit):
        raise NotAllowedError("There is nobody of that name who works disputes.")
    if not fields:
        raise NotAllowedError("There is nothing to keep.")
    return fields


def _after(visit: Visit, subjects: Sequence[str], did: str, action_id: int) -> Response:
    """The changed rows, put into the list where they are; or the page someone came from."""
    if visit.is_fragment:
        desk = visit.office.desk()
        rows = desk.disputes(subjects[:500])
        text = said_done(did, len(subjects))
        return page(visit, "_changed.html", rows=rows, action_id=action_id, here=visit.sent("back"), text=text)
    return back(visit, did, len(subjects), action_id)

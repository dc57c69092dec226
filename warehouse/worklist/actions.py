"""Changes to disputes: status, assignee, batch, note and next action, for one dispute or a selection; and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.review.events import Change
from warehouse.review.rules import FIELDS, NOTE, NotAllowedError
from warehouse.worklist.pages import flash_text, page, redirect_back
from warehouse.worklist.queue_page import assignable_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from warehouse.worklist.auth import RequestContext

MAX_SELECTED = 5_000
# The fields that a form sends only together with a status. The status "new" clears them.
WITH_STATUS = ("disputed_on", "answered_on", "reference", "channel", "closed_reason", "recovered_amount")


def selected(context: RequestContext) -> dict[str, int]:
    """The disputes of a form, sent as 'id' or 'id.version', with the version that was on the screen (0: none)."""
    chosen: dict[str, int] = {}
    for each in context.sent_all("dispute"):
        dispute_id, _, version = each.partition(".")
        if not (dispute_id.isalnum() and len(dispute_id) <= 64 and (version or "0").isdigit() and len(version) < 16):
            raise HTTPException(400, "There is no such dispute.")
        chosen[dispute_id] = int(version or 0)
    if not chosen:
        raise NotAllowedError("Nothing is selected. Select rows with x, or open a claim.")
    if len(chosen) > MAX_SELECTED:
        raise NotAllowedError(f"Too many disputes are selected: {MAX_SELECTED} at most.")
    return chosen


def act(context: RequestContext) -> Response:
    """Apply a form to the disputes it names: to all of them, or to none with the reason."""
    chosen = selected(context)
    known = {row["dispute_id"] for row in context.state.snapshot().disputes(list(chosen))}
    # A dispute that left the queue can still be changed if it was changed before.
    if unknown := [each for each in chosen if each not in known and not context.state.review.standing(each)]:
        raise NotAllowedError(f"{len(unknown)} of these are not in the queue any more. Reload the page.")
    fields = _fields(context)
    action = context.state.review.act(context.who, [Change(each, fields, seen) for each, seen in chosen.items()])
    context.state.snapshot().sync_review()
    did = "noted" if set(fields) == {NOTE} else "kept"
    return _response(context, action.subjects, did, action.action_id)


def undo(context: RequestContext) -> Response:
    """Undo one action: a poster's own, or for a lead anyone's."""
    number = context.sent("action")
    if not number.isdigit() or len(number) > 15:
        raise NotAllowedError("There is nothing to undo.")
    action = context.state.review.undo(context.who, int(number), anyones=context.session.user.may("lead"))
    context.state.snapshot().sync_review()
    return _response(context, action.subjects, "undone", action.action_id)


def _fields(context: RequestContext) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for name in (*FIELDS, NOTE):
        if name in context.form:
            fields[name] = context.sent(name)
    if "status" in fields:
        fields = {**dict.fromkeys(WITH_STATUS), **fields} if fields["status"] == "new" else fields
    elif set(fields) & set(WITH_STATUS):
        raise NotAllowedError("Set a status together with these fields.")
    if not fields.get(NOTE, "x"):
        del fields[NOTE]
    if fields.get("assignee") and fields["assignee"] not in assignable_users(context):
        raise NotAllowedError("Disputes cannot be assigned to a user of that name.")
    if not fields:
        raise NotAllowedError("There is nothing to save.")
    return fields


def _response(context: RequestContext, subjects: Sequence[str], did: str, action_id: int) -> Response:
    """The changed rows for HTMX to put into the list, or a redirect to the page the form names."""
    if context.is_fragment:
        snapshot = context.state.snapshot()
        rows = snapshot.disputes(subjects[:500])
        text = flash_text(did, len(subjects))
        return page(context, "_changed.html", rows=rows, action_id=action_id, here=context.sent("back"), text=text)
    return redirect_back(context, did, len(subjects), action_id)

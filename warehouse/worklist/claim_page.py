"""The claim page: why a claim is short, the calculation with its sources, the remittance, the work, the deadline."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from contracts.letters.excerpt import Remittance
from warehouse.archived import archived
from warehouse.worklist.pages import local_path, page
from warehouse.worklist.queue_page import assignable_users

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.queries import ClaimAnswer
    from warehouse.review.events import Row
    from warehouse.worklist.auth import RequestContext

GONE = {"superseded", "reversed"}
MAX_SEGMENTS = 500  # of one claim on the page


def show_claim(context: RequestContext) -> Response:
    """The claim of a dispute: open, expired, or one that left the queue."""
    dispute_id = context.request.path_params["dispute_id"]
    snapshot = context.state.snapshot()
    answers = snapshot.claim(dispute_id) if dispute_id.isalnum() else []
    if not answers:
        raise HTTPException(404, "There is no such claim in the published snapshot.")
    context.state.review.audit(context.who, "read claim", dispute_id)
    disputes = snapshot.disputes([dispute_id])
    current = [answer for answer in answers if any(line.line["state"] not in GONE for line in answer.lines)]
    return page(
        context,
        "claim.html",
        dispute_id=dispute_id,
        dispute=disputes[0] if disputes else None,
        state={"version": 0, "status": "new", "assignee": None, **context.state.review.standing(dispute_id)},
        answers=current or answers[-1:],
        history=answers[-1].history,
        who=_patient(answers),
        events=events(context, dispute_id),
        people=assignable_users(context),
        back=local_path(context.request.query_params.get("back", "/")),
        here=f"/claim/{dispute_id}",
    )


def show_segments(context: RequestContext) -> Response:
    """The segments that the payer sent, for every decision on the claim."""
    dispute_id = context.request.path_params["dispute_id"]
    if not context.sees_names:
        raise HTTPException(403, "Segments name the patient, and your user may not see names.")
    answers = context.state.snapshot().claim(dispute_id) if dispute_id.isalnum() else []
    if not answers:
        raise HTTPException(404, "There is no such claim in the published snapshot.")
    context.state.review.audit(context.who, "read segments", dispute_id)
    sent = []
    for answer in answers:
        claim = answer.claim
        content = archived(context.state.archive, claim["sha256"] or "")
        segments = () if content is None else Remittance(content).claim(claim["segment_number"])
        sent.append((claim["file_name"], [(each.number, each.raw) for each in segments[:MAX_SEGMENTS]]))
    return page(context, "_segments.html" if context.is_fragment else "segments.html", sent=sent, dispute_id=dispute_id)


def events(context: RequestContext, dispute_id: str) -> list[list[Row]]:
    """The events of the dispute by action: the newest action first, its events in the order they were made."""
    rows = context.state.review.history(dispute_id)
    return [list(reversed(list(action))) for _, action in groupby(rows, key=lambda row: row["action_id"])]


def _patient(answers: list[ClaimAnswer]) -> Row:
    line = next((line.line for answer in reversed(answers) for line in answer.lines), {})
    return {"patient_last": line.get("patient_last"), "patient_first": line.get("patient_first")}

"""One claim: why it is short, the arithmetic with its sources, what the payer sent, what was done, until when."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.worklist.pages import own_path, page
from warehouse.worklist.queue_page import people
from warehouse.worklist.segments import NotArchivedError, claim_segments

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.queries import ClaimAnswer
    from warehouse.review.events import Row
    from warehouse.worklist.auth import Visit

GONE = {"superseded", "reversed"}


def show_claim(visit: Visit) -> Response:
    """The claim of a dispute, open or expired; also one that was disputed and has left the queue since."""
    dispute_id = visit.request.path_params["dispute_id"]
    desk = visit.office.desk()
    answers = desk.claim(dispute_id) if dispute_id.isalnum() else []
    if not answers:
        raise HTTPException(404, "There is no such claim in the published snapshot.")
    visit.office.review.audit(visit.who, "read claim", dispute_id)
    disputes = desk.disputes([dispute_id])
    standing = [answer for answer in answers if any(line.line["state"] not in GONE for line in answer.lines)]
    return page(
        visit,
        "claim.html",
        dispute_id=dispute_id,
        dispute=disputes[0] if disputes else None,
        state={"version": 0, "status": "new", "assignee": None, **visit.office.review.standing(dispute_id)},
        answers=standing or answers[-1:],
        history=answers[-1].history,
        who=_patient(answers),
        events=events(visit, dispute_id),
        people=people(visit),
        back=own_path(visit.request.query_params.get("back", "/")),
        here=f"/claim/{dispute_id}",
    )


def show_segments(visit: Visit) -> Response:
    """What the payer sent for every decision on the claim, segment by segment."""
    dispute_id = visit.request.path_params["dispute_id"]
    if not visit.sees_names:
        raise HTTPException(403, "Segments name the patient; you may not see names.")
    answers = visit.office.desk().claim(dispute_id) if dispute_id.isalnum() else []
    if not answers:
        raise HTTPException(404, "There is no such claim in the published snapshot.")
    visit.office.review.audit(visit.who, "read segments", dispute_id)
    sent = []
    for answer in answers:
        claim = answer.claim
        try:
            found = claim_segments(visit.office.archive, claim["sha256"] or "", claim["segment_number"])
        except NotArchivedError:
            found = []
        sent.append((claim["file_name"], found))
    return page(visit, "_segments.html" if visit.is_fragment else "segments.html", sent=sent, dispute_id=dispute_id)


def events(visit: Visit, dispute_id: str) -> list[list[Row]]:
    """What was done, newest click first, each click with its events in the order in which they were made."""
    rows = visit.office.review.history(dispute_id)
    return [list(reversed(list(click))) for _, click in groupby(rows, key=lambda row: row["action_id"])]


def _patient(answers: list[ClaimAnswer]) -> Row:
    line = next((line.line for answer in reversed(answers) for line in answer.lines), {})
    return {"patient_last": line.get("patient_last"), "patient_first": line.get("patient_first")}

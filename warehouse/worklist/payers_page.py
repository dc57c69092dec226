"""The payers page: payers whose claims match no agreement, and agreements that may be entered wrong.

A lead names the agreement of a payer; the next night prices by it. A question about an entry is answered in its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.agreements.matching import question
from warehouse.review.decisions import NO_AGREEMENT
from warehouse.review.events import Change
from warehouse.review.rules import NotAllowedError
from warehouse.worklist.pages import page, redirect_back

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.review.events import Row
    from warehouse.worklist.auth import RequestContext
    from warehouse.worklist.snapshot import Snapshot


def show_payers(context: RequestContext) -> Response:
    """The payers without an agreement, and every answer, also those that are in effect already."""
    snapshot = context.state.snapshot()
    answers = context.state.review.decisions("payer", "agreement")
    questions = _questions(snapshot)
    return page(
        context,
        "payers.html",
        rows=[{**row, "decided": answers.get(key)} for key, row in questions.items()],
        answers=[{**row, "is_asked": key in questions} for key, row in answers.items()],
        agreements=snapshot.ask("agreements_on_file"),
        open_questions=snapshot.ask("night_questions"),
        here="/payers",
    )


def name_agreement(context: RequestContext) -> Response:
    """Save the agreement that a lead names, or remove the answer. The next night applies it."""
    key, agreement, version = context.sent("key"), context.sent("agreement"), context.sent("version")
    snapshot = context.state.snapshot()
    row = _questions(snapshot).get(key) or context.state.review.decisions("payer", "agreement").get(key)
    if row is None or not (version or "0").isdigit():
        raise NotAllowedError("This payer is not in the list any more. Reload the page.")
    if agreement and agreement not in {
        *(known["agreement_id"] for known in snapshot.ask("agreements_on_file")),
        NO_AGREEMENT,
    }:
        raise NotAllowedError("There is no such agreement.")
    fields = {
        "agreement": agreement,
        "reason": context.sent("reason"),
        "payer": row["payer"],
        "question": row["question"],
    }
    action = context.state.review.act(context.who, [Change(key, fields, int(version or 0), kind="payer")])
    return redirect_back(context, "mapped" if agreement else "unmapped", 1, action.action_id)


def _questions(snapshot: Snapshot) -> dict[str, Row]:
    rows = snapshot.ask("unmapped_payers")
    return {key: {**row, "key": key} for row in rows for key in (question(row["payer"], row["question"] or ""),)}

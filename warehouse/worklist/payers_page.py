"""Payers whose claims no agreement fits, each with a question; the next night prices by the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.agreements.matching import question
from warehouse.review.decisions import NO_AGREEMENT
from warehouse.review.events import Change
from warehouse.review.rules import NotAllowedError
from warehouse.worklist.pages import back, page

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.review.events import Row
    from warehouse.worklist.auth import Visit
    from warehouse.worklist.snapshot import Desk


def show_payers(visit: Visit) -> Response:
    """What is asked, and what was answered, also where the answer has taken effect and nothing is asked any more."""
    desk = visit.office.desk()
    said = visit.office.review.decisions("payer", "agreement")
    asked = _asked(desk)
    return page(
        visit,
        "payers.html",
        rows=[{**row, "said": said.get(key)} for key, row in asked.items()],
        answers=[{**row, "is_asked": key in asked} for key, row in said.items()],
        agreements=desk.ask("worklist/agreements"),
        here="/payers",
    )


def name_agreement(visit: Visit) -> Response:
    """Keep which agreement it is, or take the answer back; from the next night on."""
    key, agreement, version = visit.sent("key"), visit.sent("agreement"), visit.sent("version")
    desk = visit.office.desk()
    row = _asked(desk).get(key) or visit.office.review.decisions("payer", "agreement").get(key)
    if row is None or not (version or "0").isdigit():
        raise NotAllowedError("That question is not in the list any more. Load the page again.")
    if agreement and agreement not in {
        *(known["agreement_id"] for known in desk.ask("worklist/agreements")),
        NO_AGREEMENT,
    }:
        raise NotAllowedError("There is no such agreement.")
    fields = {
        "agreement": agreement,
        "reason": visit.sent("reason"),
        "payer": row["payer"],
        "question": row["question"],
    }
    action = visit.office.review.act(visit.who, [Change(key, fields, int(version or 0), kind="payer")])
    return back(visit, "mapped" if agreement else "unmapped", 1, action.action_id)


def _asked(desk: Desk) -> dict[str, Row]:
    rows = desk.ask("worklist/unmapped_payers")
    return {key: {**row, "key": key} for row in rows for key in (question(row["payer"], row["question"] or ""),)}

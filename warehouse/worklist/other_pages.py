"""The pages beside the queue: reminders, what was held, payers without an agreement, deposits, scorecard, night log."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from warehouse.review import Change
from warehouse.review_rules import NotAllowedError
from warehouse.worklist.pages import back, page
from warehouse.worklist.queue_page import read

if TYPE_CHECKING:
    from starlette.responses import Response

    from warehouse.review import Row
    from warehouse.worklist.gate import Visit

AHEAD = timedelta(days=7)
NOTHING_SAID: dict[str, str | None] = {"released": None, "reason": None, "agreement": None}


def show_reminders(visit: Visit) -> Response:
    """Disputes whose next action is due within a week, or was."""
    desk = visit.office.desk()
    rows = desk.ask("worklist/reminders", {"until": desk.today + AHEAD})
    read(visit, rows, "listed")
    return page(visit, "reminders.html", rows=rows, here="/reminders")


def held_key(row: Row) -> str:
    """Names a held container over the nights, without saying whose it is."""
    parts = (row["file_name"], row["container"], row["code"], row["segment_number"])
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:32]


def show_held(visit: Visit) -> Response:
    """What was not accepted as it stands, what a person said about it, and what the reader found odd."""
    desk = visit.office.desk()
    said = visit.office.review.states("held")
    rows = [{**row, "key": held_key(row)} for row in desk.ask("worklist/held")]
    rows = [{**row, "said": NOTHING_SAID | said.get(row["key"], {})} for row in rows]
    visit.office.review.audit(visit.who, "listed held")
    return page(
        visit,
        "held.html",
        waiting=[row for row in rows if row["said"].get("released") != "yes"],
        released=[row for row in rows if row["said"].get("released") == "yes"],
        findings=desk.ask("worklist/findings"),
        versions={key: visit.office.review.standing(key, "held").get("version", 0) for key in said},
        here="/held",
    )


def release(visit: Visit) -> Response:
    """Say that a held container is dealt with, and why; or hold it again."""
    key, reason = visit.sent("key"), visit.sent("reason")
    if not (key.isalnum() and len(key) == 32):
        raise HTTPException(400, "There is no such container.")
    is_released = visit.sent("released") == "yes"
    if is_released and not reason.strip():
        raise NotAllowedError("To release it, say why.")
    change = Change(key, {"released": "yes" if is_released else "no", "reason": reason}, kind="held")
    action = visit.office.review.act(visit.who, [change])
    return back(visit, "released", 1, action.action_id)


def show_payers(visit: Visit) -> Response:
    """Payers whose lines no agreement fits, each with the question which agreement it is."""
    desk = visit.office.desk()
    said = visit.office.review.states("payer")
    rows = [{**row, "key": _payer_key(row["payer"])} for row in desk.ask("worklist/unmapped_payers")]
    return page(
        visit,
        "payers.html",
        rows=[{**row, "said": NOTHING_SAID | said.get(row["key"], {})} for row in rows],
        agreements=desk.ask("worklist/agreements"),
        here="/payers",
    )


def name_agreement(visit: Visit) -> Response:
    """Keep which agreement a payer belongs to, for whoever writes the agreement file."""
    key, agreement = visit.sent("key"), visit.sent("agreement")
    desk = visit.office.desk()
    if key not in {_payer_key(row["payer"]) for row in desk.ask("worklist/unmapped_payers")}:
        raise NotAllowedError("That payer is not in the list any more. Load the page again.")
    known = {row["agreement_id"] for row in desk.ask("worklist/agreements")}
    if agreement and agreement not in {*known, "none"}:
        raise NotAllowedError("There is no such agreement.")
    change = Change(key, {"agreement": agreement, "reason": visit.sent("reason")}, kind="payer")
    action = visit.office.review.act(visit.who, [change])
    return back(visit, "mapped", 1, action.action_id)


def show_deposits(visit: Visit) -> Response:
    """Deposits and payments that found no partner; only where bank files are matched."""
    desk = visit.office.desk()
    if "deposit_match" not in desk.views:
        raise HTTPException(404, "No bank file has been matched in this workspace.")
    return page(visit, "deposits.html", rows=desk.ask("worklist/deposits"), here="/deposits")


def show_scorecard(visit: Visit) -> Response:
    """How well each payer pays each agreement, and what is short by cause."""
    desk = visit.office.desk()
    return page(
        visit,
        "scorecard.html",
        rows=desk.ask("worklist/scorecard"),
        causes=desk.ask("worklist/causes"),
        here="/scorecard",
    )


def show_nights(visit: Visit) -> Response:
    """Every file that arrived and what became of it."""
    return page(visit, "nights.html", rows=visit.office.desk().ask("worklist/nights"), here="/nights")


def _payer_key(payer: str | None) -> str:
    return sha256((payer or "").encode()).hexdigest()[:32]

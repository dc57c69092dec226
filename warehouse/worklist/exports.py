"""Downloads: the filtered queue as CSV, XLSX or a calendar of closing windows, and packets as PDF or ZIP."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from icalendar import Alarm, Calendar, Event
from starlette.exceptions import HTTPException
from starlette.responses import Response

from contracts.spreadsheet import EXCEL_MARK, csv_text, xlsx_bytes
from warehouse.clock import utc_now
from warehouse.review.rules import NotAllowedError
from warehouse.worklist import formats
from warehouse.worklist.actions import selected
from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import audit_rows, requested_filter

if TYPE_CHECKING:
    from warehouse.review.events import Row
    from warehouse.worklist.auth import RequestContext

MAX_ROWS = 200_000
MAX_EVENTS = 2_000
MAX_IN_PACKET = 200
# The columns of the export, and the columns of a dispute they come from. The patient is masked as on the page.
COLUMNS = {
    "deadline": "deadline", "days_left": "days", "window": "closing", "payer": "payer", "agreement": "agreement",
    "patient_control_number": "patient_control_number", "payer_control_number": "payer_control_number",
    "patient": "patient", "first_service_date": "first_service_date", "last_service_date": "last_service_date",
    "codes": "codes", "units": "units", "billed": "charge", "expected_allowed": "expected_allowed",
    "actual_allowed": "actual_allowed", "shortfall": "shortfall", "patient_share": "patient_share", "cause": "cause",
    "batch": "batch", "site": "site", "trace": "trace", "status": "status", "assignee": "assignee",
    "disputed_on": "disputed_on", "answered_on": "answered_on", "reference": "reference", "next_action": "next_action",
    "next_action_on": "next_action_on", "recovered_amount": "recovered_amount",
    "deadline_sentence": "deadline_sentence", "dispute_id": "dispute_id",
}  # fmt: skip
OPTIONAL = ("cause_sentence", "cause_confidence", "door", "expired_amount")


def export_csv(context: RequestContext) -> Response:
    """Every dispute that passes the filter, as CSV."""
    rows, columns = _export_rows(context)
    return _file((EXCEL_MARK + csv_text(rows, columns)).encode(), "text/csv; charset=utf-8", _name(context, "csv"))


def export_xlsx(context: RequestContext) -> Response:
    """Every dispute that passes the filter, as a workbook."""
    rows, columns = _export_rows(context)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(xlsx_bytes(rows, columns, "Disputes"), kind, _name(context, "xlsx"))


def export_calendar(context: RequestContext) -> Response:
    """The closing windows of the filtered queue: one all-day event for a day and agreement, without patients."""
    snapshot = context.state.snapshot()
    chosen, _ = requested_filter(context)
    rows = snapshot.full_rows(chosen, MAX_ROWS)
    audit_rows(context, rows, "exported calendar")
    days: dict[tuple[object, str], list[Row]] = {}
    for row in rows:
        if row["safe_deadline"] is not None:
            days.setdefault((row["safe_deadline"], row["agreement"]), []).append(row)
    calendar = Calendar()
    calendar.add("prodid", "-//shortpay//closing windows//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Dispute windows")
    for (day, agreement), due in sorted(days.items(), key=lambda each: each[0])[:MAX_EVENTS]:
        calendar.add_component(_event(day, agreement, due))
    return _file(calendar.to_ical(), "text/calendar; charset=utf-8", _name(context, "ics"))


def packet(context: RequestContext) -> Response:
    """The packet of the selected disputes, under the name that its maker gives it."""
    name, content = _packet(context, list(selected(context)), "made packet")
    kind = {"pdf": "application/pdf", "zip": "application/zip"}.get(name.rpartition(".")[2], "application/octet-stream")
    return _file(content, kind, name)


def show_packet(context: RequestContext) -> Response:
    """A preview of a claim's packet: the names of its files, and its notes."""
    dispute_id = context.request.path_params["dispute_id"]
    _, content = _packet(context, [dispute_id], "looked at packet")
    with ZipFile(BytesIO(content)) as files:
        names = [(each.filename, each.file_size) for each in files.infolist()]
        text = "\n\n".join(files.read(name).decode("utf-8", "replace") for name, _ in names if name.endswith(".txt"))
    return page(context, "packet.html", dispute_id=dispute_id, names=names, text=text)


def show_letter(context: RequestContext) -> Response:
    """The letter of a claim's packet, shown in the browser."""
    _, content = _packet(context, [context.request.path_params["dispute_id"]], "looked at packet")
    with ZipFile(BytesIO(content)) as files:
        letters = [name for name in files.namelist() if name.endswith(".pdf") and "/" not in name]
        if not letters:
            raise HTTPException(404, "The packet has no letter.")
        return Response(files.read(letters[0]), media_type="application/pdf")


def _packet(context: RequestContext, chosen: list[str], how: str) -> tuple[str, bytes]:
    if context.state.packets is None:
        raise NotAllowedError("This page cannot make packets. Run: shortpay packet CLAIM")
    if not context.sees_names:
        raise HTTPException(403, "A packet names the patient, and your user may not see names.")
    if len(chosen) > MAX_IN_PACKET:
        raise NotAllowedError(f"A packet holds {MAX_IN_PACKET} disputes at most.")
    context.state.review.audit(context.who, how, " ".join(chosen))
    try:
        return context.state.packets(chosen)
    except ValueError as error:
        raise NotAllowedError(str(error)) from None


def _event(day: object, agreement: str, due: list[Row]) -> Event:
    event = Event()
    total = formats.dollars(sum((row["shortfall"] for row in due[1:]), start=due[0]["shortfall"]))
    number = f"{len(due)} dispute{'' if len(due) == 1 else 's'}"
    event.add("uid", f"{day}-{agreement}@shortpay")
    event.add("dtstamp", utc_now())
    event.add("dtstart", day)
    event.add("summary", f"{number} of {agreement} close: ${total}")
    event.add("description", "The last day that is in time under every reading of the window.")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{number} of {agreement} close in a week")
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event


def _export_rows(context: RequestContext) -> tuple[list[Row], list[str]]:
    snapshot = context.state.snapshot()
    chosen, _ = requested_filter(context)
    rows = snapshot.full_rows(chosen, MAX_ROWS)
    audit_rows(context, rows, "exported")
    optional = [name for name in OPTIONAL if rows and name in rows[0]]
    named = COLUMNS | dict(zip(optional, optional, strict=True))
    exported = []
    for row in rows:
        shown = {**row, "patient": formats.patient(row, sees_names=context.sees_names)}
        exported.append({name: shown[source] for name, source in named.items()})
    return exported, list(named)


def _name(context: RequestContext, ending: str) -> str:
    return f"disputes-{context.state.snapshot().as_of}.{ending}"


def _file(content: bytes, kind: str, name: str) -> Response:
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name).lstrip(".") or "file"
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{safe[:120]}"'})

"""Out of the page: the list that is shown as CSV and XLSX, its closing windows as a calendar, packets as PDF or ZIP."""

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
from warehouse.worklist import words
from warehouse.worklist.pages import page
from warehouse.worklist.queue_page import asked, read
from warehouse.worklist.work import selected

if TYPE_CHECKING:
    from warehouse.review.events import Row
    from warehouse.worklist.auth import Visit

MOST = 200_000
MOST_IN_CALENDAR = 2_000
MOST_IN_PACKET = 200
# Names of the list's columns and where they come from; patient is masked like on the page.
COLUMNS = {
    "deadline": "deadline", "days_left": "days", "window": "closing", "payer": "payer", "agreement": "agreement",
    "patient_control_number": "patient_control_number", "payer_control_number": "payer_control_number",
    "patient": "patient", "first_service_date": "first_service_date", "last_service_date": "last_service_date",
    "codes": "codes", "units": "units", "billed": "charge", "expected_allowed": "expected_allowed",
    "actual_allowed": "actual_allowed", "shortfall": "shortfall", "patient_share": "patient_share", "cause": "cause",
    "batch": "batch", "site": "site", "trace": "trace", "status": "status", "assignee": "assignee",
    "disputed_on": "disputed_on", "reference": "reference", "next_action": "next_action",
    "next_action_on": "next_action_on", "recovered_amount": "recovered_amount",
    "deadline_sentence": "deadline_sentence", "dispute_id": "dispute_id",
}  # fmt: skip
OPTIONAL = ("cause_sentence", "cause_confidence")


def export_csv(visit: Visit) -> Response:
    """The list that is shown, all of it."""
    rows, columns = _listed(visit)
    return _file((EXCEL_MARK + csv_text(rows, columns)).encode(), "text/csv; charset=utf-8", _name(visit, "csv"))


def export_xlsx(visit: Visit) -> Response:
    """The list that is shown, all of it, as a workbook."""
    rows, columns = _listed(visit)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(xlsx_bytes(rows, columns, "Disputes"), kind, _name(visit, "xlsx"))


def export_calendar(visit: Visit) -> Response:
    """Closing windows of the list that is shown, one all-day event for each day and agreement; it names no patient."""
    desk = visit.office.desk()
    chosen, _ = asked(visit)
    rows = desk.whole(chosen, MOST)
    read(visit, rows, "exported calendar")
    days: dict[tuple[object, str], list[Row]] = {}
    for row in rows:
        if row["safe_deadline"] is not None:
            days.setdefault((row["safe_deadline"], row["agreement"]), []).append(row)
    calendar = Calendar()
    calendar.add("prodid", "-//shortpay//closing windows//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Dispute windows")
    for (day, agreement), due in sorted(days.items(), key=lambda each: each[0])[:MOST_IN_CALENDAR]:
        calendar.add_component(_event(day, agreement, due))
    return _file(calendar.to_ical(), "text/calendar; charset=utf-8", _name(visit, "ics"))


def packet(visit: Visit) -> Response:
    """What is sent to the payer for the selected disputes, as its maker names it."""
    name, content = _packet(visit, list(selected(visit)), "made packet")
    kind = {"pdf": "application/pdf", "zip": "application/zip"}.get(name.rpartition(".")[2], "application/octet-stream")
    return _file(content, kind, name)


def show_packet(visit: Visit) -> Response:
    """What the packet of a claim would hold, before it is made."""
    dispute_id = visit.request.path_params["dispute_id"]
    _, content = _packet(visit, [dispute_id], "looked at packet")
    with ZipFile(BytesIO(content)) as files:
        names = [(each.filename, each.file_size) for each in files.infolist()]
        text = "\n\n".join(files.read(name).decode("utf-8", "replace") for name, _ in names if name.endswith(".txt"))
    return page(visit, "packet.html", dispute_id=dispute_id, names=names, text=text)


def show_letter(visit: Visit) -> Response:
    """The letter of a claim's packet, to be read in the browser."""
    _, content = _packet(visit, [visit.request.path_params["dispute_id"]], "looked at packet")
    with ZipFile(BytesIO(content)) as files:
        letters = [name for name in files.namelist() if name.endswith(".pdf") and "/" not in name]
        if not letters:
            raise HTTPException(404, "The packet has no letter.")
        return Response(files.read(letters[0]), media_type="application/pdf")


def _packet(visit: Visit, chosen: list[str], how: str) -> tuple[str, bytes]:
    if visit.office.packets is None:
        raise NotAllowedError("Packets are not set up on this page. Use: shortpay packet CLAIM")
    if not visit.sees_names:
        raise HTTPException(403, "A packet names the patient; you may not see names.")
    if len(chosen) > MOST_IN_PACKET:
        raise NotAllowedError(f"{MOST_IN_PACKET} disputes at most go into one packet.")
    visit.office.review.audit(visit.who, how, " ".join(chosen))
    try:
        return visit.office.packets(chosen)
    except ValueError as error:
        raise NotAllowedError(str(error)) from None


def _event(day: object, agreement: str, due: list[Row]) -> Event:
    event = Event()
    total = words.dollars(sum((row["shortfall"] for row in due[1:]), start=due[0]["shortfall"]))
    number = f"{len(due)} dispute{'' if len(due) == 1 else 's'}"
    event.add("uid", f"{day}-{agreement}@shortpay")
    event.add("dtstamp", utc_now())
    event.add("dtstart", day)
    event.add("summary", f"{number} of {agreement} close: ${total}")
    event.add("description", "Last day that is in time under any reading of the window.")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{number} of {agreement} close in a week")
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event


def _listed(visit: Visit) -> tuple[list[Row], list[str]]:
    desk = visit.office.desk()
    chosen, _ = asked(visit)
    rows = desk.whole(chosen, MOST)
    read(visit, rows, "exported")
    optional = [name for name in OPTIONAL if rows and name in rows[0]]
    named = COLUMNS | dict(zip(optional, optional, strict=True))
    listed = []
    for row in rows:
        shown = {**row, "patient": words.patient(row, sees_names=visit.sees_names)}
        listed.append({name: shown[source] for name, source in named.items()})
    return listed, list(named)


def _name(visit: Visit, ending: str) -> str:
    return f"disputes-{visit.office.desk().as_of}.{ending}"


def _file(content: bytes, kind: str, name: str) -> Response:
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name).lstrip(".") or "file"
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{safe[:120]}"'})

"""Every route that shows patient data writes to the audit log; every route is listed here."""

import pytest

from tests.warehouse.conftest import AS_OF
from tests.worklist.people import PASSWORD, Person
from warehouse.queries import open_published, queue
from warehouse.worklist.app import ROUTES

# The entry of the audit log for each route that shows patient data; it also names the dispute.
READS = {
    ("GET", "/"): "listed",
    ("GET", "/claim/{dispute_id}"): "read claim",
    ("GET", "/claim/{dispute_id}/segments"): "read segments",
    ("GET", "/claim/{dispute_id}/packet"): "looked at packet",
    ("GET", "/claim/{dispute_id}/letter"): "looked at packet",
    ("GET", "/reminders"): "listed",
    ("GET", "/left"): "listed",
    ("GET", "/disputes.csv"): "exported",
    ("GET", "/disputes.xlsx"): "exported",
    ("GET", "/disputes.ics"): "exported calendar",
    ("POST", "/packet"): "made packet",
}
# This page shows claims without disputes: its entry names the snapshot.
NAMELESS = {("GET", "/held"): "listed held"}
# These routes write to the event log instead.
EVENTS = {("POST", "/act"), ("POST", "/undo"), ("POST", "/held"), ("POST", "/payers")}
# These routes show no patient data.
SILENT = {
    ("GET", path) for path in ("/payers", "/deposits", "/scorecard", "/nights", "/users", "/password")
} | {("POST", path) for path in ("/find", "/filters", "/users", "/password", "/sign-out")}  # fmt: skip


def test_every_route_is_listed_here() -> None:
    assert {(route.method, route.path) for route in ROUTES} == {*READS, *NAMELESS, *EVENTS, *SILENT}


@pytest.fixture
def ada(app_state) -> Person:
    app_state.users.add("ada", PASSWORD, "admin")
    return Person(app_state, "ada")


def test_every_look_at_a_patient_is_on_record(ada, app_state) -> None:
    with open_published(app_state.data_dir) as con:
        dispute = queue(con)[0]
    dispute_id = dispute["dispute_id"]
    ada.post("/act", dispute=dispute_id, next_action="Call", next_action_on=AS_OF.isoformat())
    for (method, path), what in {**READS, **NAMELESS}.items():
        if path == "/left":
            version = app_state.review.standing(dispute_id)["version"]
            ada.post("/act", dispute=f"{dispute_id}.{version}", status="closed", closed_reason="small")
        before = app_state.review.read("select coalesce(max(audit_id), 0) as last from audit")[0]["last"]
        where = path.replace("{dispute_id}", dispute_id) + ("?status=all" if path.startswith("/disputes.") else "")
        answer = ada.get(where) if method == "GET" else ada.post(where, dispute=dispute_id)
        assert answer.status_code == 200, where
        written = app_state.review.read("select who, what, subject from audit where audit_id > :last", {"last": before})
        assert [(row["who"], row["what"]) for row in written] == [("ada", what)], where
        if (method, path) in READS:
            assert dispute_id in written[0]["subject"].split(), where


def test_a_search_is_on_record_by_whom_it_found(ada, app_state) -> None:
    with open_published(app_state.data_dir) as con:
        dispute = queue(con)[0]
    where = ada.post("/find", search=dispute["patient_control_number"], back="/").headers["location"]
    ada.get(where)
    last = app_state.review.read("select what, subject from audit order by audit_id desc limit 1")[0]
    assert last == {"what": "listed", "subject": dispute["dispute_id"]}


def test_a_change_is_an_event_of_its_user(ada, app_state) -> None:
    first = ada.rows()[0]
    ada.client.post(
        "/act", data={"csrf": ada.csrf, "dispute": first, "assignee": "ada"}, headers={"hx-request": "true"}
    )
    [event] = app_state.review.history(first.split(".")[0])
    assert (event["who"], event["field"]) == ("ada", "assignee")


def test_the_other_pages_show_no_patient(ada, app_state) -> None:
    with open_published(app_state.data_dir) as con:
        names = con.execute("select distinct patient_last, patient_control_number from dispute_queue").fetchall()
    for method, path in SILENT:
        if method == "GET":
            page = ada.get(path).text
            assert [word for row in names for word in row if word and word in page] == [], path

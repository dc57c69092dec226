"""Changes to disputes: one, many, undone, in conflict; and how they appear in the next snapshot."""

import re

from tests.warehouse.conftest import AS_OF, spend_night
from warehouse.queries import open_published
from warehouse.review.export import refresh_snapshot


def test_a_status_is_set_seen_by_everyone_and_undone(enter, app_state) -> None:
    mia, noa = enter("mia"), enter("noa")
    first = mia.rows()[0]
    answer = mia.post(
        "/act", dispute=first, status="disputed", disputed_on="2026-11-20", channel="portal", reference="R1"
    )
    assert answer.status_code == 303
    assert re.search(r'class="status disputed">Disputed', noa.get("/").text)
    action = re.search(r"action=(\d+)", answer.headers["location"])[1]
    assert "1 dispute changed" in mia.get(answer.headers["location"]).text
    assert mia.post("/undo", action=action).status_code == 303
    assert not re.search(r'class="status disputed"', noa.get("/").text)


def test_the_day_of_the_payers_answer_is_kept_with_the_status(enter, app_state) -> None:
    mia = enter("mia")
    first = mia.rows()[0]
    assert "Answered on" in mia.get("/").text
    answer = mia.post("/act", dispute=first, status="denied_by_payer", answered_on="2026-11-10")
    assert answer.status_code == 303
    page = mia.get(f"/claim/{first.split('.')[0]}").text
    assert "Nov 10, 2026" in page
    late = mia.post("/act", dispute=mia.rows()[0], status="denied_by_payer", answered_on="November 10")
    assert late.status_code == 422
    assert "The answered on is no date" in late.text


def test_many_at_once_come_back_as_changed_rows(enter, app_state) -> None:
    lea = enter("lea")
    chosen = lea.rows()[:10]
    answer = lea.client.post(
        "/act", data={"csrf": lea.csrf, "dispute": chosen, "assignee": "mia"}, headers={"hx-request": "true"}
    )
    assert answer.text.count("hx-swap-oob") == 10
    assert "10 disputes changed" in answer.text
    assert len(lea.rows("/?assignee=mia")) == 10
    assert len({each.split(".")[1] for each in lea.rows("/?assignee=mia")} & {"0"}) == 0


def test_the_second_poster_reads_who_changed_it_first(enter, app_state) -> None:
    mia, noa = enter("mia"), enter("noa")
    first = mia.rows()[0]
    assert mia.post("/act", dispute=first, status="reviewing").status_code == 303
    late = noa.post("/act", dispute=first, status="escalated")
    assert late.status_code == 409
    assert "mia changed this while you had it open" in late.text
    assert "Reviewing" in late.text
    fresh = noa.rows()[0]
    assert noa.post("/act", dispute=fresh, status="escalated").status_code == 303


def test_what_is_missing_is_asked_for(enter) -> None:
    mia = enter("mia")
    first = mia.rows()[0]
    for fields, said in (
        ({"status": "disputed"}, "disputed on"),
        ({"status": "closed"}, "closed reason"),
        ({"assignee": "nobody-known"}, "a user of that name"),
        ({"reference": "R1"}, "Set a status together"),
    ):
        answer = mia.post("/act", dispute=first, **fields)
        assert answer.status_code == 422
        assert said in answer.text
    assert mia.post("/act", status="reviewing").status_code == 422


def test_closed_work_leaves_the_open_queue_and_comes_back(enter) -> None:
    mia = enter("mia")
    first, *others = mia.rows()
    mia.post("/act", dispute=first, status="closed", closed_reason="Too small to dispute")
    assert mia.rows() == others
    assert len(mia.rows("/?status=closed")) == 1
    assert len(mia.rows("/?status=all")) == len(others) + 1


def test_a_reminder_is_listed_when_it_is_due(enter) -> None:
    mia = enter("mia")
    first, second = mia.rows()[:2]
    mia.post("/act", dispute=first, next_action="Call back", next_action_on=AS_OF.isoformat())
    mia.post("/act", dispute=second, next_action="Later", next_action_on="2099-01-01")
    page = mia.get("/reminders").text
    assert "Call back" in page
    assert "Later" not in page


def test_a_held_container_is_released_with_a_reason_by_a_lead(enter) -> None:
    lea, mia = enter("lea"), enter("mia")
    key = re.search(r'name="key" value="([^"]+)"', lea.get("/held").text)[1]
    assert mia.post("/held", key=key, released="yes", reason="x").status_code == 403
    assert lea.post("/held", key=key, released="yes", reason="").status_code == 422
    assert lea.post("/held", key=key, released="maybe", reason="x").status_code == 422
    assert lea.post("/held", key="0" * 32, released="yes", reason="x").status_code == 400
    answer = lea.post("/held", key=key, released="yes", reason="Posted by hand")
    page = lea.get("/held").text
    assert "Posted by hand" in page
    assert "takes effect with the next night" in page
    late = lea.post("/held", key=key, released="no", reason="", version="0")
    assert late.status_code == 409
    action = re.search(r"action=(\d+)", answer.headers["location"])[1]
    lea.post("/undo", action=action)
    assert "Posted by hand" not in lea.get("/held").text


def test_a_payer_is_named_by_a_lead_prices_the_next_night_and_is_taken_back(enter, app_state, space) -> None:
    lea, mia = enter("lea"), enter("mia")
    page = lea.get("/payers").text
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    agreement = re.search(r'<option value="(\w+)">(?!None)', page.partition(key)[2])[1]
    assert mia.post("/payers", key=key, agreement=agreement).status_code == 403
    assert lea.post("/payers", key=key, agreement="no_such").status_code == 422
    assert lea.post("/payers", key="0" * 32, agreement=agreement).status_code == 422
    assert lea.post("/payers", key=key, agreement=agreement, reason="Asked them").status_code == 303
    assert "takes effect with the next night" in lea.get("/payers").text
    spend_night(space.root)
    app_state.reload()
    page = lea.get("/payers").text
    assert "in effect" in page
    assert f'id="which-{key}"' not in page
    version = re.search(rf'value="{key}"><input type="hidden" name="version" value="(\d+)"', page)[1]
    assert lea.post("/payers", key=key, agreement="", version=version).status_code == 303
    spend_night(space.root)
    app_state.reload()
    assert f'id="which-{key}"' in lea.get("/payers").text


def test_statuses_survive_the_night_and_are_in_its_snapshot(enter, app_state, space) -> None:
    mia = enter("mia")
    first = mia.rows()[0]
    dispute_id = first.split(".")[0]
    mia.post("/act", dispute=first, status="reviewing", assignee="mia", note="Called.")
    spend_night(space.root)
    with open_published(space.data) as con:
        found = con.execute("select status, assignee from dispute_queue where dispute_id = ?", [dispute_id]).fetchall()
        events = con.execute(
            "select field, who, exported_at is not null from review_event order by event_id"
        ).fetchall()
    assert found == [("reviewing", "mia")]
    assert events == [("status", "mia", True), ("assignee", "mia", True), ("note", "mia", True)]
    app_state.reload()
    assert "Reviewing" in mia.get(f"/claim/{dispute_id}").text


def test_between_nights_a_fresh_copy_of_the_snapshot_carries_the_review_state(enter, app_state, space) -> None:
    mia = enter("mia")
    before = (space.data / "current.duckdb").resolve()
    for number in range(4):
        mia.post("/act", dispute=mia.rows()[0], note=f"note {number}")
        assert refresh_snapshot(space.data) is not None
    with open_published(space.data) as con:
        assert con.execute("select count(*) from review_event").fetchall() == [(4,)]
    assert before.exists(), "the night's own snapshot stays"
    assert len(list(before.parent.glob("*_*.duckdb"))) == 2
    laid = app_state.snapshot()
    assert app_state.reload() is laid, "the page knows it all already and lays out nothing anew"
    spend_night(space.root)
    assert "_" not in (space.data / "current.duckdb").resolve().name


def test_a_refresh_never_replaces_a_newer_night(space, app_state, monkeypatch) -> None:
    import warehouse.review.export as export

    load = export.load_review

    def slow(con, path):
        monkeypatch.setattr(export, "load_review", load)  # the night brings it in, too
        spend_night(space.root)
        return load(con, path)

    monkeypatch.setattr(export, "load_review", slow)
    assert export.refresh_snapshot(space.data) is None
    assert "_" not in (space.data / "current.duckdb").resolve().name

"""The pages: the queue in order, a claim with its calculation, finished disputes."""

import re
from decimal import Decimal

import duckdb
import pytest

from warehouse.publish import publish
from warehouse.queries import open_published, queue

PAGES = ("/", "/reminders", "/left", "/held", "/payers", "/scorecard", "/nights", "/deposits", "/password")


def test_the_queue_is_the_published_queue_in_its_order(enter, app_state) -> None:
    mia = enter("mia")
    with open_published(app_state.data_dir) as con:
        disputes = queue(con)
    firm = [row["dispute_id"] for row in disputes if not row["window_is_assumed"]]
    shown = [each.split(".")[0] for each in mia.rows()]
    assert [each for each in shown if each in firm] == firm[: len(shown)]
    assert set(shown) == {row["dispute_id"] for row in disputes}
    page = mia.get("/").text
    assert f"<strong>{len(disputes)}</strong> dispute" in page
    assert f"${sum(row['shortfall'] for row in disputes):,.2f}" in page


def test_pages_follow_each_other_without_gap_or_repeat(enter, monkeypatch) -> None:
    monkeypatch.setattr("warehouse.worklist.queue_page.SIZE", 7)
    mia = enter("mia")
    for sort in ("deadline", "-shortfall", "patient"):
        seen, path = [], f"/?sort={sort}"
        while path:
            page = mia.get(path, headers={"hx-request": "true"}).text
            seen += re.findall(r'data-dispute="(\w+)', page)
            more = re.search(r'hx-get="([^"]+after=[^"]+)"', page)
            path = more[1].replace("&amp;", "&") if more else None
        assert len(seen) == len(set(seen)) > 14


def test_a_claim_shows_why_how_until_when_and_what_was_sent(enter, app_state) -> None:
    mia = enter("mia")
    with open_published(app_state.data_dir) as con:
        dispute = queue(con)[0]
        steps = con.execute(
            "select s.text, s.source from expectation_step as s join line_review as l using (situation_id) "
            "where l.claim_id = ? and l.variance > 0 and s.line_in_situation = l.line_in_situation",
            [dispute["claim_id"]],
        ).fetchall()
    page = mia.get(f"/claim/{dispute['dispute_id']}").text
    plain = page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    assert f"{dispute['shortfall']:,.2f}" in page
    assert dispute["deadline_sentence"] in plain
    assert steps
    for text, source in steps:
        assert text in plain
        assert source in plain
    segments = mia.get(f"/claim/{dispute['dispute_id']}/segments").text
    assert f"CLP*{dispute['patient_control_number']}*" in segments


def test_segments_are_shown_only_from_the_bytes_that_were_archived(enter, app_state, space) -> None:
    mia = enter("mia")
    dispute_id = mia.rows()[0].split(".")[0]
    with open_published(app_state.data_dir) as con:
        (sha256,) = con.execute(
            "select distinct sha256 from file_log join claim_history using (file_name) where chain_id = ?", [dispute_id]
        ).fetchone()
    path = space.archive / sha256[:2] / sha256
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"CLP*", b"CLP*X"))
    page = mia.get(f"/claim/{dispute_id}/segments").text
    assert "This file is not in the archive." in page
    assert "CLP*" not in page


def test_filters_narrow_and_the_totals_follow(enter) -> None:
    mia = enter("mia")
    everything = mia.rows()
    page = mia.get("/").text
    payer = re.search(r'<select id="f-payer".*?<option value="([^"]+)">', page, re.DOTALL)[1]
    some = mia.rows(f"/?payer={payer.replace(' ', '+')}")
    assert 0 < len(some) < len(everything)
    assert mia.rows("/?least=99999") == []
    assert "Nothing matches" in mia.get("/?least=99999").text
    assert len(mia.rows("/?least=5")) + len(mia.rows("/?most=4.99")) == len(everything)


def test_a_search_finds_a_claim_and_is_in_no_url(enter, app_state) -> None:
    mia = enter("mia")
    with open_published(app_state.data_dir) as con:
        dispute = queue(con)[3]
    for text in (dispute["patient_control_number"], f"{dispute['patient_last']}, {dispute['patient_first']}".title()):
        answer = mia.post("/find", search=text, back="/")
        where = answer.headers["location"]
        assert text.lower() not in where.lower()
        assert dispute["dispute_id"] in " ".join(mia.rows(where))
    assert "expired" in enter("noa").get(where).text, "a search is the searcher's own"


def test_a_viewer_sees_amounts_but_no_names(enter, app_state) -> None:
    vic = enter("vic")
    with open_published(app_state.data_dir) as con:
        dispute = queue(con)[0]
    for path in ("/", f"/claim/{dispute['dispute_id']}", "/disputes.csv"):
        page = vic.get(path).text
        assert dispute["patient_last"] not in page
        assert f"{dispute['shortfall']:,.2f}" in page
    assert vic.get(f"/claim/{dispute['dispute_id']}/segments").status_code == 403
    where = vic.post("/find", search=dispute["patient_last"], back="/").headers["location"]
    assert vic.rows(where) == [], "a viewer does not search by name"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_one_heading_and_labelled_fields(enter, path) -> None:
    page = enter("lea").get(path)
    assert page.status_code == 200
    assert len(re.findall(r"<h1", page.text)) == 1
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page.text))
    fields = re.findall(
        r"<(?:select|textarea|input(?![^>]*type=\"(?:hidden|checkbox)\"))[^>]*\bid=\"([^\"]+)\"", page.text
    )
    assert set(fields) <= labelled


def test_the_scorecard_adds_up_to_the_published_one(enter, app_state) -> None:
    page = enter("mia").get("/scorecard").text
    with open_published(app_state.data_dir) as con:
        amounts = con.execute("select short_amount from payer_scorecard where agreement is not null").fetchall()
    assert all(f"{Decimal(amount):,.2f}" in page for (amount,) in amounts)
    assert page.count("<svg") >= len(amounts)


def test_what_is_done_is_listed_with_how_it_ended(enter, app_state, space) -> None:
    mia = enter("mia")
    closed, paid, *_ = (each.split(".")[0] for each in mia.rows())
    expired = len(mia.rows("/?window=expired"))
    mia.post("/act", dispute=closed, status="closed", closed_reason="Too small to dispute")
    with duckdb.connect(str(space.working_database)) as con:
        con.execute(
            "update store.dispute_ledger set state = 'recovered', outstanding = 0, recovered_amount = opened_amount, "
            "withdrawn_amount = 0 where dispute_id = ?",
            [paid],
        )
        con.execute("delete from derived.batched_dispute where dispute_id = ?", [paid])
        number, back = con.execute(
            "select patient_control_number, recovered_amount from claim_history join dispute_history "
            "on chain_id = dispute_id where chain_id = ?",
            [paid],
        ).fetchone()
    publish(space.working_database, space.data)
    app_state.reload()
    page = mia.get("/left").text
    assert "Too small to dispute" in page
    assert page.count('class="status expired"') == expired > 0
    page = mia.get("/left?why=recovered").text
    assert number in page
    assert f"{back:,.2f}" in page
    assert "Too small to dispute" not in page
    assert mia.get("/left?why=x").status_code == 400


def test_reading_is_on_record(enter, app_state) -> None:
    mia = enter("mia")
    dispute_id = mia.rows()[0].split(".")[0]
    mia.get(f"/claim/{dispute_id}")
    log = app_state.review.read("select who, what, subject from audit order by audit_id")
    assert {"who": "mia", "what": "read claim", "subject": dispute_id} in log
    assert any(row["what"] == "listed" and dispute_id in row["subject"] for row in log)

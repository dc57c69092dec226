"""Concurrency and failures: a night publishes while the page serves, a night fails, a process is killed."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPException
from pathlib import Path

import duckdb
import pytest

from contracts.problems import Problems
from flows.errors import failed_night_noted
from tests.bench.bench_worklist import SERVE, Poster, wait_for
from tests.warehouse.conftest import AS_OF, spend_night
from tests.worklist.people import PASSWORD
from warehouse.publish import publish
from warehouse.queries import open_published
from warehouse.review.events import Review, rebuilt
from warehouse.review.users import Users

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from warehouse.review.events import Change, Review
review = Review(Path(sys.argv[1]))
for number in range(100_000):
    subject = f"{number % 7:032x}"
    action = review.act("mia", [Change(subject, {"note": f"note {number}", "next_action": f"call {number}"})])
    print(action.action_id, number, flush=True)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from flows.night import one_night
with one_night(Path(sys.argv[1]), None) as night:
    night.receive()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_page_follows_a_new_snapshot_without_a_restart(enter, app_state, space) -> None:
    mia = enter("mia")
    before = app_state.snapshot().path
    count = len(mia.rows())
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("delete from derived.batched_dispute where rank > 3")
    publish(space.working_database, space.data)
    app_state.reload()
    assert app_state.snapshot().path != before
    assert len(mia.rows()) < count


def test_no_page_is_torn_while_nights_publish(enter, app_state, space) -> None:
    """Each snapshot has a single payer name; a page must never show two."""
    people = [enter(name) for name in ("mia", "noa")]
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("update derived.batched_dispute set payer = 'NIGHT 0'")
    publish(space.working_database, space.data)
    app_state.reload()
    stop, torn, pages = threading.Event(), [], []

    def read(person) -> None:
        while not stop.is_set():
            page = person.get("/").text
            nights = {f"NIGHT {n}" for n in range(5) if f"NIGHT {n} <small>" in page}
            pages.append(1)
            if len(nights) != 1:
                torn.append(nights)

    def analyse() -> None:
        while not stop.is_set():
            with open_published(space.data) as con:
                if con.execute("select count(distinct payer) from dispute_queue").fetchall() != [(1,)]:
                    torn.append("analyst")

    threads = [threading.Thread(target=read, args=[person]) for person in people] + [threading.Thread(target=analyse)]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        with duckdb.connect(str(space.working_database)) as con:
            con.execute("update derived.batched_dispute set payer = ?", [f"NIGHT {number}"])
        publish(space.working_database, space.data)
        app_state.reload()
        time.sleep(0.4)
    stop.set()
    for thread in threads:
        thread.join()
    assert torn == []
    assert len(pages) > 4
    assert "NIGHT 4" in people[0].get("/").text


def test_a_failed_night_leaves_yesterday_and_says_so(enter, app_state, space) -> None:
    mia = enter("mia")
    rows = mia.rows()
    assert "failed" not in mia.get("/").text
    agreement = next((space.root / "agreements").iterdir())
    kept = agreement.read_text()
    agreement.write_text(kept + "\nno_such_key = 1\n")
    with pytest.raises(Problems), failed_night_noted(space.failed_night_file):
        spend_night(space.root)
    page = mia.get("/").text
    assert 'role="alert"' in page
    assert "failed" in page
    assert "no_such_key" in page, "a plain problem is told, so that someone puts it right"
    agreement.write_text(kept)
    assert mia.rows() == rows
    spend_night(space.root)
    app_state.reload()
    assert "failed" not in mia.get("/").text


def test_a_killed_night_leaves_yesterday_and_says_so(enter, app_state, space) -> None:
    mia = enter("mia")
    rows = mia.rows()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(space.root)], cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    page = mia.get("/").text
    assert 'role="alert"' in page
    assert re.search(r"A night began on 20\d\d-\d\d-\d\d at \d\d:\d\d and did not finish", page)
    assert "Nothing was lost" in page
    assert mia.rows() == rows
    spend_night(space.root)
    app_state.reload()
    assert "did not finish" not in mia.get("/").text


def test_after_an_upgrade_the_page_waits_for_the_next_night(enter, app_state, space) -> None:
    mia = enter("mia")
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("delete from migration where number = (select max(number) from migration)")
        con.execute("create or replace view held as select 1 as file_name")
    publish(space.working_database, space.data)
    app_state.reload()
    answer = mia.get("/held")
    assert (answer.status_code, "the next night" in answer.text) == (503, True)
    assert mia.get("/").status_code == 200


def test_a_kill_in_the_middle_of_writes_loses_no_acknowledged_action(tmp_path) -> None:
    path = tmp_path / "review.sqlite"
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ}
        )
        acknowledged = [process.stdout.readline() for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        # A line that the kill cut off was not acknowledged.
        acknowledged += [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        review = Review(path)
        events = review.read("select action_id, became from event where field = 'note'")
        kept = {(row["action_id"], row["became"]) for row in events}
        said = {(int(a), f"note {n.strip()}") for a, n in (line.split(" ") for line in acknowledged)}
        assert said <= kept
        halves = review.read("select action_id from event group by action_id having count(*) <> 2")
        assert halves == [], "no half action"
        state = review.read(
            "select kind, subject, field, value, event_id, who, happened_at from state order by 1, 2, 3"
        )
        assert rebuilt(review) == state
        review.close()


def test_a_killed_page_loses_no_acknowledged_click(space) -> None:
    users = Users(Review(space.review_state))
    users.add("mia", PASSWORD, "poster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = subprocess.Popen([sys.executable, "-c", SERVE, str(space.data), str(port), AS_OF.isoformat()], cwd=ROOT)
    try:
        wait_for(port)
        mia = Poster(port, "mia")
        rows = re.findall(r'data-dispute="(\w+)', mia.ask("GET", "/")[1])
        threading.Timer(1.0, page.kill).start()
        acknowledged = []
        with contextlib.suppress(OSError, HTTPException):
            for number in range(100_000):
                form = {
                    "csrf": mia.csrf,
                    "dispute": rows[number % len(rows)],
                    "status": "reviewing",
                    "note": f"n{number}",
                }
                if mia.ask("POST", "/act", form)[0] == 303:
                    acknowledged.append(f"n{number}")
    finally:
        page.kill()
        page.wait(timeout=20)
    review = Review(space.review_state)
    kept = [row["became"] for row in review.read("select became from event where field = 'note' order by event_id")]
    assert len(acknowledged) > 3
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) - len(acknowledged) <= 1, "at most the one click whose answer was cut off"
    assert rebuilt(review) == review.read(
        "select kind, subject, field, value, event_id, who, happened_at from state order by 1, 2, 3"
    )


def test_two_posters_in_a_race_lose_no_update(enter, app_state) -> None:
    """Both assign the same disputes at the same moment: each dispute has one winner, and the other gets a conflict."""
    people = {name: enter(name) for name in ("mia", "noa")}
    chosen = people["mia"].rows()[:12]
    won: dict[str, list[str]] = {"mia": [], "noa": []}

    def claim(name: str) -> None:
        for dispute in chosen:
            answer = people[name].post("/act", dispute=dispute, assignee=name)
            assert answer.status_code in (303, 409), answer.text
            if answer.status_code == 303:
                won[name].append(dispute.split(".")[0])

    threads = [threading.Thread(target=claim, args=[name]) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = {row["dispute_id"]: row["assignee"] for row in app_state.review.standings()}
    assert sorted(won["mia"] + won["noa"]) == sorted(each.split(".")[0] for each in chosen)
    assert all(owners[each] == name for name, mine in won.items() for each in mine)

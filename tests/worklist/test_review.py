"""The review log: decisions are kept, can be undone, are never overwritten unseen, and can be rebuilt from events."""

import random
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from warehouse.integrity import prove_review
from warehouse.review.events import Change, ConflictError, Review, rebuilt
from warehouse.review.rules import STATUSES, NotAllowedError

DISPUTE = "a1" * 16


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review(tmp_path / "data" / "review.sqlite")


def state(review: Review) -> list[dict[str, object]]:
    return review.read("select kind, subject, field, value, event_id, who, happened_at from state order by 1, 2, 3")


def test_a_status_is_kept_with_who_and_from_what_to_what(review: Review) -> None:
    action = review.act("mia", [Change(DISPUTE, {"status": "reviewing", "assignee": "mia"})])
    review.act("noa", [Change(DISPUTE, {"status": "disputed", "disputed_on": "2026-11-20", "channel": "portal"})])
    assert action.subjects == (DISPUTE,)
    [standing] = review.standings()
    assert (standing["status"], standing["assignee"], standing["channel"]) == ("disputed", "mia", "portal")
    newest = next(row for row in review.history(DISPUTE) if row["field"] == "status")
    assert (newest["who"], newest["was"], newest["became"]) == ("noa", "reviewing", "disputed")


def test_the_second_of_two_people_gets_a_conflict_and_nothing_is_lost(review: Review) -> None:
    review.act("mia", [Change(DISPUTE, {"status": "reviewing"})])
    seen = review.standings()[0]["version"]
    review.act("mia", [Change(DISPUTE, {"status": "escalated"}, seen)])
    with pytest.raises(ConflictError) as late:
        review.act("noa", [Change("other", {"status": "reviewing"}, 0), Change(DISPUTE, {"status": "answered"}, seen)])
    [overtaken] = late.value.overtaken
    assert (overtaken.who, overtaken.field, overtaken.value) == ("mia", "status", "escalated")
    assert [row["dispute_id"] for row in review.standings()] == [DISPUTE], "nothing of the refused action is kept"


def test_a_note_is_never_too_late(review: Review) -> None:
    review.act("mia", [Change(DISPUTE, {"status": "reviewing"}, 0)])
    review.act("noa", [Change(DISPUTE, {"note": "Called, reference later."}, 0)])
    assert review.history(DISPUTE)[0]["became"] == "Called, reference later."


def test_a_wrong_click_on_many_is_undone_whole(review: Review) -> None:
    many = [f"{number:032x}" for number in range(50)]
    review.act("mia", [Change(one, {"assignee": "mia"}) for one in many[:25]])
    before = {row["dispute_id"]: row["assignee"] for row in review.standings()}
    wrong = review.act("noa", [Change(one, {"assignee": "noa"}) for one in many])
    review.undo("noa", wrong.action_id)
    after = {row["dispute_id"]: row["assignee"] for row in review.standings() if row["assignee"]}
    assert after == before
    with pytest.raises(NotAllowedError, match="undone already"):
        review.undo("noa", wrong.action_id)


def test_an_undo_never_takes_back_what_someone_did_after(review: Review) -> None:
    wrong = review.act("mia", [Change(DISPUTE, {"status": "closed", "closed_reason": "too small"})])
    review.act("noa", [Change(DISPUTE, {"status": "reviewing"})])
    with pytest.raises(ConflictError):
        review.undo("mia", wrong.action_id)
    with pytest.raises(NotAllowedError, match="Only mia or a lead"):
        review.undo("noa", wrong.action_id)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "disputed"}, "disputed on and channel"),
        ({"status": "closed"}, "closed reason"),
        ({"status": "paid"}, "no such status"),
        ({"status": ""}, "always has a status"),
        ({"next_action_on": "tomorrow"}, "YYYY-MM-DD"),
        ({"recovered_amount": "1e9"}, "no amount"),
        ({"recovered_amount": "nan"}, "no amount"),
        ({"note": "x" * 4001}, "too long"),
        ({"password_hash": "x"}, "no field"),
    ],
)
def test_what_the_work_forbids_is_refused_with_a_sentence(review: Review, fields: dict[str, str], said: str) -> None:
    with pytest.raises(NotAllowedError, match=said):
        review.act("mia", [Change(DISPUTE, fields)])
    assert review.last_event() == 0


def test_the_log_only_grows(review: Review) -> None:
    review.act("mia", [Change(DISPUTE, {"note": "first"})])
    for statement in ("update event set who = 'x'", "delete from event", "delete from audit"):
        review.audit("mia", "read")
        with pytest.raises(sqlite3.IntegrityError, match="only grows"), review.writing() as con:
            con.execute(statement)


def test_the_state_is_rebuilt_from_the_events_alone(review: Review) -> None:
    chance = random.Random(835)
    subjects = [f"{number:032x}" for number in range(12)]
    actions = []
    for _ in range(300):
        who = chance.choice(["mia", "noa", "ada"])
        fields = chance.choice(
            [
                {"status": chance.choice(["new", "reviewing", "answered", "escalated"])},
                {"assignee": chance.choice(["mia", "", "noa"])},
                {"note": "a note"},
                {"next_action_on": "2026-12-01", "next_action": "call"},
            ]
        )
        actions.append(review.act(who, [Change(s, fields) for s in chance.sample(subjects, 3)]).action_id)
        if chance.random() < 0.3:
            with suppress(ConflictError, NotAllowedError):
                review.undo(who, chance.choice(actions), anyones=True)
    assert rebuilt(review) == state(review)
    assert len(rebuilt(review)) > 30


def test_writers_of_two_processes_lose_nothing(review: Review) -> None:
    other = Review(review.path)

    def work(one: Review, who: str) -> None:
        for number in range(40):
            one.act(who, [Change(DISPUTE, {"note": f"{who} {number}"})])

    threads = [threading.Thread(target=work, args=pair) for pair in ((review, "mia"), (other, "noa"), (review, "ada"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = [row["became"] for row in review.history(DISPUTE)]
    assert len(notes) == len(set(notes)) == 120
    assert len({row["action_id"] for row in review.history(DISPUTE)}) == 120


def test_only_this_user_can_read_the_file(review: Review) -> None:
    assert review.path.stat().st_mode & 0o077 == 0


def test_every_status_has_a_label() -> None:
    assert {status.label for status in STATUSES.values()} >= {"New", "Disputed", "Denied by payer", "Closed"}


def test_check_finds_a_state_that_no_event_made(review: Review) -> None:
    review.act("mia", [Change("d" * 32, {"status": "disputed", "disputed_on": "2026-11-02", "channel": "portal"})])
    assert prove_review(review.path).is_passed
    with sqlite3.connect(review.path) as con:
        con.execute("update state set value = 'recovered' where field = 'status'")
    verdict = prove_review(review.path)
    assert verdict.places == (f"dispute {'d' * 32}, status",)
    assert prove_review(review.path.with_name("none.sqlite")).is_passed

"""A dispute that the payer denied stays in the queue behind the second level of its agreement, with that day."""

from datetime import date

import pytest

from tests.warehouse.conftest import spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, STRANGER, Judged, Night, deliver
from warehouse.integrity import prove
from warehouse.queries import open_published
from warehouse.review.events import Change, Review

# paid short on June 1: the first level of 180 days ends on November 28; everything is looked at on December 1
PAID, LOOKED = "20260601", date(2026, 12, 1)
FIRST = date(2026, 11, 28)
DENIED = {"status": "denied_by_payer"}
SENT = {"status": "disputed", "disputed_on": "2026-10-20", "channel": "portal"}

# account: what was entered, one after the other -> is it open, until when, behind which door, what the sentence says
CASES: dict[str, tuple[list[dict[str, str]], tuple[bool, date, str, str]]] = {
    "ANSWERED": (
        [SENT, {**DENIED, "answered_on": "2026-11-10"}],
        (True, date(2027, 1, 9), "second_level", "Second level: 60 days after the payer's answer to the first level"),
    ),
    "ESCALATED": (
        [{**DENIED, "answered_on": "2026-11-10"}, {"status": "escalated"}],
        (True, date(2027, 1, 9), "second_level", "2026-11-10, end on 2027-01-09"),
    ),
    "ANSWERUNKNOWN": (
        [SENT, DENIED],
        (True, date(2026, 12, 19), "second_level", "because the day of the payer's answer is not on file"),
    ),
    "NODAY": ([DENIED], (False, FIRST, "dispute", "the day of its answer is not on file: enter it with the status")),
    "ANSWEREDEARLY": (
        [{**DENIED, "answered_on": "2026-07-01"}], (False, date(2026, 8, 30), "second_level", "2026-07-01, end on"),
    ),
    "SENTONLY": ([SENT], (False, FIRST, "dispute", "180 days after the remittance date")),
    "RECOVERED": ([{"status": "recovered"}], (False, FIRST, "dispute", "180 days after the remittance date")),
    "TAKENBACK": (
        [{**DENIED, "answered_on": "2026-11-10"}, {"status": "reviewing"}],
        (False, FIRST, "dispute", "180 days after the remittance date"),
    ),
}  # fmt: skip

night = Night()
night.agree("levels", 'payer_names = ["STRANGER CASUALTY"]', 'method = "percent_of_charge"\npercent = "80"')
text = night.agreements["levels.toml"]
night.agreements["levels.toml"] = text.replace(
    "[[terms]]", '[dispute_window.second_level]\ndays = 60\nsource = "Manual, section 9.3"\n\n[[terms]]'
).replace('percent = "80"', 'percent = "80"\nlesser_of = "none"')


def short(account: str, agreement: str = STRANGER, day: str = PAID, paid: str = "20") -> bytes:
    return remittance(
        agreement, claim(account, f"N{account}", [line("97110", "100", paid, served="20260501")]), day=day
    )


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    root = tmp_path_factory.mktemp("levels") / "workspace"
    night.arriving = [*(short(account) for account in CASES), short("ONELEVEL", PPO), short("DECIDEDAGAIN", paid="80")]
    found = night.spend(root)
    # what a later decision makes short is no part of what the payer answered before it
    deliver(found.space, [short("DECIDEDAGAIN", day="20261120", paid="30")], LOOKED)
    # the first level expires before anyone enters the answer
    spend_night(root, LOOKED)
    review = Review(found.space.review_state)
    entered = {account: entries for account, (entries, _) in CASES.items()}
    answered = [{**DENIED, "answered_on": "2026-11-10"}]
    for account, entries in {**entered, "ONELEVEL": answered, "DECIDEDAGAIN": answered}.items():
        for fields in entries:
            review.act("mia", [Change(dispute_of(found, account), fields)])
    review.close()
    spend_night(root, LOOKED)
    return found


def dispute_of(judged: Judged, account: str) -> str:
    [(dispute_id,)] = judged.ask(
        "select distinct dispute_id from line_review where patient_control_number = ?", account
    )
    return str(dispute_id)


def listed(judged: Judged, account: str) -> tuple[object, ...]:
    [row] = judged.ask(
        "select is_open, deadline, door, deadline_sentence from ("
        "select *, true as is_open from dispute_queue union all select *, false from expired_disputes"
        ") where patient_control_number = ?",
        account,
    )
    return row


@pytest.mark.parametrize("account", CASES)
def test_a_denied_dispute_is_behind_its_second_level(judged: Judged, account: str) -> None:
    *expected, words = CASES[account][1]
    *found, sentence = listed(judged, account)
    assert found == expected
    assert words in str(sentence)


@pytest.mark.parametrize("account", CASES)
def test_its_line_has_the_same_day_and_list(judged: Judged, account: str) -> None:
    is_open, deadline, door, _ = CASES[account][1]
    assert judged.ask("select in_queue, deadline, door from line_review where patient_control_number = ?", account) == [
        (is_open, deadline, door)
    ]


def test_an_agreement_of_one_level_grants_no_second(judged: Judged) -> None:
    is_open, deadline, door, sentence = listed(judged, "ONELEVEL")
    assert (is_open, deadline, door) == (False, FIRST, "dispute")
    assert "econd level" not in str(sentence)


def test_an_answer_is_to_what_was_decided_before_it(judged: Judged) -> None:
    assert listed(judged, "DECIDEDAGAIN")[:3] == (True, date(2027, 5, 19), "dispute")


def test_an_expired_dispute_is_reinstated_by_its_second_level(judged: Judged) -> None:
    kinds = "select kind from dispute_history where dispute_id = ? order by event_id"
    assert judged.ask(kinds, dispute_of(judged, "ANSWERED")) == [("opened",), ("expired",), ("reinstated",)]
    assert judged.ask(kinds, dispute_of(judged, "SENTONLY")) == [("opened",), ("expired",)]
    with open_published(judged.space.data) as con:
        assert [verdict.name for verdict in prove(con) if not verdict.is_passed] == []

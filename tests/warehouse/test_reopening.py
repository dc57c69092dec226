"""When Medicare's redetermination has closed, clerical errors stay in the queue behind a door of their own."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.codes import causes
from contracts.disputes.clerical_errors import clerical_errors, kinds
from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, STRANGER, Judged, Night, deliver
from warehouse.packet_facts import PacketFacts
from warehouse.queries import open_published, rows

PART_B = """id = "part_b"
name = "Medicare Part B"
[applies_to]
payer_names = ["STRANGER CASUALTY"]
claim_filing_codes = ["MB"]
[[terms]]
effective_from = 2024-01-01
source = "42 CFR 414.22"
method = "medicare"
percent = "100"
year = "year_of_service"
locality = "site"
mppr = "medicare"
lesser_of = "line"
"""
night = Night()
night.agreements["part_b.toml"] = PART_B
# 120 days and 5 for receipt end on July 6; the year on March 3, 2027
MARCH, LAST_YEAR = "20260302", "20251110"
SERVED = "20260202"
TWO = "from dispute_queue where patient_control_number in ('FRESH', 'OLD') order by rank"


def short(account: str, day: str = MARCH, payer: str = STRANGER, filing: str = "MB") -> bytes:
    sent = [line("97110:GP", "82", "19.70", served=SERVED)]
    return remittance(payer, claim(account, account, sent, filing=filing), day=day)


def recoded_line() -> list[str]:
    return line("98940", "70", "20", more="*HC:98941", served=SERVED)


def listed(judged: Judged, account: str) -> list[tuple[object, ...]]:
    return judged.ask(
        "select place, door, deadline, expired_amount from (select 'queue' as place, * from dispute_queue "
        "union all select 'expired', * from expired_disputes) where patient_control_number = ?",
        account,
    )


@night.receives(
    short("OLD"),
    short("FRESH", "20261012"),
    short("GONE", LAST_YEAR),
    short("PLAN", payer=PPO, filing="12"),
    short("STATED", payer=MEDICARE),
)
@pytest.mark.parametrize(
    ("account", "place", "door", "deadline"),
    [
        ("OLD", "queue", "reopening", date(2027, 3, 2)),
        ("FRESH", "queue", "redetermination", date(2027, 2, 16)),
        # a year after the determination there is no door left, and the list names the one that closed
        ("GONE", "expired", "redetermination", date(2026, 3, 16)),
        # no law gives another payer's window a second door
        ("PLAN", "expired", "dispute", date(2026, 8, 29)),
        # nor does an agreement that states a window of its own have another
        ("STATED", "expired", "redetermination", date(2026, 7, 6)),
    ],
)
def test_the_door_of_a_shortage(account: str, place: str, door: str, deadline: date, judged: Judged) -> None:
    assert listed(judged, account) == [(place, door, deadline, Decimal(0))]
    lines = judged.ask("select door, in_queue from line_review where patient_control_number = ?", account)
    assert lines == [(door, place == "queue")]


def test_the_sentence_says_what_closed_and_what_is_open(judged: Judged) -> None:
    [(sentence, is_assumed)] = judged.ask(
        "select deadline_sentence, window_is_assumed from dispute_queue where patient_control_number = 'OLD'"
    )
    closed, _, open_until = str(sentence).partition("; ")
    assert closed == "The redetermination closed on 2026-07-06"
    assert open_until.startswith("a clerical error can still be corrected. 12 months after the remittance date")
    assert "42 CFR 405.980" in open_until
    assert not is_assumed


def test_the_queue_is_ranked_by_the_day_of_the_door(judged: Judged) -> None:
    ranked = judged.ask(f"select patient_control_number {TWO}")
    assert ranked == [("FRESH",), ("OLD",)]


@night.receives(
    # which level of the service was furnished is a judgement: its redetermination is over
    remittance(STRANGER, claim("LEVEL", "LEVEL", [recoded_line()], filing="MB"),
               claim("BOTH", "BOTH", [recoded_line(), line("97110:GP", "82", "19.70", served=SERVED)], filing="MB"),
               day=MARCH),
)  # fmt: skip
def test_what_needs_an_appeal_does_not_come_back_by_a_reopening(judged: Judged) -> None:
    assert [row[0] for row in listed(judged, "LEVEL")] == ["expired"]
    [(place, door, deadline, expired)] = listed(judged, "BOTH")
    assert (place, door, deadline) == ("queue", "reopening", date(2027, 3, 2))
    [(of_level,)] = judged.ask(
        "select variance from line_review where patient_control_number = 'BOTH' and not in_queue and variance > 0"
    )
    assert expired == of_level


def test_the_letter_asks_for_a_reopening_without_the_form_of_an_appeal(judged: Judged) -> None:
    with open_published(judged.space.data) as con:
        disputes = rows(con.execute(f"select * {TWO}"))
        facts = PacketFacts(con, judged.space.archive, disputes)
        fresh, old = (facts.claim(dispute, ()) for dispute in disputes)
    assert (old.payer.level, old.payer.form, old.profile.form) == ("clerical error reopening", None, None)
    assert fresh.payer.level != old.payer.level
    assert fresh.profile.form is not None
    assert fresh.batch != old.batch


def test_every_cause_is_a_clerical_error_or_a_judgement() -> None:
    listed_causes = [cause for row in kinds().values() for cause in row["causes"]]
    assert sorted(listed_causes) == sorted(causes())
    assert "wrong_locality" in clerical_errors()
    assert "recoded" not in clerical_errors()


def test_a_night_after_the_window_moves_the_dispute_to_the_other_door(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    (space.root / "agreements" / "part_b.toml").write_text(PART_B)
    deliver(space, [short("OLD")])
    found = []
    for day in (date(2026, 7, 6), date(2026, 7, 7), date(2027, 3, 2), date(2027, 3, 3)):
        spend_night(space.root, day)
        found += [row[:2] for row in listed(Judged(space), "OLD")]
    assert found == [
        ("queue", "redetermination"), ("queue", "reopening"), ("queue", "reopening"), ("expired", "redetermination"),
    ]  # fmt: skip
    kinds_of_event = Judged(space).ask("select kind from dispute_history order by event_id")
    assert kinds_of_event == [("opened",), ("expired",)]

"""What people decide takes effect with the next night, adds up, is explained, and can be taken back."""

from dataclasses import dataclass

import pytest

from contracts.agreements.matching import question
from flows.terminal.explanation import explanation
from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from warehouse.integrity import prove
from warehouse.queries import explain, open_published
from warehouse.review.events import Change, Review

STATES = "select patient_control_number, state from line_review order by all"
OPEN = "select patient_control_number from dispute_queue order by all"


@dataclass
class Seen:
    """One night as published: states by claim, claims in the queue, what is held, offenders of every check."""

    states: dict[str, str]
    queue: list[str]
    held: dict[str, tuple[str, bool]]
    offenders: int
    explained: str


def seen(space: Workspace) -> Seen:
    spend_night(space.root)
    with open_published(space.data) as con:
        return Seen(
            states=dict(con.execute(STATES).fetchall()),
            queue=[row[0] for row in con.execute(OPEN).fetchall()],
            held={
                row[0]: (row[1], row[2])
                for row in con.execute("select code, held_id, released_at is not null from held").fetchall()
            },
            offenders=sum(verdict.offenders for verdict in prove(con)),
            explained=explanation(explain(con, "STRANGE1")),
        )


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seen, Seen, Seen]:
    """Before anyone decided, after everything was released and answered, and after all of it was taken back."""
    space = new_workspace(tmp_path_factory.mktemp("decisions") / "workspace")
    short = line("97140:GP", "80", "20", "PR*3*5", control="1")
    off = [*short, "CAS*CO*253*1"]
    cut = remittance("summerfield_ppo", claim("CUT1", "N3", [short]), total="99", trace="TCUT", envelope="000000003")
    files = {
        "off.835": remittance("summerfield_ppo", claim("OFF1", "N1", [off]), trace="TOFF"),
        "unread.835": remittance(
            "summerfield_ppo", claim("READ1", "N2", [short]), total="twenty", trace="TREAD", envelope="000000002"
        ),
        "cut.835": cut[: cut.index(b"SE*")],
        "strange.835": remittance("stranger", claim("STRANGE1", "N4", [short]), trace="TSTR", envelope="000000004"),
    }
    for name, content in files.items():
        (space.inbox / name).write_bytes(content)
    before = seen(space)
    with open_published(space.data) as con:
        ((payer, asked),) = con.execute(
            "select payer, reason from line_review where state = 'unmapped_contract'"
        ).fetchall()
    review = Review(space.review_state)
    changes = [
        Change(held_id, {"released": "yes", "reason": "Seen on paper"}, kind="held")
        for held_id, _ in before.held.values()
    ]
    answer = {"agreement": "summerfield_ppo", "reason": "They rent the network", "payer": payer, "question": asked}
    changes.append(Change(question(payer, asked), answer, kind="payer"))
    action = review.act("lea", changes)
    after = seen(space)
    review.undo("lea", action.action_id)
    review.close()
    return before, after, seen(space)


def test_nothing_held_is_judged_before_a_person_says_so(nights: tuple[Seen, Seen, Seen]) -> None:
    before, _, _ = nights
    assert set(before.held) == {"line_off_by", "payment_amount_unreadable", "payment_truncated"}
    assert before.states == {"OFF1": "out_of_balance", "STRANGE1": "unmapped_contract"}
    assert before.queue == []
    assert before.offenders == 0


def test_what_is_released_is_posted_judged_and_disputed_by_the_next_night(nights: tuple[Seen, Seen, Seen]) -> None:
    before, after, _ = nights
    assert all(is_released for _, is_released in after.held.values())
    assert {held_id for held_id, _ in after.held.values()} <= {held_id for held_id, _ in before.held.values()}
    assert after.queue == ["CUT1", "OFF1", "READ1", "STRANGE1"]
    assert set(after.states.values()) == {"priced_short"}
    assert after.offenders == 0, "every conservation check holds with what was released"


def test_an_answer_prices_the_payer_and_is_shown_with_who_gave_it(nights: tuple[Seen, Seen, Seen]) -> None:
    before, after, _ = nights
    assert "Which agreement" not in before.explained
    assert "lea said on " in after.explained
    assert "They rent the network" in after.explained
    assert "under summerfield_ppo" in after.explained


def test_taken_back_everything_is_as_it_was(nights: tuple[Seen, Seen, Seen]) -> None:
    before, _, last = nights
    assert (last.states, last.queue, last.held) == (before.states, before.queue, before.held)
    assert last.offenders == 0

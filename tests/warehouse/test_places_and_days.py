"""Where and when: a clinic that moved, a visit where the patient lives, a line of days over a change of fees."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, Judged, deliver

MOVED = """
[[site]]
key = "bluff"
practice = "thistledown"
name = "Bluff Street clinic"
state = "FL"
locality = "09102/04"
first_day = 2026-09-01

[[provider]]
npi = "2000001018"
site = "bluff"
credential = "PT"
"""


def treated(account: str, paid: str, *shares: str, served: str, place: str = "11") -> bytes:
    sent = line("97110:GP", "82", paid, *shares, served=served)
    return remittance(MEDICARE, claim(account, account, [sent], place=place))


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Durham until the end of August, Florida from September on; the therapist works in both."""
    space = new_workspace(tmp_path_factory.mktemp("moved") / "workspace")
    text = space.settings_file.read_text()
    durham = 'locality = "11502/00"\n'
    assert text.count(durham) == 1
    space.settings_file.write_text(text.replace(durham, durham + "last_day = 2026-08-31\n") + MOVED)
    deliver(
        space,
        [
            treated("OLD", "21.97", "PR*2*5.60", "CO*253*0.45", served="20260831"),
            treated("NEW", "23.62", "PR*2*6.03", "CO*253*0.48", served="20260901"),
            # paid by the fees of the place that was left: a shortage like any other
            treated("LEFT", "21.97", "PR*2*5.60", "CO*253*0.45", served="20260902"),
            treated("BOTH", "21.97", "PR*2*5.60", "CO*253*0.45", served="150*20260830 151*20260902"),
        ],
    )
    spend_night(space.root)
    return Judged(space)


def test_a_claim_is_priced_where_the_clinic_was_on_its_day(moved: Judged) -> None:
    assert moved.lines("OLD") == ["priced_ok 28.02 28.02"]
    assert moved.lines("NEW") == ["priced_ok 30.13 30.13"]
    assert moved.lines("LEFT") == ["priced_short 30.13 28.02"]


def test_a_line_over_the_move_has_no_one_place(moved: Judged) -> None:
    assert moved.states("BOTH") == ["no_rate"]
    assert moved.ask("select reason_code from line_review where patient_control_number = 'BOTH'") == [("no_site",)]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    space = new_workspace(tmp_path_factory.mktemp("visited") / "workspace")
    deliver(space, at_home())
    spend_night(space.root)
    return Judged(space)


def at_home() -> list[bytes]:
    return [
        # paid by the fees of where the patient lives, which may be less and may be more
        treated("HOME", "21.32", "PR*2*5.44", "CO*253*0.44", served="20261005", place="12"),
        treated("GROUP", "23.62", "PR*2*6.03", "CO*253*0.48", served="20261005", place="14"),
        # telehealth to the patient's home is paid by the place of the therapist
        treated("SCREEN", "21.32", "PR*2*5.44", "CO*253*0.44", served="20261005", place="10"),
        # a contract with dollars of its own asks for no locality
        remittance(PPO, claim("PPO12", "PPO12", [line("97110", "60", "34.59")], place="12")),
        # the fees of the contract change in July
        remittance(
            PPO, claim("SPAN", "SPAN", [line("97110", "160", "60", units="2", served="150*20260629 151*20260702")])
        ),
        remittance(
            PPO,
            claim("WITHIN", "WITHIN", [line("97110", "160", "69.18", units="2", served="150*20261005 151*20261006")]),
        ),
    ]


@pytest.mark.parametrize(
    ("account", "reason"), [("HOME", "home_visit"), ("GROUP", "home_visit"), ("SPAN", "span_of_terms")]
)
def test_what_has_no_known_price_is_refused_with_the_reason(account: str, reason: str, visited: Judged) -> None:
    assert visited.states(account) == ["no_rate"]
    assert visited.ask("select reason_code from line_review where patient_control_number = ?", account) == [(reason,)]
    assert account not in visited.disputed()


@pytest.mark.parametrize(
    ("account", "judgement"),
    [
        ("SCREEN", "priced_short 28.02 27.20"),
        ("PPO12", "priced_ok 34.59 34.59"),
        ("WITHIN", "priced_ok 69.18 69.18"),
    ],
)
def test_what_the_place_or_the_days_do_not_change_is_priced(account: str, judgement: str, visited: Judged) -> None:
    assert visited.lines(account) == [judgement]


def test_home_visits_are_priced_where_the_settings_know_the_patients_place(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    text = space.settings_file.read_text()
    durham = 'locality = "11502/00"\n'
    space.settings_file.write_text(text.replace(durham, durham + 'home_locality = "11502/00"\n'))
    deliver(space, at_home())
    spend_night(space.root)
    judged = Judged(space)
    assert judged.lines("HOME") == ["priced_short 28.02 27.20"]
    assert judged.states("GROUP") == ["priced_over"]

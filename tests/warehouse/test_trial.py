"""A trial counts test interchanges, says so loudly, and leaves nothing behind in the next night."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.night import one_night
from flows.terminal.summary import TRIAL, print_night
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged, deliver

TEST = remittance(PPO, claim("TRIAL", "N1", [line("97110", "150", "20.00")]), usage="T")
STATES = "select standing, (select count(*) from dispute_queue) from payment_balance"


def spend_trial(space: Workspace) -> SimpleNamespace:
    with one_night(space.root, AS_OF, as_production=True) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        night.run()
        night.close()
        night.publish()
        return SimpleNamespace(night=night, report=night.report())


def test_a_trial_counts_tests_and_the_next_night_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = new_workspace(tmp_path / "workspace")
    deliver(space, [TEST])
    tried = spend_trial(space)
    assert Judged(space).ask(STATES) == [("posted", 1)]
    print_night(space, tried.report)
    assert capsys.readouterr().out.startswith(TRIAL)

    night = spend_night(space.root)
    assert Judged(space).ask(STATES) == [("test", 0)]
    assert Judged(space).ask("select distinct state from dispute_history") == [("withdrawn",)]
    print_night(space, night.report())
    assert TRIAL not in capsys.readouterr().out


def test_tests_do_not_count_unless_asked_for(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    deliver(space, [TEST])
    spend_night(space.root)
    assert Judged(space).ask(STATES) == [("test", 0)]

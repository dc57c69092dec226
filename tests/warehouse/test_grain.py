"""Every relation that a night builds has one row for each key its file names: on the fixtures, on others' samples."""

import shutil
from pathlib import Path

import pytest

from tests.parsers.samples import CORPUS, contents
from tests.warehouse.conftest import new_workspace, remits, spend_night
from warehouse import grain, runner
from warehouse.context import NightContext


@pytest.fixture
def repeated(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Relation -> keys it held more than once when it had just been built; most of them do not outlive a night."""
    found: dict[str, int] = {}

    def run_and_count(entry: runner.Entry, context: NightContext) -> None:
        run[type(entry)](entry, context)
        for relation in entry.fills:
            if "." not in relation and (count := grain.repeated_count(context.con, relation)):
                found[relation] = count

    run = {form: form.run for form in (runner.Build, runner.Decide, runner.List, runner.Run)}
    for form in run:
        monkeypatch.setattr(form, "run", run_and_count)
    return found


def test_on_the_fixtures(tmp_path: Path, repeated: dict[str, int]) -> None:
    space = new_workspace(tmp_path / "workspace")
    for path in remits():
        shutil.copy(path, space.inbox)
    spend_night(space.root)
    assert repeated == {}


def test_on_the_samples_of_others(tmp_path: Path, repeated: dict[str, int]) -> None:
    space = new_workspace(tmp_path / "workspace")
    for number, (_, content) in enumerate(contents(CORPUS, at_least=100)):
        (space.inbox / f"{number:04d}.835").write_bytes(content)
    spend_night(space.root)
    assert repeated == {}


def test_a_planted_repetition_is_found(
    tmp_path: Path, repeated: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = grain.statements.grain
    monkeypatch.setattr(
        grain.statements, "grain", lambda name: ("payment_method",) if name == "money_unit" else right(name)
    )
    space = new_workspace(tmp_path / "workspace")
    for path in remits("loaded")[:6]:
        shutil.copy(path, space.inbox)
    spend_night(space.root)
    assert repeated.keys() == {"money_unit"}

"""`held`: what was not accepted is listed, released with a reason, and held again."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.flows.conftest import Run
from warehouse.review.events import Review


@pytest.fixture
def place(night_place: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(night_place, tmp_path / "workspace", symlinks=True))


def test_a_held_payment_is_released_with_a_reason_and_held_again(place: Path, run: Run) -> None:
    code, text, _ = run("--workspace", str(place), "held", "list", "--format", "csv")
    assert code == 0
    held = next(csv.DictReader(text.splitlines()))
    name = f"{held['file_name']}:{held['segment_number']}"
    code, text, _ = run("--workspace", str(place), "held", "release", name, "--reason", "Seen on paper")
    assert (code, "next night" in text) == (0, True)
    review = Review(place / "data" / "review.sqlite")
    assert review.decisions("held", "released")[held["held_id"]]["reason"] == "Seen on paper"
    assert run("--workspace", str(place), "held", "hold", name)[0] == 0
    assert review.decisions("held", "released")[held["held_id"]]["decision"] == "no"
    assert [row["became"] for row in review.history(held["held_id"], "held")] == [None, "no", "Seen on paper", "yes"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["release", "nothing.835:3", "--reason", "x"], "nothing that is or was held"),
        (["release", "20261105_summerfield_off.835", "--reason", " "], "say why"),
    ],
)
def test_what_cannot_be_released_is_named(place: Path, run: Run, words: list[str], said: str) -> None:
    code, _, complaint = run("--workspace", str(place), "held", *words)
    assert code == 2
    assert said in complaint

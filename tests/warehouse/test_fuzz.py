"""Nights over spoiled remittances: none ends, hangs or loses anything, and what is loaded is what was sent.

Two hundred files in the ordinary suite, twenty thousand with `make fuzz`; FUZZ_SEED in the environment makes others.
"""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from flows.night import one_night
from parsers.x12.remittance import SourceFile, read
from tests.parsers.compare import differences
from tests.parsers.mutated import SOURCES, Spoiled, remits, spoiled
from tests.warehouse.conftest import AS_OF, new_workspace
from tests.warehouse.conservation import arrival, losses
from warehouse.database import open_working
from warehouse.load import load_batch

SEED = os.environ.get("FUZZ_SEED", "835")
SLICE, NIGHT, NIGHTS, BATCH = 100, 2_500, 4, 100
PATIENCE = 5  # seconds that a file may take; a batch that takes longer is looked into file by file


class HungError(Exception):
    """A step took longer than its limit."""


@pytest.mark.parametrize("source", SOURCES)
def test_a_night_of_spoiled_remittances_loses_nothing(source: str, tmp_path: Path) -> None:
    assert spend_and_look(tmp_path, files(source, 0, SLICE)) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("night", range(NIGHTS))
@pytest.mark.parametrize("source", SOURCES)
def test_many_nights_of_spoiled_remittances_lose_nothing(source: str, night: int, tmp_path: Path) -> None:
    assert spend_and_look(tmp_path, files(source, night * NIGHT, NIGHT)) == []


def files(source: str, first: int, count: int) -> list[Spoiled]:
    sound = remits(source)
    return [spoiled(f"{SEED} of {source}", number, sound) for number in range(first, first + count)]


def spend_and_look(folder: Path, some: Sequence[Spoiled]) -> list[str]:
    """The first faults of a night over these files, each with its file."""
    space = new_workspace(folder / "workspace")
    stories = {f"{each.number}.835": each.story for each in some}
    wrong = []
    with one_night(space.root, AS_OF) as night:
        for start in range(0, len(some), BATCH):
            batch = some[start : start + BATCH]
            try:
                with patience():
                    load_batch(night.con, [arrival(f"{each.number}.835", each.content) for each in batch])
            except HungError:
                wrong += slow(batch)
            wrong += [f"{cell[0]}: read otherwise than by a plain loop: {cell}" for cell in cells(batch)]
        night.run()
        night.close()
    with open_working(space.working_database) as con:
        wrong += losses(con, {f"{each.number}.835": each.content for each in some})
    return [f"{each} ({stories.get(each.split(':')[0], 'of the night')})" for each in wrong[:10]]


def cells(batch: Sequence[Spoiled]) -> Iterator[tuple[str, ...]]:
    """Cells of any table that the plain reader reads otherwise, with the name of their file."""
    for table, number, *cell in differences([each.content for each in batch]):
        name = f"{batch[number - 1].number}.835" if isinstance(number, int) else "batch"
        yield (name, table, *map(str, cell[:1]))


def slow(batch: Sequence[Spoiled]) -> Iterator[str]:
    for each in batch:
        try:
            with patience():
                read([SourceFile(1, "alone", each.content)])
        except HungError:
            yield f"{each.number}.835: takes more than {PATIENCE} s to read"


@contextmanager
def patience() -> Iterator[None]:
    """Raise HungError when the block takes too long."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise HungError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

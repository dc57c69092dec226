"""Broken agreements: the folder is the case, problems.txt holds what a person reads, file, key and both places."""

from pathlib import Path

import pytest

from contracts.agreements.agreement import AgreementProblems, load_book
from tests.contracts.world import CASES, rates, setup

BROKEN = sorted(path for path in (CASES / "broken").iterdir() if path.is_dir())


def problems(folder: Path) -> str:
    with pytest.raises(AgreementProblems) as caught:
        load_book(folder / "agreements", folder / "schedules", setup(), rates())
    return "".join(f"{problem}\n" for problem in caught.value.problems)


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_all_problems_are_reported_at_once(folder: Path) -> None:
    assert problems(folder) == (folder / "problems.txt").read_text("utf-8")


def test_the_cases_are_there() -> None:
    assert len(BROKEN) > 15


if __name__ == "__main__":  # python -m tests.contracts.test_broken_agreements writes the present problems, to be read
    for each in BROKEN:
        (each / "problems.txt").write_text(problems(each), "utf-8")

"""A workspace's rate files: an error in one is reported with its place before a price is made from it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from contracts.medicare.ratefile import RateFileError
from contracts.medicare.rates import MedicareRates
from tests.contracts.medicare.extract import DATA

AUTUMN_2026 = date(2026, 10, 5)


def workspace(folder: Path, kind: str, name: str, change: Callable[[str], str]) -> MedicareRates:
    target = folder / kind / name
    target.parent.mkdir()
    source = {"rvu": "RVU26C.csv", "gpci": "2026.csv", "zip5": "2025Q4.csv"}[kind]
    target.write_text(change((DATA / kind / source).read_text("utf-8")), "utf-8")
    return MedicareRates.load(folder)


def ask(rates: MedicareRates) -> None:
    rates.fee("97140", (), AUTUMN_2026, "NC-00", facility=False)
    rates.locality_of_zip("27601")


@pytest.mark.parametrize(
    ("kind", "name", "change", "message"),
    [
        ("rvu", "RVU26D.csv", lambda text: text, r"RVU26D\.csv, row 1: holds RVU26C; import the CMS file again"),
        ("rvu", "notes.csv", lambda text: text, "is not named like the rvu files"),
        ("gpci", "gpci2026.csv", lambda text: text, "is not named like the gpci files"),
        ("rvu", "RVU26C.csv", lambda text: text.replace("# release: RVU26C\n", ""), "the head lacks '# release: ...'"),
        (
            "rvu",
            "RVU26C.csv",
            lambda text: text.replace("work_rvu", "work"),
            "expected columns .*work_rvu.*; found .*work,",
        ),
        (
            "rvu",
            "RVU26C.csv",
            lambda text: text.replace("\n97140,,A,,0.43", "\n97140,,A,,O.43"),
            "number that cannot be read",
        ),
        ("rvu", "RVU26C.csv", lambda text: text + text.splitlines()[-1] + "\n", "a code and modifier occurs twice"),
        ("rvu", "RVU26C.csv", lambda text: text.replace(": 33.4009", ": many"), "conversion factor that is no number"),
        ("rvu", "RVU26C.csv", lambda text: text[:-40], r"row \d+: has \d+ fields, expected 26"),
        ("gpci", "2026.csv", lambda text: text.replace("0.933", "O.933"), "an index that cannot be read"),
        ("gpci", "2026.csv", lambda text: text + text.splitlines()[-1] + "\n", "a locality occurs twice"),
        ("zip5", "2026Q1.csv", lambda text: text.replace("00210,00215", "99950,00215"), "overlap or are out of order"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, kind, name, change, message):
    with pytest.raises(RateFileError, match=message):
        ask(workspace(tmp_path, kind, name, change))


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "gpci").mkdir()
    (tmp_path / "gpci" / "2026.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RateFileError, match="is not UTF-8 text"):
        ask(MedicareRates.load(tmp_path))


def test_a_workspace_without_rates_has_the_shipped_ones(tmp_path):
    assert MedicareRates.load(tmp_path / "rates").fingerprint == MedicareRates.load().fingerprint


def test_any_file_that_could_move_a_price_moves_the_fingerprint(tmp_path):
    prints = {MedicareRates.load().fingerprint}
    for number, kind in enumerate(("rvu", "gpci", "zip5")):
        folder = tmp_path / str(number)
        folder.mkdir()
        name = {"rvu": "RVU26C.csv", "gpci": "2026.csv", "zip5": "2025Q4.csv"}[kind]
        prints.add(workspace(folder, kind, name, lambda text: text + "\n").fingerprint)
    assert len(prints) == 4

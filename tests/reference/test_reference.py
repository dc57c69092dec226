"""Files from outside: found where one says, missed loudly, and known to one module only."""

import shutil
from pathlib import Path

import pytest

from tests import reference
from tests.guards.source import ROOT, modules
from tests.reference import __main__ as command

GPCI = "2025/GPCI2025.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, still empty, that SHORTPAY_REFERENCE names."""
    monkeypatch.setenv(reference.VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def outsider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(reference.VARIABLE, raising=False)
    monkeypatch.setattr(reference, "SHARED", tmp_path / "shared")


def place(folder: Path, path: str, content: bytes) -> Path:
    found = folder / path
    found.parent.mkdir(parents=True, exist_ok=True)
    found.write_bytes(content)
    return found


def report(outcome: str, reason: str) -> pytest.TestReport:
    return pytest.TestReport("tests/x.py::test", ("tests/x.py", 1, "test"), {}, outcome, ("x.py", 1, reason), "setup")


def test_the_folder_that_is_named_comes_first(folder: Path) -> None:
    mine = place(folder, GPCI, b"not the bytes of CMS")
    assert reference.cms_file(GPCI) == mine
    assert not reference.has_known_bytes(GPCI)


def test_a_file_missing_from_the_folder_that_is_named_is_an_error(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"GPCI2025\.csv is missing: make reference"):
        reference.cms_file(GPCI)


def test_a_file_missing_beside_its_neighbours_is_an_error(outsider: None) -> None:
    reference.SHARED.mkdir()
    with pytest.raises(FileNotFoundError):
        reference.cms_file(GPCI)
    with pytest.raises(FileNotFoundError):
        reference.needed(reference.SHARED / "corpus")


def test_without_any_folder_the_test_is_skipped(outsider: None) -> None:
    for look in (lambda: reference.cms_file(GPCI), lambda: reference.needed(reference.SHARED / "corpus")):
        with pytest.raises(pytest.skip.Exception, match=r"NOT TESTED: .*\.\./shared.* is not here"):
            look()


def test_a_file_that_is_not_listed_is_an_error() -> None:
    with pytest.raises(LookupError):
        reference.cms_file("2025/25LOCCO.csv")


@pytest.mark.parametrize(
    ("reason", "outcome"), [("NOT TESTED: ../shared/exam is not here", "failed"), ("no chromium", "skipped")]
)
def test_no_test_is_skipped_for_want_of_what_is_there(tmp_path: Path, reason: str, outcome: str) -> None:
    seen = report("skipped", f"Skipped: {reason}")
    reference.refuse_skip(seen, shared=tmp_path / "shared")
    assert seen.outcome == "skipped"
    reference.refuse_skip(seen, shared=tmp_path)
    assert seen.outcome == outcome


def test_bytes_that_cms_did_not_publish_are_reported(folder: Path) -> None:
    copies = [file for file in reference.cms_files() if not file.is_published]
    for file in reference.cms_files():
        place(folder, file.path, b"not the bytes of CMS")
    text, code = command.report()
    assert code == 1
    assert text.count("another form  ") == len(copies) > 0
    assert text.count("WRONG BYTES") == len(reference.cms_files()) - len(copies) > 0


def test_missing_files_are_listed_with_archive_and_page(folder: Path) -> None:
    text, code = command.report()
    assert code == 1
    for file in reference.cms_files():
        assert f"https://{file.page}\n" in text
        assert f"{file.archive}: {file.member}" in text
    assert text.count(" missing ") == len(reference.cms_files())


def test_the_files_at_hand_are_the_known_ones(folder: Path) -> None:
    at_hand = reference.SHARED / "data" / "cms"
    if not at_hand.is_dir():
        pytest.skip("NOT TESTED: ../shared/data/cms is not here")
    for file in reference.cms_files():
        place(folder, file.path, b"")
        shutil.copyfile(at_hand / file.path, folder / file.path)
    assert command.report()[1] == 0


def test_only_one_module_knows_the_places() -> None:
    everything = modules(folders=("parsers", "contracts", "warehouse", "flows", "tests"))
    own = "tests/reference/"
    words = ("../shared", '/ "shared"', "SHORTPAY_REFERENCE")
    knowing = [each.path for each in everything if any(word in each.text for word in words)]
    assert [path for path in knowing if not path.startswith(own)] == []
    assert f"{own}__init__.py" in knowing
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    assert [path.name for path in documents if "../shared" in path.read_text("utf-8")] == []

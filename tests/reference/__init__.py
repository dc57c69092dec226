"""Where tests find the files that are not in the repository; the only module that knows their places.

Two kinds: the rate files of CMS, which anyone can download (`make reference` says which), and the samples and the
practice exam in ../shared, which only our build machines have. A test that misses one is skipped with a reason that
names ../shared, unless the place is there: then a file that is missing is an error.
"""

import csv
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "reference"
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"  # remittances written by others, and what they counted in them
EXAM = SHARED / "exam"  # a practice, its remittances and the truth about them
EXAM_REMITS = EXAM / "remits"
VARIABLE = "SHORTPAY_REFERENCE"


@dataclass(frozen=True)
class CmsFile:
    """A file of CMS that tests read, and where CMS publishes it.

    `is_published` says that `sha256` is that of the bytes CMS publishes. Otherwise it is that of a copy with the same
    values in another form, and a download has another hash.
    """

    path: str
    sha256: str
    is_published: bool
    archive: str
    member: str
    page: str


def cms_files() -> list[CmsFile]:
    with (HERE / "cms_files.csv").open(encoding="utf-8", newline="") as stream:
        return [CmsFile(**{**row, "is_published": row["is_published"] == "yes"}) for row in csv.DictReader(stream)]


def cms_folder() -> Path:
    """The folder that SHORTPAY_REFERENCE names, or the one beside the repository; it need not be there."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else SHARED / "data" / "cms"


def cms_file(path: str) -> Path:
    """A file of CMS, such as '2025/GPCI2025.csv'. Skips the test where nothing is at hand."""
    if path not in {each.path for each in cms_files()}:
        raise LookupError(f"{path} is not in tests/reference/cms_files.csv")
    found = cms_folder() / path
    if found.is_file():
        return found
    if os.environ.get(VARIABLE) or SHARED.is_dir():
        raise FileNotFoundError(f"{found} is missing: make reference says where CMS publishes it")
    pytest.skip(f"NOT TESTED: {VARIABLE} names no folder with the files of CMS, and ../shared is not here")


def has_known_bytes(path: str) -> bool:
    """Whether the file at hand is, byte for byte, the one on which the tests were written."""
    [known] = [each.sha256 for each in cms_files() if each.path == path]
    return sha256(cms_folder() / path) == known


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


examined = pytest.mark.skipif(not EXAM.is_dir(), reason="NOT TESTED: ../shared/exam is not here")


def needed(folder: Path) -> Path:
    """A folder of ../shared. Skips the test where ../shared is not at hand."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED: ../shared/{folder.relative_to(SHARED)} is not here")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is missing beside its neighbours")
    return folder


def refuse_skip(report: pytest.TestReport, shared: Path = SHARED) -> None:
    """Fail a test that was skipped for want of ../shared although it is there."""
    if report.skipped and shared.is_dir() and "../shared" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped although ../shared is there: {report.longrepr}"

"""The 835 files that tests read: the samples of others and the practice exam, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared"
CORPUS = SHARED / "corpus"
EXAM = SHARED / "exam" / "remits"
HERE = Path(__file__).parent


def contents(folder, *, at_least):
    """Name and bytes of every remittance of a folder; skips the test, loudly, where the folder is missing."""
    if not folder.is_dir():
        pytest.skip(f"NOT TESTED: {folder} is missing, and with it {at_least} or more remittances")
    found = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.835"))]
    assert len(found) >= at_least
    return found


def profile():
    """What others counted in each file of the corpus."""
    return json.loads((CORPUS / "PROFILE.json").read_text("utf-8"))

"""The 835 files that tests read: the samples of others and the practice exam, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

from tests.reference import CORPUS, needed
from tests.reference import EXAM_REMITS as EXAM

__all__ = ["CORPUS", "EXAM", "HERE", "contents", "profile"]
HERE = Path(__file__).parent


def contents(folder, *, at_least):
    """Name and bytes of every remittance of a folder; skips the test, loudly, where the folder is not at hand."""
    found = [(path.name, path.read_bytes()) for path in sorted(needed(folder).glob("*.835"))]
    assert len(found) >= at_least
    return found


def profile():
    """What others counted in each file of the corpus."""
    return json.loads((needed(CORPUS) / "PROFILE.json").read_text("utf-8"))

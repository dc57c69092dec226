"""Decision records have one form, one number each, and a line in their table of contents."""

import re
from pathlib import Path

from tests.guards.source import ROOT, plant

PARTS = ["Status", "Context", "Decision", "Consequences", "What was measured"]
LONGEST = 70  # lines: a record is read in a minute or two


def violations(folder: Path) -> list[str]:
    found = []
    records = sorted(folder.glob("[0-9]*.md"))
    contents = (folder / "README.md").read_text("utf-8")
    for number, path in enumerate(records, 1):
        text = path.read_text("utf-8")
        if not path.name.startswith(f"{number:04d}-") or not text.startswith(f"# {number:04d} "):
            found.append(f"{path.name}: record {number:04d} is expected here")
        if re.findall(r"^## (.+)$", text, re.MULTILINE) != PARTS:
            found.append(f"{path.name}: its parts are {PARTS}, in this order")
        if text.count("\n") > LONGEST:
            found.append(f"{path.name}: longer than {LONGEST} lines")
        if f"[{number:04d}]({path.name})" not in contents:
            found.append(f"{path.name}: README.md does not list it")
    return found


def test_records_have_their_form_number_and_place() -> None:
    assert violations(ROOT / "docs" / "decisions") == []
    assert len(list((ROOT / "docs" / "decisions").glob("[0-9]*.md"))) > 7


def test_a_record_out_of_form_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "README.md", "[0001](0001-first.md)")
    parts = "".join(f"## {part}\n" for part in PARTS)
    plant(tmp_path, "0001-first.md", f"# 0001 First\n{parts}")
    assert violations(tmp_path) == []
    plant(tmp_path, "0003-third.md", f"# 0003 Third\n{parts.replace('## Decision', '## Choice')}" + "\n" * LONGEST)
    assert len(violations(tmp_path)) == 4

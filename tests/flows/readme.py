"""`python -m tests.flows.readme`: writes what the README quotes of the demo again, from a night on the fixtures."""

import contextlib
import io
import re
import tempfile
from pathlib import Path

from flows.terminal.explanation import explanation
from flows.terminal.summary import print_night
from flows.workspace import Workspace
from tests.flows.conftest import ROOT, fill, spend
from warehouse import queries

README = ROOT / "README.md"
QUOTE = re.compile(r"(<!-- demo: (\w+) -->\n```text\n).*?(```\n<!-- end -->)", re.DOTALL)
NIGHT_LINES = 12


def quotes(root: Path) -> dict[str, str]:
    """What a night on the fixtures at `root` prints: its first lines, and the top of the queue explained."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        print_night(Workspace(root), spend(root))
    with queries.open_published(root / "data") as con:
        top = queries.queue(con)[0]
        explained = explanation(queries.explain(con, top["patient_control_number"]))
    night = printed.getvalue().splitlines()[:NIGHT_LINES]
    return {
        "night": "\n".join([*night, "..."]),
        "explain": f"shortpay explain {top['patient_control_number']}\n{explained}",
    }


def refreshed(text: str, quoted: dict[str, str]) -> str:
    return QUOTE.sub(lambda found: f"{found[1]}{quoted[found[2]]}\n{found[3]}", text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        quoted = quotes(fill(Path(folder) / "demo"))
    README.write_text(refreshed(README.read_text("utf-8"), quoted), "utf-8")

"""docs/lineage.md: what every relation of a night is, what it reads, and a drawing of it, stage by stage."""

from tests.documents import lineage
from warehouse import statements
from warehouse.pipeline import PIPELINE
from warehouse.runner import Entry

HEAD = """# Lineage

Every relation of a night in the order in which it is built, from [warehouse/pipeline.py](../warehouse/pipeline.py).
[CONTRIBUTING.md](../CONTRIBUTING.md) says what each schema holds; names without a schema are the published views
([views.md](views.md)). An arrow points from what is read to what reads it. Only claims that may have changed are judged
again: the first entry of `chain` reads what the night before kept, and the last entry of `judge` keeps what the next
night reads. A relation without a key here is declared by a migration.

`make golden` writes this page from the pipeline and its SQL.
"""
FORMS = {"Build": "SQL", "Decide": "decision", "List": "list", "Run": "Python"}


def page() -> str:
    lineage.relations()
    return "\n".join([HEAD, *(part for stage in PIPELINE for part in _stage(stage.name, stage.doing, stage.entries))])


def _stage(name: str, doing: str, entries: tuple[Entry, ...]) -> list[str]:
    rows = [
        f"| `{relation}` | {FORMS[type(entry).__name__]} | {_key(relation, entry)} | {_reads(entry)} |"
        for entry in entries
        for relation in lineage.filled_by(entry)
    ]
    steps = [entry.name for entry in entries if not entry.fills]
    return [
        f"## {name}: {doing.lower()}\n",
        "```mermaid",
        "flowchart LR",
        *_arrows(entries),
        "```\n",
        "| relation | built by | key | reads |",
        "|---|---|---|---|",
        *rows,
        *([f"\nSteps that build nothing: {', '.join(f'`{step}`' for step in steps)}."] if steps else []),
        "",
    ]


def _arrows(entries: tuple[Entry, ...]) -> list[str]:
    """Arrows between the relations of one stage; what comes from before it is in the table."""
    built: set[str] = set()
    lines: list[str] = []
    for entry in entries:
        filled = list(lineage.filled_by(entry))
        reads = sorted(lineage.read_by(entry) & built)
        lines += [f"  {_node(read)} --> {_node(relation)}" for relation in filled for read in reads]
        built.update(filled)
    joined = {name for line in lines for name in line.split() if name != "-->"}
    alone = [_node(relation) for entry in entries for relation in lineage.filled_by(entry)]
    return [*lines, *(f"  {node}" for node in alone if node not in joined)]


def _node(relation: str) -> str:
    return relation.replace(".", "_") if "." in relation else f"view_{relation}"


def _key(relation: str, entry: Entry) -> str:
    for name in entry.fills:
        if "." not in name and statements.created(name) == relation:
            return ", ".join(f"`{column}`" for column in statements.grain(name))
    return ""


def _reads(entry: Entry) -> str:
    return ", ".join(f"`{name}`" for name in sorted(lineage.read_by(entry)))

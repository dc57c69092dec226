"""Which relation of the pipeline reads which, from the statements by which its entries read."""

import re
from collections.abc import Iterator

from warehouse import statements
from warehouse.incremental import KEPT
from warehouse.pipeline import PIPELINE
from warehouse.runner import Entry, Stage

NAMED = re.compile(r"\b(?:from|join)\s+([a-z_]+(?:\.[a-z_]+)?)\b(?!\s*\()")
COMMENT = re.compile(r"--[^\n]*")
SCHEMAS = {"fact", "reference", "store", "derived"}
VIEWS = {statements.created(name) for name in statements.names_in("views")}
# What a night leaves for the next one: it may be read before it is built again.
OUTLIVES = {*(f"derived.{name}" for name in KEPT), "derived.claim_link"}


def relations() -> dict[str, tuple[Stage, Entry]]:
    """Relation, as schema.table, -> the stage and the entry that fills it; ValueError where two entries fill one."""
    found: dict[str, tuple[Stage, Entry]] = {}
    for stage in PIPELINE:
        for entry in stage.entries:
            for name in filled_by(entry):
                if name in found:
                    raise ValueError(f"{name} is built twice: by {found[name][1].name} and by {entry.name}")
                found[name] = (stage, entry)
    return found


def filled_by(entry: Entry) -> Iterator[str]:
    """The relations an entry fills, as schema.table; a published view has no schema."""
    for name in entry.fills:
        yield name if "." in name else statements.created(name)


def read_by(entry: Entry) -> set[str]:
    """The relations an entry reads, itself and its own temporary ones left out."""
    return {name for statement in entry.reads_by for name in named_in(statements.statement(statement))} - set(
        filled_by(entry)
    )


def early_reads(stages: tuple[Stage, ...]) -> Iterator[str]:
    """Each relation that an entry reads before it is built, in words; facts and what outlives a night are there."""
    built: set[str] = set()
    for stage in stages:
        for entry in stage.entries:
            for name in sorted(read_by(entry) - built - OUTLIVES):
                if name.split(".")[0] not in ("fact", "store"):
                    yield f"{stage.name}.{entry.name} reads {name}, which is not built yet"
            built.update(filled_by(entry))


def named_in(text: str) -> set[str]:
    """Relations a statement reads: those with a schema, and published views."""
    names = set(NAMED.findall(COMMENT.sub("", text)))
    return {name for name in names if name.split(".")[0] in SCHEMAS or name in VIEWS}

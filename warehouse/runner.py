"""The four forms of pipeline entries, Build, Decide, List and Run, and how each of them is run.

The SQL file of its name declares a relation (below sql/build/, sql/views/ or sql/review/), one entry builds it, and no
later entry changes it. What outlives a night is declared by a migration or kept by warehouse/incremental.py. The
$parameters of statements come from warehouse/decisions/parameters.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from warehouse import statements
from warehouse.decisions.parameters import Parameters
from warehouse.load import insert_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from warehouse.context import NightContext

Row = tuple[object, ...]


class Entry(Protocol):
    """One line of the pipeline."""

    @property
    def name(self) -> str:
        """Its name in progress and timings."""

    @property
    def fills(self) -> tuple[str, ...]:
        """The relations it builds, by the names of their SQL files; schema.table where a migration declares one."""

    @property
    def reads_by(self) -> tuple[str, ...]:
        """The statements by which it reads other relations."""

    def run(self, context: NightContext) -> None:
        """Do the work of this entry."""


@dataclass(frozen=True, slots=True)
class _OneRelation:
    """What the entries that build one relation share: they are called by its name."""

    relation: str

    @property
    def name(self) -> str:
        return self.relation

    @property
    def fills(self) -> tuple[str, ...]:
        return (self.relation,)


@dataclass(frozen=True, slots=True)
class Build(_OneRelation):
    """Builds a relation by its SQL file."""

    @property
    def reads_by(self) -> tuple[str, ...]:
        return (self.relation,)

    def run(self, context: NightContext) -> None:
        statements.run(context.con, self.relation, Parameters(context))


@dataclass(frozen=True, slots=True)
class Decide(_OneRelation):
    """Asks a pure function of contracts/ once for each row of the statement `asks`; keeps each row with its answer."""

    asks: str
    answers: Callable[[NightContext], Callable[..., Sequence[object]]]

    @property
    def reads_by(self) -> tuple[str, ...]:
        return (self.asks,)

    def run(self, context: NightContext) -> None:
        statements.run(context.con, self.relation)
        asked = statements.run(context.con, self.asks, Parameters(context)).fetchall()
        answer = self.answers(context)
        insert_rows(context.con, statements.created(self.relation), [(*row, *answer(*row)) for row in asked])


@dataclass(frozen=True, slots=True)
class List(_OneRelation):
    """Keeps a list of contracts/ as a relation, for SQL to join."""

    rows: Callable[[NightContext], Iterable[Row]]

    @property
    def reads_by(self) -> tuple[str, ...]:
        return ()

    def run(self, context: NightContext) -> None:
        statements.run(context.con, self.relation)
        insert_rows(context.con, statements.created(self.relation), self.rows(context))


@dataclass(frozen=True, slots=True)
class Run:
    """Runs a step in Python: what one statement cannot do, or what stays on record from night to night."""

    step: Callable[[NightContext], None]
    fills: tuple[str, ...] = ()
    reads_by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.step.__name__

    def run(self, context: NightContext) -> None:
        for relation in self.fills:
            if "." not in relation:
                statements.run(context.con, relation)
        self.step(context)


@dataclass(frozen=True, slots=True)
class Stage:
    """A named part of the night; `doing` is its text in the progress bar."""

    name: str
    doing: str
    entries: tuple[Entry, ...]


def run_stage(stage: Stage, context: NightContext, progress: Callable[[int, int], None]) -> None:
    """Run the entries of a stage in their order, time each of them, and say after each how many of all are done."""
    for number, entry in enumerate(stage.entries, 1):
        with context.timed(f"{stage.name}.{entry.name}"):
            entry.run(context)
        progress(number, len(stage.entries))

"""Reads the SQL of this package: one statement in each file, found by the file's unique name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

_SQL = files("warehouse") / "sql"
_NUMBERED = "migrations"
_CREATES = re.compile(r"^create or replace (?:table|view) ([\w.]+)", re.MULTILINE)
_GRAIN = "-- grain: "


@cache
def statement(name: str) -> str:
    """The text of the SQL file `name`.sql in any folder below sql/. Raises KeyError when there is none."""
    return _by_name()[name].read_text(encoding="utf-8")


@cache
def names_in(folder: str) -> tuple[str, ...]:
    """Names of the statements below `sql/<folder>`, in order of their path."""
    place = _SQL
    for part in folder.split("/"):
        place = place / part
    return tuple(entry.name.removesuffix(".sql") for entry in _below(place))


@cache
def created(name: str) -> str:
    """The relation, as schema.table, that the statement creates. Raises ValueError when it creates no lasting one."""
    found = _CREATES.search(statement(name))
    if found is None:
        raise ValueError(f"{name}.sql creates no relation")
    return found.group(1)


def creates(name: str) -> bool:
    """Whether the statement creates a table or view that outlives its step: no temporary one."""
    return _CREATES.search(statement(name)) is not None


@cache
def grain(name: str) -> tuple[str, ...]:
    """The columns of which no two rows of the relation agree: the first line of its file, '-- grain: a, b'."""
    first = statement(name).split("\n", 1)[0]
    return tuple(column.strip() for column in first.removeprefix(_GRAIN).split(","))


@cache
def parameters_of(name: str) -> frozenset[str]:
    """Names of the statement's $parameters, as DuckDB's parser finds them."""
    [parsed] = duckdb.extract_statements(statement(name))
    return frozenset(parsed.named_parameters)


def run(
    con: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object] | None = None
) -> duckdb.DuckDBPyConnection:
    """Execute the statement `name` with those of `given` that it names. Raises KeyError when one is not given."""
    wanted = {parameter: (given or {})[parameter] for parameter in parameters_of(name)}
    return con.execute(statement(name), wanted) if wanted else con.execute(statement(name))


def migrations() -> list[tuple[int, str, str]]:
    """Every schema migration as (number, name, text), in order of its number."""
    found = []
    for entry in (_SQL / _NUMBERED).iterdir():
        number, _, name = entry.name.removesuffix(".sql").partition("_")
        found.append((int(number), name, entry.read_text(encoding="utf-8")))
    return sorted(found)


def naming(text: str, **names: str | Sequence[str]) -> str:
    """`text` with its {placeholders} replaced by quoted names: the one place where text of ours becomes SQL.

    A name may be qualified: 'fact.claim' becomes "fact"."claim". Several names are put down with commas between them.
    """
    return text.format(**{key: _named(name) for key, name in names.items()})


def literal(text: str) -> str:
    """A text as SQL writes it, for the two statements that take no parameter: COMMENT and ATTACH."""
    return "'" + text.replace("'", "''") + "'"


def _named(name: str | Sequence[str]) -> str:
    if isinstance(name, str):
        return ".".join(map(_quoted, name.split(".")))
    return ", ".join(map(_named, name))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@cache
def _by_name() -> Mapping[str, Traversable]:
    """Every statement but the migrations. Raises ValueError when two files have one name."""
    found: dict[str, Traversable] = {}
    for entry in _below(_SQL):
        name = entry.name.removesuffix(".sql")
        if name in found:
            raise ValueError(f"two SQL files are called {name}.sql")
        found[name] = entry
    return found


def _below(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name != _NUMBERED:
            yield from _below(entry)
        elif entry.name.endswith(".sql"):
            yield entry

"""Reads the SQL of this package: one statement a file, the file's name is the relation's name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_SQL = files("warehouse") / "sql"


@cache
def statement(path: str) -> str:
    """The text of `sql/<path>.sql`.

    Raises FileNotFoundError if there is no such file.
    """
    return (_SQL / f"{path}.sql").read_text(encoding="utf-8")


def migrations() -> list[tuple[int, str, str]]:
    """Every schema migration as (number, name, text), in order of its number."""
    found = []
    for entry in (_SQL / "migrations").iterdir():
        number, _, name = entry.name.removesuffix(".sql").partition("_")
        found.append((int(number), name, entry.read_text(encoding="utf-8")))
    return sorted(found)


def naming(text: str, **names: str) -> str:
    """`text` with its {placeholders} replaced by quoted names: the one place where text of ours becomes SQL.

    A name may be qualified: 'fact.claim' becomes "fact"."claim".
    """
    return text.format(**{key: ".".join(map(_quoted, name.split("."))) for key, name in names.items()})


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

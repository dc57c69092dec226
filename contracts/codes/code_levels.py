"""Codes that are levels of one service, read from code_levels.toml: which of two codes a payer may not put in place."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CodeLevel:
    """A code, the service it is a level of, and its rank there, from 1 for the lowest."""

    code: str
    service: str
    rank: int


@cache
def code_levels() -> tuple[CodeLevel, ...]:
    """Every level of every service. Raises ValueError for a code that is named twice."""
    levels = tuple(_levels())
    codes = [level.code for level in levels]
    if len(codes) != len(set(codes)):
        raise ValueError("code_levels.toml names a code twice")
    return levels


def _levels() -> Iterator[CodeLevel]:
    document = tomllib.loads((files("contracts") / "codes" / "code_levels.toml").read_text(encoding="utf-8"))
    for service in document["level"]:
        for rank, code in enumerate(service["codes"], 1):
            yield CodeLevel(code, service["name"], rank)

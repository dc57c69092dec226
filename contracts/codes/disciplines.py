"""The discipline of a line: physical, occupational or speech therapy, or chiropractic (disciplines.toml)."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files


def disciplines() -> tuple[str, ...]:
    """Every discipline by its name, such as PT."""
    return tuple(dict.fromkeys(_by_credential().values()))


def discipline_of(modifiers: Collection[str], credential: str | None) -> str | None:
    """What the line's therapy modifier says, else the credential; None where neither says it, or two modifiers do."""
    said = {_by_modifier()[each] for each in modifiers if each in _by_modifier()}
    if said:
        return said.pop() if len(said) == 1 else None
    return _by_credential().get(credential or "")


@cache
def _by_modifier() -> Mapping[str, str]:
    return _listed("modifiers")


@cache
def _by_credential() -> Mapping[str, str]:
    return _listed("credentials")


def _listed(key: str) -> dict[str, str]:
    read = tomllib.loads((files("contracts") / "codes" / "disciplines.toml").read_text(encoding="utf-8"))
    return {each: row["name"] for row in read["discipline"] for each in row[key]}

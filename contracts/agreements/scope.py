"""Which lines a clause of a contract covers: codes, ranges and families, modifiers, sites, products, credentials.

The most specific clause prices a line: an exact code before a range, a range before a family, and then the clause with
more conditions.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from contracts.agreements.fee_schedule import CODE, MODIFIER, SETTINGS
from contracts.agreements.toml_table import Table
from contracts.situation import Line

_RANGE: Final = re.compile(rf"{CODE.pattern}-{CODE.pattern}")
CODE_KEYS: Final = ("codes", "ranges", "families")
KEYS: Final = (*CODE_KEYS, "modifiers", "sites", "products", "credentials", "setting")
BY_FAMILY, BY_RANGE, BY_CODE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Codes from `first` to `last`, both included, with letters and digits in the same places."""

    first: str
    last: str

    def holds(self, code: str) -> bool:
        return self.first <= code <= self.last and _shape(code) == _shape(self.first)

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Conditions that must all hold; one that is empty (None for `facility`) holds for every line."""

    codes: frozenset[str] = frozenset()
    ranges: tuple[CodeRange, ...] = ()
    families: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    facility: bool | None = None

    def names_codes(self) -> bool:
        return bool(self.codes or self.ranges or self.families)

    def holds_code(self, code: str) -> bool:
        return not self.names_codes() or self._code_rank(code) > 0

    def fit(self, line: Line, site: str | None, *, facility: bool) -> tuple[int, int] | None:
        """How specific the scope is for a line, to be compared with other scopes; None when it does not hold."""
        rank = self._code_rank(line.code)
        conditions = (
            (self.modifiers, any(modifier in self.modifiers for modifier in line.modifiers)),
            (self.sites, site in self.sites),
            (self.products, line.product in self.products),
            (self.credentials, line.credential in self.credentials),
            (self.facility is not None, facility == self.facility),
        )
        asked = [holds for condition, holds in conditions if condition]
        if (self.names_codes() and not rank) or not all(asked):
            return None
        return rank, len(asked)

    def __str__(self) -> str:
        named = (*sorted(self.codes), *map(str, self.ranges), *self.families)
        others = (self.modifiers, self.sites, self.products, self.credentials)
        parts = [", ".join(part) for part in (named, *others) if part]
        setting = [name for name, facility in SETTINGS.items() if facility == self.facility]
        return "; ".join([*parts, *setting])

    def _code_rank(self, code: str) -> int:
        if code in self.codes:
            return BY_CODE
        if any(each.holds(code) for each in self.ranges):
            return BY_RANGE
        if any(each.holds(code) for family in self.families for each in families()[family]):
            return BY_FAMILY
        return 0


def read_scope(table: Table, keys: tuple[str, ...] = KEYS) -> Scope:
    """The scope a table states under `keys`; one that states nothing is a problem, for it would hold for every line."""
    if not any(key in table for key in keys):
        table.problem("codes", f"is missing: at least one of {', '.join(keys)}")
    ranges = [CodeRange(*text.split("-")) for text in table.texts("ranges", _RANGE, 'ranges such as "97010-97799"')]
    for each in ranges:
        if each.first > each.last or _shape(each.first) != _shape(each.last):
            table.problem("ranges", f'"{each}" is no range: both ends are codes of one kind, the lower one first')
    named = table.texts("families")
    for name in named:
        if name not in families():
            table.problem("families", f'no family is called "{name}"; there are: {", ".join(sorted(families()))}')
    by_code = Scope(
        codes=frozenset(table.texts("codes", CODE, "procedure codes of five characters")),
        ranges=tuple(ranges),
        families=tuple(name for name in named if name in families()),
    )
    if keys == CODE_KEYS:
        return by_code
    setting = table.choice("setting", tuple(SETTINGS)) if "setting" in table else None
    return replace(
        by_code,
        modifiers=table.texts("modifiers", MODIFIER, "modifiers of two characters"),
        sites=table.texts("sites"),
        products=table.texts("products"),
        credentials=table.texts("credentials"),
        facility=None if setting is None else SETTINGS[setting],
    )


@cache
def families() -> dict[str, tuple[CodeRange, ...]]:
    """Every family of codes by its name: contracts/codes/families.toml."""
    read = tomllib.loads((files("contracts") / "codes" / "families.toml").read_text(encoding="utf-8"))
    return {
        family["name"]: tuple(CodeRange(*text.split("-")) for text in family["ranges"]) for family in read["family"]
    }


def _shape(code: str) -> tuple[bool, ...]:
    return tuple(map(str.isdigit, code))

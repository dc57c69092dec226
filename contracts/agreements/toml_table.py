"""Reads a TOML table strictly: unknown keys, wrong types and money that is no text become problems, never values.

Each reader returns a placeholder when it reports a problem, so that one pass finds all of them; the caller raises
before it uses any value when `problems` is not empty.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, cast

from contracts.money import NOTHING, read_amount, read_percent
from contracts.problems import Problem

PLACEHOLDER_DATE: Final = date.min


class Table:
    """One table of one file. `key` is its own place ('terms[1]'; '' at the top); `finish` reports keys not read."""

    __slots__ = ("_mapping", "_read", "file", "key", "problems")

    def __init__(self, mapping: Mapping[str, object], file: str, key: str, problems: list[Problem]) -> None:
        self._mapping = mapping
        self._read: set[str] = set()
        self.file = file
        self.key = key
        self.problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        """The keys in the order of the file, for tables whose keys are data."""
        return iter(self._mapping)

    def problem(self, key: str, message: str) -> None:
        place = ".".join(part for part in (self.key, key) if part)
        self.problems.append(Problem(self.file, place, message))

    def optional_text(self, key: str, form: re.Pattern[str] | None = None, meaning: str = "") -> str | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.problem(key, f"must be text in quotes{', ' + meaning if meaning else ''}, not {shown(value)}")
            return None
        text = value.strip()
        if form and not form.fullmatch(text):
            self.problem(key, f"must be {meaning}, not {shown(value)}")
            return None
        return text

    def text(self, key: str, form: re.Pattern[str] | None = None, meaning: str = "") -> str:
        self._require(key, meaning)
        return self.optional_text(key, form, meaning) or ""

    def texts(self, key: str, form: re.Pattern[str] | None = None, meaning: str = "") -> tuple[str, ...]:
        """A list of texts; an absent key is the empty list."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem(key, f"must be a list of texts, not {shown(value)}")
            return ()
        good = []
        for entry in value:
            if not isinstance(entry, str) or not entry.strip():
                self.problem(key, f"must hold texts in quotes, not {shown(entry)}")
            elif form and not form.fullmatch(entry.strip()):
                self.problem(key, f"must hold {meaning}, not {shown(entry)}")
            elif entry.strip() in good:
                self.problem(key, f"names {shown(entry)} twice")
            else:
                good.append(entry.strip())
        return tuple(good)

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of `choices`; the default is for an absent key, and without a default the key is required."""
        value = self._get(key)
        if value is None:
            if default is None:
                self.problem(key, f"is missing: one of {_listed(choices)}")
            return default or choices[0]
        if not isinstance(value, str) or value not in choices:
            self.problem(key, f"must be one of {_listed(choices)}, not {shown(value)}")
            return choices[0]
        return value

    def optional_amount(self, key: str) -> Decimal | None:
        """Dollars; text only, because a TOML number with a point is a binary fraction."""
        value = self._get(key)
        if value is None:
            return None
        amount = read_amount(value.strip()) if isinstance(value, str) else None
        if amount is None:
            self.problem(key, f'must be an amount in quotes such as "28.40", not {shown(value)}')
        return amount

    def amount(self, key: str) -> Decimal:
        self._require(key, 'an amount in quotes such as "28.40"')
        found = self.optional_amount(key)
        return NOTHING if found is None else found

    def optional_percent(self, key: str) -> Decimal | None:
        value = self._get(key)
        if value is None:
            return None
        percent = read_percent(value.strip()) if isinstance(value, str) else None
        if percent is None:
            self.problem(key, f'must be a percent in quotes such as "105", not {shown(value)}')
        return percent

    def percents(self, key: str) -> tuple[Decimal, ...]:
        """A list of percents, at least one."""
        texts = self.raw_texts(key)
        found = [read_percent(text.strip()) for text in texts]
        if not texts or None in found:
            self.problem(key, 'must be a list of percents in quotes such as ["100", "50"]')
            return ()
        return tuple(percent for percent in found if percent is not None)

    def raw_texts(self, key: str) -> tuple[str, ...]:
        """A list whose texts may repeat; anything else is the empty list."""
        value = self._get(key)
        return tuple(value) if isinstance(value, list) and all(isinstance(entry, str) for entry in value) else ()

    def percent(self, key: str) -> Decimal:
        self._require(key, 'a percent in quotes such as "105"')
        return self.optional_percent(key) or NOTHING

    def optional_date(self, key: str) -> date | None:
        value = self._get(key)
        if value is None:
            return None
        # A TOML date-time is a date to Python as well, and would carry an hour into every comparison.
        if isinstance(value, datetime) or not isinstance(value, date):
            self.problem(key, f"must be a date without quotes such as 2026-01-31, not {shown(value)}")
            return None
        return value

    def date(self, key: str) -> date:
        self._require(key, "a date without quotes such as 2026-01-31")
        return self.optional_date(key) or PLACEHOLDER_DATE

    def flag(self, key: str) -> bool:
        """True or false; an absent key is false."""
        value = self._get(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.problem(key, f"must be true or false, not {shown(value)}")
        return value is True

    def count(self, key: str) -> int:
        """A whole number of at least one."""
        self._require(key, "a whole number")
        value = self._get(key)
        if value is None:
            return 1
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.problem(key, f"must be a whole number of at least 1, not {shown(value)}")
            return 1
        return value

    def years(self, key: str) -> tuple[int, ...]:
        """Calendar years such as [2026]; () without the key."""
        value = self._get(key) if key in self else []
        is_list = isinstance(value, list) and all(isinstance(each, int) and date.min.year < each for each in value)
        if not is_list or any(isinstance(each, bool) for each in cast("list[object]", value)):
            self.problem(key, f"must be a list of years such as [2026], not {shown(value)}")
            return ()
        return tuple(cast("list[int]", value))

    def raw(self, key: str) -> object:
        """The value as written, for keys with more than one form."""
        return self._get(key)

    def table(self, key: str) -> "Table | None":
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.problem(key, f"must be a table, not {shown(value)}")
            return None
        return Table(value, self.file, f"{self.key}.{key}" if self.key else key, self.problems)

    def tables(self, key: str) -> tuple["Table", ...]:
        """An array of tables ([[key]]), numbered from 1 as a person counts them."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.problem(key, f"must be written as [[{key}]], once for each")
            return ()
        place = f"{self.key}.{key}" if self.key else key
        return tuple(
            Table(entry, self.file, f"{place}[{number}]", self.problems) for number, entry in enumerate(value, 1)
        )

    def one_or_more_tables(self, key: str) -> tuple["Table", ...]:
        """One table ({ ... }) or a list of them."""
        if isinstance(self._get(key), list):
            return self.tables(key)
        table = self.table(key)
        return () if table is None else (table,)

    def finish(self, elsewhere: Collection[str] = ()) -> None:
        """Reports every key that no reader asked for and that `elsewhere` does not own."""
        for key in self._mapping:
            if key in self._read or key in elsewhere:
                continue
            near = get_close_matches(key, sorted(self._read), n=1)
            self.problem(key, f"unknown key{'; did you mean ' + near[0] + '?' if near else ''}")

    def _get(self, key: str) -> object:
        self._read.add(key)
        return self._mapping.get(key)

    def _require(self, key: str, meaning: str) -> None:
        if key not in self._mapping:
            self.problem(key, f"is missing{': ' + meaning if meaning else ''}")


def shown(value: object) -> str:
    """A value as the file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _listed(choices: Sequence[str]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)

"""The filter and order of the queue, read from the query of a URL and written back to it.

The text of a search may name a patient, so it never appears in a URL: `Searches` keeps it under a token.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from warehouse.review.rules import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LENGTH = 200
MAX_SEARCHES = 10_000
# The columns to sort by; a minus before the name in the URL means descending.
SORTS = ("deadline", "shortfall", "payer", "claim", "patient", "service", "cause")
WINDOWS = {"open": "Open windows", "expired": "Closed windows", "all": "All"}


class MalformedError(ValueError):
    """A URL holds a filter that no page writes; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class Filter:
    """None restricts nothing. `status` is a status, 'open' or 'all'; `find` is the token of a search."""

    payer: str | None = None
    agreement: str | None = None
    cause: str | None = None
    status: str = "open"
    assignee: str | None = None
    batch: str | None = None
    site: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    before: date | None = None
    window: str = "open"
    sort: str = "deadline"
    find: str | None = None
    numbers: str | None = None
    names: str | None = None

    @property
    def sort_column(self) -> str:
        """The column of the table of disputes that holds the order."""
        return f"by_{self.sort.removeprefix('-')}"

    @property
    def sign(self) -> int:
        return -1 if self.sort.startswith("-") else 1

    @property
    def is_by_deadline(self) -> bool:
        return self.sort == "deadline"

    def parameters(self) -> dict[str, object]:
        """The parameters of the worklist's SQL."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in ("sort", "find")}

    def query(self, **changed: object) -> str:
        """The filter as the query of a URL, with `changed` values; default values are left out."""
        new = replace(self, **changed)  # type: ignore[arg-type]
        default = Filter()
        shown = [field.name for field in fields(self) if field.name not in ("numbers", "names")]
        return urlencode({name: getattr(new, name) for name in shown if getattr(new, name) != getattr(default, name)})

    @property
    def restriction_count(self) -> int:
        """How many restrictions are set that the default filter does not have."""
        default = Filter()
        hidden = ("sort", "numbers", "names")
        return sum(
            getattr(self, field.name) != getattr(default, field.name)
            for field in fields(self)
            if field.name not in hidden
        )


def read_filter(query: Mapping[str, str]) -> Filter:
    """The filter of a URL; other keys are ignored. Raises MalformedError."""
    text = {name: value.strip() for name, value in query.items() if value.strip()}
    if any(len(value) > MAX_LENGTH for value in text.values()):
        raise MalformedError("A filter is too long.")
    given: dict[str, object] = {
        name: text[name]
        for name in ("payer", "agreement", "cause", "assignee", "batch", "site", "find")
        if name in text
    }
    for name, known in (
        ("status", ("open", "all", *STATUSES)),
        ("window", tuple(WINDOWS)),
        ("sort", (*SORTS, *(f"-{sort}" for sort in SORTS))),
    ):
        if name in text:
            if text[name] not in known:
                raise MalformedError(f"There is no {name} of that name.")
            given[name] = text[name]
    for name in ("least", "most"):
        if name in text:
            given[name] = _amount(text[name])
    if "before" in text:
        try:
            given["before"] = date.fromisoformat(text["before"])
        except ValueError:
            raise MalformedError("Write a date as YYYY-MM-DD.") from None
    return Filter(**given)  # type: ignore[arg-type]


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").removeprefix("$"))
    except InvalidOperation:
        raise MalformedError("Write an amount in dollars and cents.") from None
    if not amount.is_finite() or abs(amount) >= Decimal(10**12):
        raise MalformedError("Write an amount in dollars and cents.")
    return amount.quantize(Decimal("0.01"))


class Searches:
    """The search texts of all users, each under a token, so that no URL, browser history or log names a patient."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, who: str, text: str) -> str:
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._texts[token] = (who, " ".join(text.lower().replace(",", " ").split())[:MAX_LENGTH])
            while len(self._texts) > MAX_SEARCHES:
                self._texts.popitem(last=False)
        return token

    def text(self, who: str, token: str) -> str | None:
        """The text that `who` searched for; None for another user's token, or one from before a restart."""
        owner, text = self._texts.get(token, ("", ""))
        return text if owner == who else None

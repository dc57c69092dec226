"""What of the queue is shown, and in which order: read from the query of a URL, and written back to it.

A search for a patient or claim number never stands in a URL: it is kept here under a token, see `Searches`.
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

LONGEST = 200
KEPT = 10_000
# What a heading of the table sorts by; a minus in the URL turns it round.
PLACES = ("deadline", "shortfall", "payer", "claim", "patient", "service", "cause")
WINDOWS = {"open": "Open windows", "expired": "Windows that closed", "all": "All"}


class MalformedError(ValueError):
    """A filter in a URL that no page of ours writes."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Absent is no restriction; `status` is a status, 'open' or 'all'; `find` the token of a search."""

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
    def place(self) -> str:
        """The column of the desk that holds the order."""
        return f"by_{self.sort.removeprefix('-')}"

    @property
    def sign(self) -> int:
        return -1 if self.sort.startswith("-") else 1

    @property
    def is_by_deadline(self) -> bool:
        return self.sort == "deadline"

    def parameters(self) -> dict[str, object]:
        """What the statements of sql/worklist take."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in ("sort", "find")}

    def query(self, **changed: object) -> str:
        """The filter as the query of a URL, with some of it changed; what is as by default is left out."""
        new = replace(self, **changed)  # type: ignore[arg-type]
        default = Filter()
        shown = [field.name for field in fields(self) if field.name not in ("numbers", "names")]
        return urlencode({name: getattr(new, name) for name in shown if getattr(new, name) != getattr(default, name)})

    @property
    def restrictions(self) -> int:
        """How many restrictions beyond the default are set."""
        default = Filter()
        hidden = ("sort", "numbers", "names")
        return sum(
            getattr(self, field.name) != getattr(default, field.name)
            for field in fields(self)
            if field.name not in hidden
        )


def read_filter(query: Mapping[str, str]) -> Filter:
    """The filter a URL asks for; keys of no filter are passed over. Raises MalformedError."""
    text = {name: value.strip() for name, value in query.items() if value.strip()}
    if any(len(value) > LONGEST for value in text.values()):
        raise MalformedError("A filter is too long.")
    given: dict[str, object] = {
        name: text[name]
        for name in ("payer", "agreement", "cause", "assignee", "batch", "site", "find")
        if name in text
    }
    for name, known in (
        ("status", ("open", "all", *STATUSES)),
        ("window", tuple(WINDOWS)),
        ("sort", (*PLACES, *(f"-{place}" for place in PLACES))),
    ):
        if name in text:
            if text[name] not in known:
                raise MalformedError(f"There is no such {name}.")
            given[name] = text[name]
    for name in ("least", "most"):
        if name in text:
            given[name] = _amount(text[name])
    if "before" in text:
        try:
            given["before"] = date.fromisoformat(text["before"])
        except ValueError:
            raise MalformedError("A date is written YYYY-MM-DD.") from None
    return Filter(**given)  # type: ignore[arg-type]


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").removeprefix("$"))
    except InvalidOperation:
        raise MalformedError("An amount is written in dollars and cents.") from None
    if not amount.is_finite() or abs(amount) >= Decimal(10**12):
        raise MalformedError("An amount is written in dollars and cents.")
    return amount.quantize(Decimal("0.01"))


class Searches:
    """What people searched for, under tokens of their own, so that no URL, history or log names a patient."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, who: str, text: str) -> str:
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[token] = (who, " ".join(text.lower().replace(",", " ").split())[:LONGEST])
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return token

    def text(self, who: str, token: str) -> str | None:
        """What `who` searched for; None when it is someone else's, or forgotten since the page was started again."""
        owner, text = self._kept.get(token, ("", ""))
        return text if owner == who else None

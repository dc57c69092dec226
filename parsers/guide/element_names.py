"""What the segments, elements and components of the 835 are called, in our own words (element_names.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def segment_name(tag: str) -> str | None:
    """The name of a segment; None for one that no 835 has."""
    names = _table().get(tag)
    return None if names is None else names[0]


def element_name(tag: str, element: int, component: int | None = None) -> str | None:
    """The name of element `element` (1-based) or of its component; None where we have none."""
    names = _table().get(tag)
    if names is None or not 0 < element <= len(names[1]):
        return None
    parts = names[1][element - 1].split("/")
    if component is None:
        return names[1][element - 1] if len(parts) == 1 else None
    return parts[component - 1] if 0 < component <= len(parts) else None


def place_name(place: str) -> str | None:
    """The name of a place such as CLP, CLP03 or SVC01-2; None where we have none."""
    for width in (3, 2):
        tag, rest = place[:width], place[width:]
        if tag in _table():
            if not rest:
                return segment_name(tag)
            element, _, component = rest.partition("-")
            if element.isdigit() and (not component or component.isdigit()):
                return element_name(tag, int(element), int(component) if component else None)
    return None


@cache
def _table() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    text = (files("parsers") / "guide" / "element_names.toml").read_text(encoding="utf-8")
    return {tag: (names["name"], tuple(names["elements"])) for tag, names in tomllib.loads(text).items()}

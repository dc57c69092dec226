"""What the segments, elements and components of the 835 are called, in our own words (element_names.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def segment_name(tag: str) -> str | None:
    """What a segment is; None for one that no 835 has."""
    said = _table().get(tag)
    return None if said is None else said[0]


def element_name(tag: str, element: int, component: int | None = None) -> str | None:
    """What element `element` (1-based) is, or its component; None where we have no name."""
    said = _table().get(tag)
    if said is None or not 0 < element <= len(said[1]):
        return None
    parts = said[1][element - 1].split("/")
    if component is None:
        return said[1][element - 1] if len(parts) == 1 else None
    return parts[component - 1] if 0 < component <= len(parts) else None


def place_name(place: str) -> str | None:
    """What a place such as CLP, CLP03 or SVC01-2 is."""
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
    return {tag: (said["name"], tuple(said["elements"])) for tag, said in tomllib.loads(text).items()}

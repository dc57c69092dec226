"""A bar as inline SVG, with a label for screen readers, beside a number in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from decimal import Decimal

WIDTH, HEIGHT = 160, 12


def bar(value: Decimal | int | None, largest: Decimal | int | None, label: str, kind: str = "short") -> Markup:
    """A bar whose length shows the share of `value` in `largest`. `kind` is a class of the style sheet."""
    length = int(value * WIDTH / largest) if value and largest and value > 0 else 0
    return Markup(
        '<svg class="bar bar-{}" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        '<rect class="track" width="{}" height="{}" rx="3"/><rect class="value" width="{}" height="{}" rx="3"/></svg>'
    ).format(kind, label, WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT, max(length, 2 if value else 0), HEIGHT)

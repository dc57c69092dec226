"""The published views, and the comment that each of them and each of their columns carries into every snapshot."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from warehouse import statements
from warehouse.database import columns_of, transaction
from warehouse.statements import literal, naming

if TYPE_CHECKING:
    from warehouse.context import NightContext

VIEWS: Final = tuple(name for name in statements.names_in("views") if "." not in statements.created(name))
"""Every view of the default schema, the interface for analysts; sql/views/comments.toml has their comments."""


def comment_views(night: NightContext) -> None:
    """Put the comments of sql/views/comments.toml on every published view and column."""
    comments = tomllib.loads((files("warehouse") / "sql" / "views" / "comments.toml").read_text(encoding="utf-8"))
    shared = comments.pop("shared")
    with transaction(night.con):
        for view in VIEWS:
            own = comments[view]
            about = [naming("comment on view {view} is ", view=view) + literal(own["view"])]
            for column, _ in columns_of(night.con, view):
                text = own.get(column, shared.get(column, ""))
                about.append(naming("comment on column {column} is ", column=f"{view}.{column}") + literal(text))
            night.con.execute("; ".join(about))

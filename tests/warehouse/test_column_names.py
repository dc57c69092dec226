"""Columns of the published views follow the naming law of CONTRIBUTING: the name says what kind of value it has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from warehouse.queries import open_published

# Published before the law was written, and stable since.
BEFORE_THE_LAW = {"in_queue", "window_is_assumed", "patient_share"}
DAYS = {"as_of", "deadline", "safe_deadline", "first_deadline"}

LAW: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    (
        "a day ends in _on, _date, _from, _until or _by",
        lambda name, kind: (
            kind == "DATE" and name not in DAYS and not name.endswith(("_on", "_date", "_from", "_until", "_by"))
        ),
    ),
    ("an instant ends in _at", lambda name, kind: kind.startswith("TIMESTAMP") != name.endswith("_at")),
    ("a truth begins with is_ or has_", lambda name, kind: kind == "BOOLEAN" and not name.startswith(("is_", "has_"))),
    ("is_ and has_ are true or false", lambda name, kind: kind != "BOOLEAN" and name.startswith(("is_", "has_"))),
    ("a count is a whole number", lambda name, kind: name.endswith("_count") and "INT" not in kind),
    ("a share is a fraction", lambda name, kind: name.endswith("_share") and kind != "DOUBLE"),
    ("only a share or seconds may be DOUBLE", lambda name, kind: kind == "DOUBLE" and not _may_be_double(name)),
)


def _may_be_double(name: str) -> bool:
    return name.endswith(("_share", "seconds"))


def violations(columns: list[tuple[str, str, str]]) -> list[str]:
    return [
        f"{view}.{name} is {kind}: {law}"
        for view, name, kind in columns
        for law, breaks in LAW
        if name not in BEFORE_THE_LAW and breaks(name, kind)
    ]


def test_published_columns_keep_the_naming_law(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    spend_night(space.root, AS_OF)
    with open_published(space.data) as con:
        columns = con.execute(
            "select c.table_name, c.column_name, c.data_type from duckdb_columns() as c "
            "inner join duckdb_views() as v on c.table_name = v.view_name and c.schema_name = v.schema_name "
            "where c.schema_name = 'main' and not v.internal"
        ).fetchall()
    assert len({view for view, _, _ in columns}) > 20
    assert violations(columns) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("paid_day", "DATE"),
        ("received", "TIMESTAMP"),
        ("opened_at", "DATE"),
        ("overdue", "BOOLEAN"),
        ("is_open", "VARCHAR"),
        ("line_count", "DECIMAL(18,2)"),
        ("paid_share", "VARCHAR"),
        ("variance", "DOUBLE"),
    ],
)
def test_a_column_that_breaks_the_law_is_found(name: str, kind: str) -> None:
    assert violations([("a_view", name, kind)]) != []

"""Two snapshots: each kind of difference is planted and found, and equal rows are not reported."""

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.workspace import Workspace
from warehouse.database import DatabaseUnreadableError
from warehouse.snapshot_diff import (
    KEYS,
    RUN_INSTANTS,
    SnapshotDiff,
    UnknownIgnoredError,
    ViewDiff,
    compare,
)

LINES = {
    "line_review": """select * from (values
        ('a.835', 10, 'short', 12.50, 'Ames', 'h1', 1),
        ('a.835', 20, 'exact', 30.00, 'Bond', 'h1', 2),
        ('b.835', 10, 'exact', null, 'Cole', 'h2', 1))
        as t (file_name, segment_number, state, variance, patient_last, situation_id, line_in_situation)""",
    "expectation_step": """select * from (values ('h1', 1, 1, 'fee'), ('h1', 2, 1, 'fee'), ('h2', 1, 1, 'fee'))
        as s (situation_id, line_in_situation, step, rule),
        (select 'text' as text, 1.5 as amount, 'source' as source)""",
}


def snapshot(path: Path, views: dict[str, str], *replaced: tuple[str, str]) -> Path:
    """A database with these views, each text of `replaced` exchanged for the other."""
    with duckdb.connect(str(path)) as con:
        for name, query in views.items():
            for before, after in replaced:
                query = query.replace(before, after)  # noqa: PLW2901 -- one text after another
            con.execute("create view " + name + " as " + query)
    return path


def diff(tmp_path: Path, *replaced: tuple[str, str], **views: str) -> SnapshotDiff:
    """What compare says of LINES and LINES with these texts replaced, both with `views` too."""
    old = snapshot(tmp_path / "old.duckdb", LINES | views)
    return compare(old, snapshot(tmp_path / "new.duckdb", LINES | views, *replaced))


def view_of(found: SnapshotDiff, name: str) -> ViewDiff:
    """The view called so; every other view is equal."""
    assert [view.view for view in found.views if not view.is_equal] == [name]
    return next(view for view in found.views if view.view == name)


def test_a_snapshot_equals_itself(tmp_path: Path) -> None:
    found = diff(tmp_path)
    assert found.is_equal
    assert (found.renamed, found.ambiguous) == (0, 0)
    assert [(view.view, view.old_rows, view.new_rows) for view in found.views] == [
        ("expectation_step", 3, 3),
        ("line_review", 3, 3),
    ]


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("12.50", "12.51", "variance"),
        ("10, 'exact', null", "10, 'exact', 0.00", "variance"),
        ("'Bond'", "'Bonde'", "patient_last"),
        ("'Bond'", "null", "patient_last"),
        ("'short'", "'exact'", "state"),
    ],
)
def test_a_changed_value_is_found_in_its_column(tmp_path: Path, before: str, after: str, column: str) -> None:
    view = view_of(diff(tmp_path, (before, after)), "line_review")
    assert (view.only_old.rows, view.only_new.rows, view.differing) == (0, 0, 1)
    [change] = view.changes
    assert (change.column, change.rows) == (column, 1)
    assert change.places[0] in {
        f"file_name {name}.835, segment_number {n}" for name, n in (("a", 10), ("a", 20), ("b", 10))
    }


def test_codes_are_shown_and_no_other_value(tmp_path: Path) -> None:
    view = view_of(diff(tmp_path, ("'short'", "'over'"), ("12.50", "9.00"), ("'Ames'", "'Amos'")), "line_review")
    assert {change.column: change.values for change in view.changes} == {
        "state": (("short", "over", 1),),
        "variance": (),
        "patient_last": (),
    }
    assert "Am" not in str(view)


def test_rows_of_one_side_are_counted_and_named(tmp_path: Path) -> None:
    view = view_of(diff(tmp_path, ("('b.835', 10", "('c.835', 11")), "line_review")
    assert (view.only_old.rows, view.only_new.rows, view.differing) == (1, 1, 0)
    assert view.only_old.places == ("file_name b.835, segment_number 10",)
    assert view.only_new.places == ("file_name c.835, segment_number 11",)


def test_copies_of_a_row_count(tmp_path: Path) -> None:
    twice = "select 'x' as payer, null as agreement, 1 as line_count from range(2)"
    view = view_of(diff(tmp_path, ("range(2)", "range(5)"), payer_scorecard=twice), "payer_scorecard")
    assert (view.only_old.rows, view.only_new.rows, view.differing) == (0, 3, 0)
    assert view.only_new.places == ("payer x",) * 3


def test_types_differ_and_values_of_another_scale_do_not(tmp_path: Path) -> None:
    rows = "select 'x' as payer, 'y' as agreement, 1.5::decimal(18, 2) as short_amount"
    view = view_of(diff(tmp_path, ("(18, 2)", "(38, 4)"), payer_scorecard=rows), "payer_scorecard")
    assert (view.only_old.rows, view.only_new.rows, view.differing) == (0, 0, 0)
    assert view.retyped == (("short_amount", "DECIMAL(18,2)", "DECIMAL(38,4)"),)


def test_views_and_columns_that_only_one_has(tmp_path: Path) -> None:
    old = snapshot(tmp_path / "old.duckdb", LINES | {"coverage": "select 'x' as agreement"})
    new = snapshot(tmp_path / "new.duckdb", LINES | {"night": "select 1 as as_of"}, ("rule)", "law)"))
    found = compare(old, new)
    assert (found.views_only_old, found.views_only_new) == (("coverage",), ("night",))
    view = view_of(found, "expectation_step")
    assert (view.columns_only_old, view.columns_only_new, view.differing) == (("rule",), ("law",), 0)
    ignored = ["coverage", "night", "expectation_step.rule", "expectation_step.law"]
    assert compare(old, new, ignored=ignored).is_equal


def test_identifiers_are_compared_up_to_a_renaming(tmp_path: Path) -> None:
    """h1 becomes h2 and h2 becomes h3: by its spelling every row of h2 has changed."""
    found = diff(tmp_path, ("'h2'", "'h3'"), ("'h1'", "'h2'"))
    assert found.is_equal
    assert (found.renamed, found.ambiguous) == (2, 0)


def test_steps_are_compared_through_the_renaming(tmp_path: Path) -> None:
    found = diff(tmp_path, ("'h2'", "'h3'"), ("'h1'", "'h2'"), ("2', 2, 1, 'fee'", "2', 2, 1, 'units'"))
    view = view_of(found, "expectation_step")
    [change] = view.changes
    assert (change.column, change.rows, change.values) == ("rule", 1, (("fee", "units", 1),))
    assert change.places == ("situation_id h2, line_in_situation 2, step 1",)


def test_situations_that_no_line_asks_are_paired_by_their_steps(tmp_path: Path) -> None:
    """u1 and u2 are alike; u3 has two steps, and one of them has another rule in the new snapshot."""
    unused = (
        "('h2', 1, 1, 'fee'), ('u1', 1, 1, 'cut'), ('u2', 1, 1, 'cut'), ('u3', 1, 1, 'fee'), ('u3', 1, 2, 'units'))"
    )
    steps = LINES["expectation_step"].replace("('h2', 1, 1, 'fee'))", unused)
    old = snapshot(tmp_path / "old.duckdb", LINES | {"expectation_step": steps})
    views = LINES | {"expectation_step": steps.replace("'u", "'v").replace("'vnits'", "'law'")}
    found = compare(old, snapshot(tmp_path / "new.duckdb", views))
    assert (found.renamed, found.ambiguous) == (3, 0)
    view = view_of(found, "expectation_step")
    assert (view.only_old.rows, view.only_new.rows, view.differing) == (0, 0, 1)
    assert view.changes[0].values == (("units", "law", 1),)
    assert view.changes[0].places == ("situation_id v3, line_in_situation 1, step 2",)
    found = compare(old, snapshot(tmp_path / "more.duckdb", views, ("1.5 as", "1.6 as")))
    assert found.renamed == 0


def test_a_situation_that_is_split_is_a_difference(tmp_path: Path) -> None:
    """The two lines of h1 have a situation each in the new snapshot, whose other lines and steps are as they were."""
    found = diff(tmp_path, ("'Bond', 'h1'", "'Bond', 'h9'"), ("('h1', 2,", "('h9', 2,"))
    assert found.ambiguous == 1
    assert [view.view for view in found.views if not view.is_equal] == ["expectation_step", "line_review"]
    assert [change.column for change in found.views[1].changes] == ["situation_id"]


def test_situations_that_are_merged_are_a_difference(tmp_path: Path) -> None:
    found = diff(tmp_path, ("'Cole', 'h2'", "'Cole', 'h1'"))
    assert found.ambiguous == 2
    assert view_of(found, "line_review").differing == 1


def test_moments_of_the_run_are_compared_when_asked_for(tmp_path: Path) -> None:
    rows = "select 'a.835' as file_name, 'ff' as sha256, 'loaded' as disposition, timestamp '2026-01-02' as received_at"
    assert diff(tmp_path, ("2026-01-02", "2026-01-03"), file_log=rows).is_equal
    found = compare(tmp_path / "old.duckdb", tmp_path / "new.duckdb", with_instants=True)
    assert [change.column for change in view_of(found, "file_log").changes] == ["received_at"]


def test_what_is_ignored_must_exist(tmp_path: Path) -> None:
    old = snapshot(tmp_path / "old.duckdb", LINES)
    new = snapshot(tmp_path / "new.duckdb", LINES, ("12.50", "13.00"))
    assert compare(old, new, ignored=["line_review.variance"]).is_equal
    assert compare(old, new, ignored=["line_review"]).is_equal
    with pytest.raises(UnknownIgnoredError, match=r"line_review\.varience"):
        compare(old, new, ignored=["line_review.varience"])


def test_a_view_that_this_version_does_not_know(tmp_path: Path) -> None:
    """With a column that says where a row is, or without."""
    found = diff(
        tmp_path, ("'Dorn'", "'Durn'"), later="select 'Dorn' as name", other="select 'Dorn' as name, 3 as code"
    )
    later, other = (view for view in found.views if not view.is_equal)
    assert (later.only_old.rows, later.only_new.rows, later.differing, later.only_old.places) == (1, 1, 0, ())
    assert (other.differing, other.changes[0].places) == (1, ("code 3",))
    assert "Dorn" not in str(found)


def test_a_view_without_a_column_in_common(tmp_path: Path) -> None:
    view = view_of(diff(tmp_path, ("as name", "as called"), later="select 'Dorn' as name"), "later")
    assert (view.columns_only_old, view.columns_only_new, view.old_rows) == (("name",), ("called",), 1)


def test_files_that_are_no_snapshots(tmp_path: Path) -> None:
    good = snapshot(tmp_path / "old.duckdb", LINES)
    torn = tmp_path / "torn.duckdb"
    torn.write_bytes(good.read_bytes()[:5000])
    for bad in (torn, tmp_path / "missing.duckdb", snapshot(tmp_path / "empty.duckdb", {})):
        with pytest.raises(DatabaseUnreadableError, match=bad.name):
            compare(good, bad)


def test_every_published_view_has_a_key(published: duckdb.DuckDBPyConnection) -> None:
    """Its columns exist, no two rows share it, and none of them names a patient or is a moment of the run."""
    views = [
        row[0]
        for row in published.execute(
            "select view_name from duckdb_views() where not internal and schema_name = 'main'"
        ).fetchall()
    ]
    assert set(views) <= set(KEYS)
    for view in views:
        rows = published.sql("from " + view)
        assert set(KEYS[view]) <= set(rows.columns), view
        assert not set(KEYS[view]) & (RUN_INSTANTS | {"patient_last", "patient_first"}), view
        keys = rows.select(*KEYS[view])
        assert len(keys.distinct()) == len(keys), view


def test_a_night_beside_a_copy_in_which_one_cent_moved(office: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(office.current_snapshot, copy)
    assert compare(office.current_snapshot, copy, with_instants=True).is_equal
    with duckdb.connect(str(copy)) as con:
        con.execute("update store.expectation_step set amount = amount + 0.01 where rowid = 7")
    view = view_of(compare(office.current_snapshot, copy), "expectation_step")
    assert [(change.column, change.rows) for change in view.changes] == [("amount", 1)]

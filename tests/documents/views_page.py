"""docs/views.md: the published views with their grain, columns and types, from a snapshot and the SQL of the views."""

import duckdb

from warehouse import statements

HEAD = """# Published views

Every night publishes a snapshot, `data/current.duckdb`: open it with any DuckDB client, or ask it with
`shortpay sql "from payer_scorecard"`. These are its views. Money is `DECIMAL`, never a float; a column that is null
says that the value is absent, never zero.

`make golden` writes this page from the comments on the views and columns of a snapshot, which any client shows, too."""


def page(con: duckdb.DuckDBPyConnection) -> str:
    """The page of a published snapshot."""
    views = con.execute(
        "select view_name, comment from duckdb_views() where not internal and schema_name = 'main' order by view_name"
    ).fetchall()
    names = [f"[{name}](#{name})" for name, _ in views]
    return "\n\n".join([HEAD, ", ".join(names) + ".", *(section(con, *view) for view in views)]) + "\n"


def section(con: duckdb.DuckDBPyConnection, name: str, comment: str) -> str:
    columns = con.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where table_name = ? and schema_name = 'main' order by column_index",
        [name],
    ).fetchall()
    rows = [f"| `{column}` | {kind} | {escaped(said)} |" for column, kind, said in columns]
    grain = ", ".join(f"`{column}`" for column in statements.grain(name))
    return "\n".join(
        [
            f"## {name}",
            "",
            f"{comment}",
            "",
            f"One row for each {grain}.",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
            *rows,
        ]
    )


def escaped(text: str) -> str:
    """Text inside a cell of a table."""
    return text.replace("|", "\\|")

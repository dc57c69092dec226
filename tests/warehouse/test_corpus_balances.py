"""Which payments, claims and lines of other people's samples add up: our verdicts are those that others counted."""

from pathlib import Path

import pytest

from tests.parsers.samples import CORPUS, contents, profile
from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from warehouse.database import open_working
from warehouse.load import load_batch

# How many of a file balance, do not, and cannot be evaluated; beside each what PROFILE.json calls it.
COUNTED = {
    "bal_tx": "select file_id, off_by from derived.payment_total inner join fact.payment using (payment_id)",
    "bal_claim": "select file_id, off_by from derived.claim_balance inner join fact.claim using (claim_id)",
    # others count a line by its own adjustments alone
    "bal_svc": """
        select file_id, off_by + coalesce(p.amount, 0)
        from derived.line_balance
        inner join fact.line using (line_id)
        left join (
            select line_id, sum(amount) as amount from derived.laid_adjustment group by line_id
        ) as p using (line_id)
    """,
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[int]]]:
    files = contents(CORPUS, at_least=100)
    found = {what: {name: [0, 0, 0] for name, _ in files} for what in COUNTED}
    with open_working(Path(tmp_path_factory.mktemp("corpus")) / "working.duckdb") as con:
        load_batch(con, [arrival(name, content) for name, content in files])
        run_stages(con, "check")
        names = dict(con.execute("select file_id, name from fact.file").fetchall())
        for what, query in COUNTED.items():
            for file_id, off_by in con.execute(query).fetchall():
                found[what][names[file_id]][2 if off_by is None else int(off_by != 0)] += 1
    return found


@pytest.mark.parametrize("what", COUNTED)
def test_what_balances_is_what_others_counted(what: str, verdicts: dict[str, dict[str, list[int]]]) -> None:
    others = profile()
    assert sum(map(sum, verdicts[what].values())) > 100
    assert verdicts[what] == {name: others[name][what] for name in verdicts[what]}

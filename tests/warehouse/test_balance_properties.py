"""A remittance that adds up is always balanced; with one amount changed it never is, and all amounts stay as sent."""

import re
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from tests.bench.big_remits import remittance
from tests.parsers.plain_count import count, plain_segments
from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from warehouse.database import open_working
from warehouse.load import load_batch

SEEDS = range(6)
# Every money element of every kind of segment that an equation needs, and the containers that may no longer add up.
# A wrong CLP05 is a warning: it is in no equation (005010X221A1 1.10.2.1).
ELEMENTS = {
    "BPR02": {"payment"},
    "CLP03": {"claim"},
    "CLP04": {"payment", "claim"},
    "CLP05": {"patient_share_off"},
    "SVC02": {"line"},
    "SVC03": {"line"},
    "CAS03": {"line"},
    "CAS06": {"line"},
    "CAS09": {"line"},
    "PLB04": {"payment"},
    "PLB06": {"payment"},
    "PLB14": {"payment"},
}
OFF = """
    select f.name, 'payment' as container from derived.payment_equation as b
    inner join fact.payment as p on b.payment_id = p.payment_id inner join fact.file as f on p.file_id = f.file_id
    where b.state <> 'balanced'
    union all
    select f.name, 'claim' from derived.claim_balance as b
    inner join fact.claim as c on b.claim_id = c.claim_id inner join fact.file as f on c.file_id = f.file_id
    where b.is_held
    union all
    select f.name, 'line' from derived.line_balance as b
    inner join fact.line as l on b.line_id = l.line_id inner join fact.file as f on l.file_id = f.file_id
    where b.off_by is distinct from 0
    union all
    select f.name, w.code from derived.balance_warning as w
    inner join fact.payment as p on w.payment_id = p.payment_id inner join fact.file as f on p.file_id = f.file_id
"""
MONEY = """
    select f.name, sum(m.amount) from (
        select file_id, unnest([charge, paid, patient_responsibility]) as amount from fact.claim
        union all
        select file_id, unnest([charge, paid]) from fact.line
        union all
        select file_id, amount from fact.adjustment
        union all
        select file_id, amount from fact.provider_adjustment
    ) as m inner join fact.file as f on m.file_id = f.file_id group by f.name
"""


def sound(seed: int, trace: str = "SOUND") -> bytes:
    """A balanced remittance with all six adjustments of a PLB and several in a CAS."""
    text = remittance(1, seed=seed).decode().replace("TRN*1*8", f"TRN*1*{trace}{seed}")
    # 1.00 more and 1.00 less says nothing to any equation, and fills the elements that few remittances use.
    text = re.sub(r"(CAS\*CO\*45\*[\d.]+)", r"\1**253*1**144*-1", text)
    text = re.sub(r"\nPLB\*.*", "", text)
    body = f"PLB*1900300033*20261231*WO:A*1*WO:B*-1*WO:C*2*WO:D*-2*72:E*3*CS:F*-3~\nSE*{text.count(chr(10)) - 2}*"
    text = re.sub(r"SE\*\d+\*", body, text)
    claims = sum((Decimal(paid) for paid in re.findall(r"CLP\*[^*]*\*1\*[^*]*\*([^*]*)", text)), Decimal(0))
    return re.sub(r"BPR\*I\*[^*]*", f"BPR*I*{claims}", text).encode()


def changed(content: bytes, element: str, seed: int) -> bytes:
    """One occurrence of the element is a cent, or a lot, more than it was."""
    tag, place = element[:3], int(element[3:])
    segments = content.decode().split("~")
    places = [number for number, text in enumerate(segments) if text.strip().startswith(f"{tag}*")]
    places = [
        number for number in places if segments[number].count("*") >= place and segments[number].split("*")[place]
    ]
    number = places[seed % len(places)]
    parts = segments[number].split("*")
    parts[place] = str(Decimal(parts[place]) + (Decimal("0.01"), Decimal("-0.01"), Decimal("1234.5"))[seed % 3])
    segments[number] = "*".join(parts)
    return "~".join(segments).encode()


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    files = {f"sound {seed}": sound(seed) for seed in SEEDS}
    for seed in SEEDS:
        files |= {f"{element} {seed}": changed(sound(seed, element), element, seed) for element in ELEMENTS}
    return files


@pytest.fixture(scope="module")
def con(contents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_working(tmp_path_factory.mktemp("balances") / "working.duckdb") as con:
        load_batch(con, [arrival(name, sent) for name, sent in contents.items()])
        run_stages(con, "check")
        yield con


@pytest.fixture(scope="module")
def off(con: duckdb.DuckDBPyConnection, contents: dict[str, bytes]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in contents}
    for name, container in con.execute(OFF).fetchall():
        found[name].add(container)
    return found


def test_what_adds_up_is_never_called_off(off: dict[str, set[str]]) -> None:
    assert {name: what for name, what in off.items() if name.startswith("sound") and what} == {}


@pytest.mark.parametrize("element", ELEMENTS)
def test_one_amount_changed_is_always_found_in_its_container(element: str, off: dict[str, set[str]]) -> None:
    # A changed adjustment may be one of the patient's, and then the claim's own word about these is off as well.
    besides = {"patient_share_off"} if element.startswith("CAS") else set()
    assert {seed: off[f"{element} {seed}"] - besides for seed in SEEDS} == dict.fromkeys(SEEDS, ELEMENTS[element])


def test_every_amount_stays_as_it_was_sent(con: duckdb.DuckDBPyConnection, contents: dict[str, bytes]) -> None:
    sent = {name: count(plain_segments(content)).money.values() for name, content in contents.items()}
    assert dict(con.execute(MONEY).fetchall()) == {
        name: sum((each or Decimal(0) for values in money for each in values), Decimal(0))
        for name, money in sent.items()
    }

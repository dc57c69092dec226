"""Small remittances and a warehouse over them and over bank files, for the tests of the bank match."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from parsers.bank.nacha import read_nacha
from tests.deposits.bank import Entry, nacha
from tests.warehouse.conftest import run_stages
from warehouse.bank import BankArrival, load_deposits
from warehouse.database import open_working
from warehouse.load import Arrival, load_batch

NOW = datetime(2026, 11, 20, tzinfo=UTC).replace(tzinfo=None)
JUNIPER, WILLOW = "1890000201", "1890000302"


@dataclass(frozen=True)
class Remit:
    """One transaction; its claims are charged what they are paid, so that all equations hold."""

    trace: str
    amount: str
    day: date = date(2026, 1, 12)
    payer: str = JUNIPER
    method: str = "ACH"
    handling: str = "I"
    claims: tuple[str, ...] | None = None
    claim_prefix: str | None = None
    plb: str = ""
    after_claims: str = ""
    usage: str = "P"
    tail: str = ""

    def text(self) -> bytes:
        paid = (self.amount,) if self.claims is None else self.claims
        prefix = self.claim_prefix or self.trace
        claims = "".join(
            f"CLP*{prefix}-{n}*1*{amount}*{amount}**12*ICN{prefix}{n}*11*1~NM1*QC*1*X*Y~{self.after_claims}"
            for n, amount in enumerate(paid, 1)
        )
        body = (
            f"ST*835*0001~BPR*{self.handling}*{self.amount}*C*{self.method}*CCP*01*1*DA*1*{self.payer}**01*1*DA*1*"
            f"{self.day:%Y%m%d}~TRN*1*{self.trace}*{self.payer}~N1*PR*PAYER {self.payer[-3:]}*XV*P{self.payer[-3:]}~"
            f"N1*PE*US*XX*2900100019~LX*1~{claims}{self.plb}"
        )
        count = body.count("~") + 1
        names = f"ZZ*{'S':<15}*ZZ*{'R':<15}"
        head = f"ISA*00*{'':10}*00*{'':10}*{names}*260112*0730*^*00501*000000001*0*{self.usage}*:~"
        head += "GS*HP*S*R*20260112*0730*1*X*005010X221A1~"
        return f"{head}{body}SE*{count}*0001~GE*1*1~IEA*1*000000001~{self.tail}".encode()


@cache
def judged_nothing() -> Path:
    """A working database after a whole night over no file: every relation and view is there, and empty."""
    path = Path(tempfile.mkdtemp()) / "working.duckdb"
    with open_working(path) as con:
        run_stages(con)
    return path


class Desk:
    """A warehouse with remittances and one or more bank files, matched."""

    def __init__(
        self, folder, remits, *bank_files: bytes | list[Entry], as_of=date(2026, 1, 20), rules=None, read=None
    ):
        shutil.copy(judged_nothing(), folder / "working.duckdb")
        self.con = open_working(folder / "working.duckdb")
        contents = [remit if isinstance(remit, bytes) else remit.text() for remit in remits]
        arrivals = [Arrival(f"r{n}.835", sha256(each).hexdigest(), NOW, each) for n, each in enumerate(contents, 1)]
        load_batch(self.con, arrivals)
        for number, each in enumerate(bank_files, 1):
            content = nacha(each) if isinstance(each, list) else each
            file = (read or read_nacha)(content)
            load_deposits(self.con, [BankArrival(f"bank{number}", sha256(content).hexdigest(), NOW, file)])
        self.rules = rules
        self.look(as_of)

    def look(self, as_of: date) -> None:
        run_stages(self.con, "check", "bank", as_of=as_of, rules=self.rules)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.con.execute(query).fetchall()

    def found(self) -> list[tuple[Any, ...]]:
        """(state, step, trace of the remittance, dollars of the deposit), sorted."""
        query = "select state, step, trace, deposit_amount from deposit_match"
        return sorted(self.rows(query), key=lambda row: tuple(str(part) for part in row))


def entry(trace: str | None, amount: str, day: date = date(2026, 1, 12), payer: str = JUNIPER, **more: Any) -> Entry:
    return Entry(day, Decimal(amount), trace, originator=payer, **more)

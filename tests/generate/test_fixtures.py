"""The committed fixtures are what the generator writes, and every file adds up as the folder it is in says."""

import csv
import gzip
import io
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.generate.__main__ import write
from tests.generate.arithmetic import GPCIS, RVUS
from tests.generate.facts import ROOT
from tests.reference import cms_file

FIXTURES = ROOT / "fixtures"


def text_of(path: Path) -> bytes:
    """The X12 bytes: containers are compared by what is inside, as a compressor's bytes depend on its build."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            [member] = archive.namelist()
            return archive.read(member)
    return path.read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    made = [path for part in ("remits", "truth") for path in sorted((folder / part).rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): text_of(path) for path in [*made, folder / "AS_OF"]}


def remits(verdict: str) -> list[Path]:
    return sorted((FIXTURES / "remits" / verdict).iterdir())


def table(name: str) -> list[dict[str, str]]:
    with (FIXTURES / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def segments(path: Path) -> list[list[str]]:
    text = text_of(path).decode("ascii")
    element, terminator = text[3], text[105]
    return [row.strip().split(element) for row in text.split(terminator) if row.strip()]


class Sums:
    """What a remit adds up to: gaps of lines, of claims and of payments, keyed by what names them."""

    def __init__(self, path: Path) -> None:
        self.lines: list[tuple[str, Decimal]] = []
        self.claims: list[tuple[str, Decimal]] = []
        self.payments: list[tuple[str, Decimal]] = []
        trace = ""
        for row in segments(path):
            amounts = [Decimal(value) for value in row[3::3]] if row[0] == "CAS" else []
            if row[0] == "BPR":
                paid = Decimal(row[2])
            elif row[0] == "TRN":
                trace = row[2]
                self.payments.append((trace, -paid))
            elif row[0] == "CLP":
                self._close_claim()
                self.claims.append((row[1], Decimal(row[3]) - Decimal(row[4])))
                self._add_to_payment(Decimal(row[4]))
                self.charged = Decimal(row[3])
                in_line = False
            elif row[0] == "SVC":
                self.lines.append((self.claims[-1][0], Decimal(row[2]) - Decimal(row[3])))
                self.charged -= Decimal(row[2])
                in_line = True
            elif row[0] == "CAS":
                name, gap = self.claims[-1]
                self.claims[-1] = (name, gap - sum(amounts))
                if in_line:
                    name, gap = self.lines[-1]
                    self.lines[-1] = (name, gap - sum(amounts))
            elif row[0] == "PLB":
                self._add_to_payment(-sum(Decimal(value) for value in row[4::2]))
            elif row[0] == "SE":
                self._close_claim()

    charged = Decimal(0)

    def _close_claim(self) -> None:
        assert self.charged == 0, "lines add up to the charge of their claim"

    def _add_to_payment(self, amount: Decimal) -> None:
        trace, gap = self.payments[-1]
        self.payments[-1] = (trace, gap + amount)


def test_the_generator_writes_the_committed_files(tmp_path: Path) -> None:
    write(tmp_path)
    made, committed = files(tmp_path), files(FIXTURES)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


@pytest.mark.parametrize("path", remits("loaded"), ids=lambda path: path.name)
def test_a_loaded_file_adds_up(path: Path) -> None:
    sums = Sums(path)
    open_lines = {row["patient_control_number"] for row in table("lines") if row["state"] == "out_of_balance"}
    assert {name for name, gap in sums.lines if gap} <= open_lines
    assert {name for name, gap in sums.claims if gap} <= open_lines
    parts = {row["trace"] for row in table("payments") if row["split_group"]}
    assert {trace for trace, gap in sums.payments if gap} <= parts


def test_parts_of_a_split_payment_add_up_together() -> None:
    gaps: Counter[str] = Counter()
    for row in table("payments"):
        if row["split_group"]:
            gaps[row["split_group"]] += Decimal(row["claims_total"])
            amount = Decimal(row["payment_amount"])
    assert len(gaps) == 1
    assert list(gaps.values()) == [amount]


def test_every_other_folder_holds_what_it_says() -> None:
    [(_, gap)] = Sums(remits("held")[0]).payments
    assert gap == -10
    assert [segments(path)[0][15] for path in remits("test")] == ["T"]
    loaded = {text_of(path) for path in remits("loaded")}
    again, resent = (text_of(path) in loaded for path in sorted(remits("duplicate"), reverse=True))
    assert (again, resent) == (True, False)
    [cut] = remits("superseded")
    assert not any(row[0] == "SE" for row in segments(cut))
    garbled, status = remits("quarantined")
    assert not segments(garbled)[3][2].replace(".", "").isdigit()
    assert segments(status)[2][1] == "277"


def test_truth_has_a_row_for_every_posted_line() -> None:
    count = {path.name: len(Sums(path).lines) for path in remits("loaded") + remits("held")}
    assert Counter(row["file"] for row in table("lines")) == Counter(count)
    assert sum(count.values()) > 450


def test_truth_explains_every_posted_cent() -> None:
    """paid + patient share + the rest of the adjustments is the charge; so what was paid per file is in the truth.

    What an adjustment of the claim takes is laid on its lines.
    """
    paid = Counter()
    for row in table("lines"):
        paid[row["file"]] += Decimal(row["paid"])
    sent = Counter()
    for path in remits("loaded") + remits("held"):
        of_claim = False
        for row in segments(path):
            of_claim = row[0] == "CLP" or (of_claim and row[0] not in {"SVC", "PLB"})
            if row[0] == "SVC":
                sent[path.name] += Decimal(row[3])
            if row[0] == "CAS" and of_claim and row[1:3] == ["PR", "1"]:
                sent[path.name] -= Decimal(row[3])
    assert paid == sent


def test_the_fixtures_hold_every_case_that_the_product_must_distinguish() -> None:
    lines = table("lines")
    states = {row["state"] for row in lines}
    assert states >= set(
        """priced_ok priced_short priced_over priced_rate_finding visit_priced denied_correctable denied_appealable
        denied_final bundled duplicate timely_filing capitated cob_zero not_priced_secondary pended forwarded
        predetermination reversed superseded pending_correction reversal_orphan unmapped_contract no_rate
        out_of_balance anesthesia no_hcpcs no_dos""".split()  # noqa: SIM905 - a list of twenty-four words is easier to read as text
    )
    causes = {row["cause"] for row in lines} - {""}
    assert len(causes) == 10
    days_left = {int(row["days_left"]) for row in lines if row["days_left"]}
    assert {-1, 0, 1} <= days_left
    assert sum(row["procedure_code"] == "97140" for row in lines) > len(lines) / 4


def test_medicare_numbers_are_those_of_cms() -> None:
    for year, name, factor in (("2025", "PPRRVU2025_Oct.csv", 24), ("2026", "PPRRVU2026_Jul_nonQPP.csv", 25)):
        with cms_file(f"{year}/{name}").open(encoding="latin-1", newline="") as file:
            rows = {row[0]: row for row in csv.reader(file) if len(row) > factor and not row[1]}
        for (of_year, code), rvu in RVUS.items():
            if of_year == year:
                row = rows[code]
                assert [row[n] for n in (5, 6, 8, 10, 18, factor)] == list(rvu.values())[2:], (year, code)
    with cms_file("2026/GPCI2026.csv").open(encoding="latin-1", newline="") as file:
        floors = {
            f"{row[0]}/{row[2]}": [Decimal(row[n]) for n in (5, 6, 7)] for row in csv.reader(file) if row[0].isdigit()
        }
    for (year, locality), gpci in GPCIS.items():
        if year == "2026":
            assert [Decimal(gpci[key]) for key in ("work", "pe", "mp")] == floors[locality]

"""What is odd about a remittance is a finding with a place; what cannot be read is absent, and the rest is read."""

from __future__ import annotations

import pytest

from parsers.x12.findings import FINDINGS
from parsers.x12.remittance import SCHEMAS, SourceFile, read
from tests.parsers.compare import codes, differences, findings, source_files
from tests.parsers.remits import SEGMENTS, remit

GOOD = remit()
OTHER = "ST*277*0002~BHT*0085*08~SE*3*0002"

CASES = [
    ("a sound remittance", GOOD, []),
    ("nothing", b"", [("empty_file", None)]),
    ("blank lines", b" \r\n\n", [("empty_file", None)]),
    ("a letter", b"Dear Sir, no money this week.", [("not_x12", None)]),
    ("an ISA alone", b"ISA", [("not_x12", None)]),
    ("test data", GOOD.replace(b"*0*P*", b"*0*T*"), [("test_interchange", None)]),
    ("another transaction set", remit(GE=f"{OTHER}~GE*2*1"), [("other_transaction", "ST01 is 277")]),
    ("a claim status", remit(ST="ST*277*0001"), [("not_an_835", None), ("other_transaction", "ST01 is 277")]),
    ("a file cut off", GOOD[: GOOD.index(b"LQ*")], [("missing_iea", None), ("missing_ge", None), ("missing_se", None)]),
    ("no SE", remit(without=["SE"]), [("missing_se", None)]),
    ("no GE", remit(without=["GE"]), [("missing_ge", None)]),
    ("no IEA", remit(without=["IEA"]), [("missing_iea", None)]),
    ("no GS", remit(without=["GS", "GE"], IEA="IEA*0*000000001"), [("no_gs", None)]),
    ("SE01 too small", remit(SE="SE*7*0001"), [("segment_count", "22 found")]),
    ("SE01 no number", remit(SE="SE*X*0001"), [("segment_count", "22 found")]),
    ("another SE02", remit(SE="SE*22*0002"), [("control_number", None)]),
    ("two SE", remit(SE="SE*22*0001~SE*22*0001"), [("stray_se", None)]),
    ("GE01 wrong", remit(GE="GE*2*1"), [("transaction_count", "1 found")]),
    ("IEA01 wrong", remit(IEA="IEA*3*000000001"), [("group_count", "1 found")]),
    (
        "no BPR",
        remit(BPR=""),
        [("payment_amount_missing", "BPR02"), ("segment_count", "21 found")],
    ),
    (
        "two BPR",
        remit(BPR="BPR*I*80*C*CHK~BPR*I*99*C*CHK"),
        [("repeated_segment", "BPR"), ("segment_count", "23 found")],
    ),
    ("no TRN", remit(TRN="TRN*1"), [("payment_without_trace", "TRN02")]),
    ("BPR02 unreadable", remit(BPR="BPR*I*eighty*C*ACH"), [("payment_amount_unreadable", "BPR02")]),
    ("CLP03 unreadable", remit(CLP="CLP*P1*1*1,000*80"), [("claim_amount_unreadable", "CLP03")]),
    ("CLP04 missing", remit(CLP="CLP*P1*1*120"), [("claim_amount_missing", "CLP04")]),
    ("CLP05 unreadable", remit(CLP="CLP*P1*1*120*80*x"), [("amount_unreadable", "CLP05")]),
    ("CLP01 missing", remit(CLP="CLP**1*120*80"), [("claim_without_number", "CLP01")]),
    ("SVC02 below a cent", remit(SVC="SVC*HC:97110*120.005*80"), [("line_amount_below_cent", "SVC02")]),
    ("SVC03 missing", remit(SVC="SVC*HC:97110*120"), [("line_amount_missing", "SVC03")]),
    ("SVC01 without code", remit(SVC="SVC*HC*120*80"), [("line_without_code", "SVC01")]),
    ("SVC05 unreadable", remit(SVC="SVC*HC:97110*120*80**II"), [("quantity_unreadable", "SVC05")]),
    (
        "BPR02 implausible",
        remit(BPR="BPR*I*10000000000*C*ACH"),
        [("payment_amount_implausible", "BPR02")],
    ),
    (
        "CLP03 implausible",
        remit(CLP="CLP*P1*1*9999999999999999.99*80"),
        [("claim_amount_implausible", "CLP03")],
    ),
    (
        "CLP05 implausible",
        remit(CLP="CLP*P1*1*120*80*99999999999999999999"),
        [("amount_implausible", "CLP05")],
    ),
    ("SVC02 implausible", remit(SVC="SVC*HC:97110*20261012083000*80"), [("line_amount_implausible", "SVC02")]),
    (
        "a time in SVC07",
        remit(SVC="SVC*HC:97110*120*80**2**20261012083000"),
        [("quantity_implausible", "SVC07")],
    ),
    ("a day in CAS04", remit(CAS="CAS*CO*45*20*20261012"), [("quantity_implausible", "CAS04")]),
    ("CAS06 implausible", remit(CAS="CAS*CO*45*20**253*-10000000000"), [("adjustment_amount_implausible", "CAS06")]),
    ("CAS06 unreadable", remit(CAS="CAS*CO*45*20**253*a"), [("adjustment_amount_unreadable", "CAS06")]),
    ("CAS03 missing", remit(CAS="CAS*CO*45"), [("adjustment_amount_missing", "CAS03")]),
    ("AMT02 below a cent", remit(AMT="AMT*B6*1.005"), [("amount_below_cent", "AMT02")]),
    (
        "PLB06 unreadable",
        remit(SE="PLB*1*20261231*WO:1*5*72*b~SE*23*0001"),
        [("provider_adjustment_amount_unreadable", "PLB06")],
    ),
    ("no day", remit(DTM="DTM*405*20260230"), [("date_unreadable", "DTM02")]),
    ("a day with hyphens", remit(DTM="DTM*405*2026-01-05"), [("date_with_hyphens", "DTM02")]),
    ("an unknown segment", remit(LQ="ZZZ*1"), [("unknown_segment", "ZZZ")]),
    ("a segment of another transaction", remit(LQ="SBR*P*18"), [("unknown_segment", "SBR")]),
    ("a segment with a digit", remit(LQ="XY7*1"), [("unknown_segment", "XY7")]),
    ("a segment in lower case", remit(LQ="lq*HE*N130"), [("unknown_segment", "LQ in small letters")]),
    ("a piece of a name", remit(LQ="DOE*JANE"), [("unknown_segment", "an identifier of 3 characters")]),
    ("a first name", remit(LQ="PAT*19"), [("unknown_segment", "an identifier of 3 characters")]),
    ("a longer piece", remit(LQ="SMITHSON"), [("unknown_segment", "an identifier of 8 characters")]),
    ("text behind the interchange", GOOD + b"thank you~and~good bye", [("segment_outside_transaction", None)]),
    ("a claim outside", remit(GE="CLP*P2*1*1*1~GE*1*1"), [("claim_outside_transaction", None)]),
    ("a line outside", remit(GE="SVC*HC:97110*1*1~GE*1*1"), [("line_outside_claim", None)]),
    (
        "a line without a claim",
        remit(LX="SVC*HC:97110*1*1~CAS*CO*45*1"),
        [("line_outside_claim", None), ("segment_count", "23 found")],
    ),
    (
        "an adjustment in the header",
        remit(LX="LX*1~CAS*CO*45*1"),
        [("adjustment_outside_claim", None), ("segment_count", "23 found")],
    ),
]


@pytest.fixture(scope="module")
def found():
    """The findings of all cases, read in one call."""
    table = read(source_files([content for _, content, _ in CASES])).tables["finding"]
    rows = [table.filter(file_number=number).select("code", "detail").rows() for number in range(1, len(CASES) + 1)]
    return dict(zip([name for name, _, _ in CASES], rows, strict=True))


@pytest.mark.parametrize(("name", "expected"), [(name, expected) for name, _, expected in CASES])
def test_findings(found, name, expected):
    assert sorted(found[name], key=str) == sorted(expected, key=str)


def test_odd_files_are_read_as_a_plain_loop_reads_them():
    assert differences([content for _, content, _ in CASES]) == []


def test_the_cases_show_most_kinds_of_findings(found):
    shown = {code for findings in found.values() for code, _ in findings}
    assert len(set(FINDINGS) - shown) <= 20
    assert shown <= set(FINDINGS)


def test_a_finding_names_the_place_of_what_it_is_about():
    content = remit(SVC="SVC*HC:97110*120.005*80", SE="SE*1*0001")
    table = read([SourceFile(7, "x", content)]).tables["finding"].drop("detail")
    line = SEGMENTS.index("SVC*HC:97110:GP*120*80**2") + 1
    assert table.rows() == [(7, 3, 1, None, None, "segment_count"), (7, line, 1, 1, 1, "line_amount_below_cent")]


def test_what_cannot_be_read_condemns_the_smallest_container():
    condemned = {code: kind.condemns for code, kind in FINDINGS.items() if kind.condemns != "none"}
    assert condemned["payment_amount_unreadable"] == "payment"
    assert condemned["claim_amount_missing"] == "claim"
    assert condemned["line_amount_below_cent"] == "line"
    assert condemned["test_interchange"] == "interchange"
    assert {FINDINGS[code].severity for code in condemned} <= {"error", "warning"}


def test_no_files_at_all_yield_every_table_empty():
    tables = read([]).tables
    assert {name: dict(table.schema) for name, table in tables.items()} == {
        name: dict(schema) for name, schema in SCHEMAS.items()
    }
    assert all(table.is_empty() for table in tables.values())


def test_only_rubbish_yields_a_row_for_each_file():
    tables = read(source_files([b"", b"hello", b"\xff\xfe\x00"])).tables
    assert tables["file"].rows() == [(number, 0, 0, 0, 0, 0, False, False) for number in (1, 2, 3)]
    assert tables["finding"]["code"].to_list() == ["empty_file", "not_x12", "not_x12", "utf16_text"]


def test_findings_of_one_file_do_not_move_to_another():
    alone = findings(remit(SE="SE*1*0001"))
    table = read(source_files([GOOD, remit(SE="SE*1*0001"), GOOD])).tables["finding"]
    assert table.select("code", "detail").rows() == alone
    assert table["file_number"].to_list() == [2]
    assert codes(GOOD) == []

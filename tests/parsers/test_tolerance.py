"""What real remittances do to the guide, and what is read all the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from parsers.x12.remittance import read
from tests.parsers.compare import codes, differences, source_files
from tests.parsers.remits import SEGMENTS, remit, translated
from tests.parsers.sent import segment_text

D = Decimal
INSIDE = SEGMENTS[2:-2]  # one transaction set


def table(name, content):
    return read(source_files([content])).tables[name]


def column(name, column_name, content):
    return table(name, content)[column_name].to_list()


def enclosed(*groups):
    """One interchange of functional groups, each of so many transaction sets."""
    texts = [SEGMENTS[0]]
    for number, sets in enumerate(groups, 1):
        texts.append(SEGMENTS[1].replace("*1*X*", f"*{number}*X*"))
        for place in range(sets):
            texts += [text.replace("*0001", f"*{number}{place:03d}") for text in INSIDE]
        texts.append(f"GE*{sets}*{number}")
    return "".join(f"{text}~" for text in (*texts, f"IEA*{len(groups)}*000000001")).encode()


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_control_characters_as_separators_wrapped_at_80_columns(line_break):
    plain = remit()
    text = translated(plain.replace(b"*^*00501", b"*U*00501"), "\x1d", "\x1f", "\x1e").decode("latin-1")
    wrapped = line_break.join(text[at : at + 80] for at in range(0, len(text), 80)).encode("latin-1")
    assert any(b"\x1e" not in row and b"\x1d" in row for row in wrapped.split(line_break.encode()))
    for name in ("payment", "claim", "line", "adjustment", "reference", "party"):
        assert table(name, wrapped).rows() == table(name, plain).rows()
    # The first line ends inside the ISA, which so is longer than it should be.
    assert codes(wrapped) == ["hard_wrapped_lines", "isa_length"]


@pytest.mark.parametrize("sent", [":", ">", "|", "^"])
@pytest.mark.parametrize("used", [":", ">", "|", "^"])
def test_the_component_separator_in_use_counts_and_not_isa16(sent, used):
    content = remit(SVC=f"SVC*HC{used}97110{used}GP*120*80**2").replace(b"*^*00501", b"*U*00501")
    content = content.replace(b"*P*:~", f"*P*{sent}~".encode())
    assert table("line", content).select("code_qualifier", "procedure_code", "modifier_1").rows() == [
        ("HC", "97110", "GP")
    ]
    assert codes(content) == (["component_separator"] if sent != used else [])


def test_many_interchanges_with_one_control_number_are_all_read():
    content = b"".join(remit(TRN=f"TRN*1*T{number}*1800000201") for number in range(5))
    assert column("payment", "trace", content) == [f"T{number}" for number in range(5)]
    assert column("interchange", "control_number", content) == ["000000001"] * 5
    assert codes(content) == []


@pytest.mark.parametrize("groups", [(3,), (1, 1, 1), (2, 1), (1, 4, 2)])
def test_several_transaction_sets_in_a_group_and_several_groups(groups):
    content = enclosed(*groups)
    assert table("file", content).row(0)[2:6] == (1, sum(groups), sum(groups), sum(groups))
    assert column("payment", "control_number", content) == [
        f"{number}{place:03d}" for number, sets in enumerate(groups, 1) for place in range(sets)
    ]
    assert codes(content) == []
    assert differences([content]) == []


def test_other_transaction_sets_between_are_skipped_with_a_finding_and_change_nothing():
    other = "ST*277*0009~BHT*0085*08~CLP*X*1*999*999~SVC*HC:97110*999*999~SE*5*0009"
    content = remit(ST=f"{other}~ST*835*0001", GE="GE*2*1")
    assert column("claim", "charge", content) == [D("120.00")]
    assert codes(content) == ["other_transaction"]


def test_st03_is_welcome_and_says_nothing():
    content = remit(ST="ST*835*0001*005010X221A1")
    for name in ("payment", "claim", "line"):
        assert table(name, content).rows() == table(name, remit()).rows()
    assert codes(content) == []


def test_claims_need_no_lx():
    content = remit(LX="", SE="SE*21*0001")
    assert column("claim", "assigned_number", content) == [None]
    assert column("line", "paid", content) == [D("80.00")]
    assert codes(content) == []


@pytest.mark.parametrize(
    ("icvn", "version"), [("00401", "004010X091A1"), ("00501", "005010X221A1"), ("00501", "005010X221")]
)
def test_both_versions_are_read(icvn, version):
    content = remit(
        ISA=SEGMENTS[0].replace("*^*00501*", f"*U*{icvn}*"), GS=SEGMENTS[1].replace("005010X221A1", version)
    )
    assert column("payment", "version", content) == [version]
    assert column("interchange", "version", content) == [icvn]
    assert table("line", content).rows() == table("line", remit()).rows()
    assert codes(content) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [(".5", "0.50"), ("07", "7.00"), ("45.", "45.00"), ("-.34", "-0.34"), ("1790.000", "1790.00"), ("-0", "0.00")],
)
def test_amounts_as_payers_write_them(text, amount):
    content = remit(CAS=f"CAS*CO*45*{text}", SVC=f"SVC*HC:97110*{text}*{text}", CLP=f"CLP*P*1*{text}*{text}*{text}")
    assert column("adjustment", "amount", content)[0] == D(amount)
    assert table("line", content).select("charge", "paid").row(0) == (D(amount), D(amount))
    assert table("claim", content).select("charge", "paid", "patient_responsibility").row(0) == (D(amount),) * 3
    assert codes(content) == []


@pytest.mark.parametrize(
    ("tag", "segment", "name", "column_name", "code"),
    [
        ("BPR", "BPR*I*N/A*C*ACH", "payment", "payment_amount", "payment_amount_unreadable"),
        ("CLP", "CLP*P*1*N/A*80", "claim", "charge", "claim_amount_unreadable"),
        ("CLP", "CLP*P*1*120*N/A", "claim", "paid", "claim_amount_unreadable"),
        ("CLP", "CLP*P*1*120*80*N/A", "claim", "patient_responsibility", "amount_unreadable"),
        ("SVC", "SVC*HC:97110*N/A*80", "line", "charge", "line_amount_unreadable"),
        ("SVC", "SVC*HC:97110*120*N/A", "line", "paid", "line_amount_unreadable"),
        ("CAS", "CAS*CO*45*N/A", "adjustment", "amount", "adjustment_amount_unreadable"),
        ("AMT", "AMT*B6*N/A", "line", "allowed_reported", "amount_unreadable"),
    ],
)
def test_text_where_an_amount_belongs_is_absent_and_never_zero(tag, segment, name, column_name, code):
    content = remit(**{tag: segment})
    assert column(name, column_name, content)[0] is None
    assert codes(content) == [code]


def test_empty_elements_stay_empty_and_zero_stays_zero():
    empty = remit(CLP="CLP*P1*1*120*80***ICN1*11*1", SVC="SVC*HC:97110*120*80")
    zero = remit(CLP="CLP*P1*1*120*80*0*12*ICN1*11*1", SVC="SVC*HC:97110*120*80**0**0")
    said = ("patient_responsibility", "filing_code")
    assert table("claim", empty).select(said).row(0) == (None, None)
    assert table("claim", zero).select(said).row(0) == (D("0.00"), "12")
    assert table("line", empty).select("units_paid", "units_billed").row(0) == (None, None)
    assert table("line", zero).select("units_paid", "units_billed").row(0) == (D("0.0000"), D("0.0000"))
    assert codes(empty) == codes(zero) == []


def test_unknown_segments_are_kept_reported_and_read_past():
    content = remit(CAS="ZZZ*1*2~CAS*CO*45*20", SE="SE*23*0001")
    found = read(source_files([content])).tables["finding"].select("code", "segment_number").rows()
    assert found == [("unknown_segment", SEGMENTS.index("CAS*CO*45*20") + 1)]
    assert segment_text(content, found[0][1]) == "ZZZ*1*2"
    assert column("adjustment", "amount", content) == [D("20.00"), D("20.00")]
    assert column("line", "allowed_reported", content) == [D("100.00")]


def test_an_account_sent_twice_is_two_claims():
    again = "CLP*P1*1*50*0*50*12*ICN2*11*1"
    content = remit(SE=f"{again}~SE*23*0001")
    assert table("claim", content).select("patient_control_number", "payer_control_number").rows() == [
        ("P1", "ICN1"),
        ("P1", "ICN2"),
    ]
    assert codes(content) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("WO", ("WO", None)),
        ("WO:CLAIM7", ("WO", "CLAIM7")),
        ("WO:CLAIM7:MORE", ("WO", "CLAIM7")),
        (":CLAIM7", (None, "CLAIM7")),
    ],
)
def test_a_provider_adjustment_of_one_two_or_three_components(sent, said):
    content = remit(SE=f"PLB*1900100011*20261231*{sent}*5.25*72:R*-5.25~SE*23*0001")
    rows = table("provider_adjustment", content).select("reason_code", "reference", "amount").rows()
    assert rows == [(*said, D("5.25")), ("72", "R", D("-5.25"))]
    assert codes(content) == []


@pytest.mark.parametrize(
    ("sent", "day", "code"),
    [
        ("2026-10-05", date(2026, 10, 5), ["date_with_hyphens"]),
        ("20260230", None, ["date_unreadable"]),
        ("2026013", None, ["date_unreadable"]),
        ("20261005083000", None, ["date_unreadable"]),
    ],
)
def test_days_with_dashes_are_read_and_impossible_ones_are_absent(sent, day, code):
    content = remit().replace(b"DTM*472*20251201", f"DTM*472*{sent}".encode())
    assert column("line", "service_date", content) == [day]
    assert codes(content) == code

"""What a remittance says does not depend on how it is cut, wrapped or delimited, or on the files read with it."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.x12.interchange import interchanges
from parsers.x12.remittance import read
from tests.bench.big_remits import Delimiters, remittance
from tests.parsers.compare import differences, source_files
from tests.parsers.remits import SEGMENTS
from tests.parsers.sent import segment_text

quick = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = ("payment_number", "claim_number", "line_number", "interchange_number", "file_number")
MARKS = ("element_separator", "component_separator", "segment_terminator")

small_remits = st.builds(remittance, st.integers(1, 20_000), seed=st.integers(0, 10_000))
values = st.sampled_from(
    ("1", "-2.5", "", " ", "x", "45", "0.001", "20250101", "2025-01-01", "HC:97110:GP", ":", "PR", "XX", "ÿ")
)
tags = st.sampled_from(
    (
        "CLP",
        "SVC",
        "CAS",
        "LX",
        "N1",
        "NM1",
        "REF",
        "DTM",
        "AMT",
        "QTY",
        "LQ",
        "MOA",
        "MIA",
        "PLB",
        "PER",
        "SE",
        "ST",
        "GS",
        "GE",
        "IEA",
        "TRN",
        "BPR",
        "X",
    )
)
wild_segments = st.lists(st.tuples(tags, st.lists(values, max_size=9)), max_size=60)


@quick
@given(small_remits, st.sampled_from((1, 700, 5_000, 1 << 20)))
def test_any_cut_reads_as_a_plain_loop_does(content, chunk_bytes):
    assert differences([content], chunk_bytes=max(chunk_bytes, len(content) // 4)) == []


@settings(quick, max_examples=25)
@given(st.lists(wild_segments, min_size=1, max_size=4))
def test_segments_in_any_disorder_read_as_a_plain_loop_reads_them(files):
    contents = [wild(segments) for segments in files]
    assert differences(contents) == []


@quick
@given(small_remits, small_remits, st.booleans())
def test_other_files_in_the_same_call_change_nothing(first, second, together):
    alone = facts(read(source_files([first])).tables)
    tables = read(source_files([second, first]), chunk_bytes=1 << 20 if together else 2_000).tables
    assert facts({name: table.filter(pl.col("file_number") == 2) for name, table in tables.items()}) == alone


@quick
@given(small_remits, st.sampled_from(("", "\n", "\r\n")), st.integers(20, 200))
def test_line_breaks_mean_nothing_where_segments_end_otherwise(content, line_break, width):
    text = content.decode().replace("\n", "")
    wrapped = line_break.join(text[at : at + width] for at in range(0, len(text), width)).encode()
    assert facts(read(source_files([wrapped])).tables) == facts(read(source_files([content])).tables)


@quick
@given(
    st.integers(0, 999), st.sampled_from("*|!"), st.sampled_from(":>;"), st.sampled_from(("~", "\n", "\x1e", "'\r\n"))
)
def test_delimiters_mean_nothing(seed, element, component, end):
    usual = remittance(3_000, seed=seed)
    unusual = remittance(3_000, seed=seed, delimiters=Delimiters(element, component, end))
    assert facts(read(source_files([unusual])).tables) == facts(read(source_files([usual])).tables)


@quick
@given(small_remits)
def test_every_segment_number_leads_back_to_its_segment(content):
    tables = read(source_files([content])).tables
    for name, tag in (("payment", "ST"), ("claim", "CLP"), ("line", "SVC"), ("adjustment", "CAS"), ("amount", "AMT")):
        for number in tables[name]["segment_number"].unique().sort().to_list()[-2:]:
            assert segment_text(content, number).startswith(f"{tag}*")


@quick
@given(small_remits)
def test_every_cent_of_a_balanced_remittance_is_somewhere(content):
    tables = read(source_files([content])).tables
    line, adjustment = tables["line"], tables["adjustment"]
    assert line["charge"].sum() - adjustment["amount"].sum() == line["paid"].sum() == tables["claim"]["paid"].sum()
    taken = tables["provider_adjustment"]["amount"].sum()
    assert tables["claim"]["paid"].sum() - taken == tables["payment"]["payment_amount"].sum()


@settings(quick, max_examples=30)
@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_are_refused_with_an_exception(noise, is_remit):
    content = wild([("CLP", ["1"])]) + noise if is_remit else noise
    found, _ = interchanges(1, content)
    for each in found:
        each.uniform_text()
    assert len(read(source_files([content])).tables["file"]) == 1


def wild(segments):
    head = "~".join((*SEGMENTS[:3], ""))
    return (head + "".join(f"{'*'.join((tag, *elements))}~" for tag, elements in segments)).encode()


def facts(tables):
    """The tables without the numbers that depend on the other files, and without the delimiters."""
    return {
        name: table.drop(*NUMBERS, *MARKS, strict=False).rows() for name, table in tables.items() if name != "finding"
    }

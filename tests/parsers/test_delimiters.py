"""Delimiters are read from the interchange, even from a damaged one."""

from __future__ import annotations

import pytest

from parsers.x12.interchange import interchanges
from parsers.x12.remittance import read
from tests.parsers.compare import codes, differences, source_files
from tests.parsers.remits import SEGMENTS, remit, translated
from tests.parsers.sent import segment_text

HIDDEN = {
    *("file_number", "interchange_number", "payment_number", "claim_number", "line_number"),
    *("element_separator", "component_separator", "segment_terminator"),
}
COMPONENTS = (":", ">", "|", "^", "\x1f", "\\", "+", "\x7f")
ENDS = ("~", "~\n", "~\r\n", "\n", "\r\n", "\r", "\n~", "\x1c", "\x1c\r\n", "\x00", "'", "\x85", "~\n\n", " ~ \n")
ELEMENTS = ("*", "|", "^", "\x1d", "\t", "+", "!", ";", "\xa7")


def facts_of_each(contents):
    """What each remittance says, without its separators; all are read in one call."""
    tables = read(source_files(contents)).tables
    found = []
    for number in range(1, len(contents) + 1):
        said = {name: table.filter(file_number=number).drop(HIDDEN, strict=False) for name, table in tables.items()}
        found.append({name: rows.rows() for name, rows in said.items() if name != "finding"})
    return found


def facts(content):
    return facts_of_each([content])[0]


@pytest.fixture(scope="module")
def plain():
    return facts(remit())


def test_any_separators_with_any_end_of_segments(plain):
    # ISA11 is no separator of anything here, so that it may not collide.
    content = remit().replace(b"*^*00501", b"*U*00501")
    marks = [("*", component, end) for component in COMPONENTS for end in ENDS]
    marks += [(element, ":", end) for element in ELEMENTS for end in ("~", "\n", "\x1e")]
    for used, said in zip(marks, facts_of_each([translated(content, *each) for each in marks]), strict=True):
        assert said == plain, used


@pytest.mark.parametrize(
    ("isa", "length"),
    [
        ("ISA*00**00**ZZ*PAYER*ZZ*RECEIVER*260105*0815*^*00501*000000001*0*P*:", 72),
        (SEGMENTS[0].replace("PAYER          ", "PAYER" + " " * 26), 122),
        (SEGMENTS[0].replace("00501*000000001", "401*999"), 98),
    ],
)
def test_the_isa_may_have_any_length(plain, isa, length):
    content = remit(ISA=isa)
    assert interchanges(1, content)[0][0].header.length == pytest.approx(length, abs=4)
    assert facts(content)["claim"] == plain["claim"]
    assert "isa_length" in codes(content)


@pytest.mark.parametrize("ending", ["P*~", "P~", "P*>~", "P*:"])
def test_the_isa_may_end_early_or_name_a_wrong_component_separator(plain, ending):
    content = remit().replace(b"P*:~", ending.encode() + (b"~" if ending.endswith(":") else b""))
    assert facts(content)["line"] == plain["line"]
    assert ("component_separator" in codes(content)) == (ending != "P*:")


def test_without_terminators_but_with_lines_an_isa_without_component_separator(plain):
    assert facts(remit(end="\n").replace(b"P*:\n", b"P*\n"))["line"] == plain["line"]


@pytest.mark.parametrize("start", [b"GS*", b"ST*"])
@pytest.mark.parametrize("end", ["~", "\n", "\r\n", "~\r\n", "|"])
def test_without_an_isa_the_first_segments_show_the_delimiters(plain, start, end):
    content = remit(end=end)
    content = content[content.index(start) : content.index(b"IEA*")]
    assert [row[1:] for row in facts(content)["line"]] == [row[1:] for row in plain["line"]]
    assert "no_isa" in codes(content)


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (b"\xef\xbb\xbf", "byte_order_mark"),
        (b"Dear all,\r\n\r\nsee the VISA*card file of Lisa * 1\r\n", "text_before_isa"),
        (b"\r\n\r\n", None),
        (b"\0\0 ", None),
    ],
)
def test_text_before_the_isa_is_skipped(plain, before, code):
    assert facts(before + remit(end="~\r\n")) == plain
    assert codes(before + remit()) == ([code] if code else [])


def test_hard_wrapped_lines_are_joined():
    text = remit().decode() * 2
    widths = [(width, line_break) for width in (1, 3, 40, 80, 107, 256) for line_break in ("\n", "\r\n")]
    wrapped = [wrap(text, *each).encode() for each in widths]
    expected = facts(text.encode())
    for used, said in zip(widths, facts_of_each(wrapped), strict=True):
        assert said == expected, used
    assert "hard_wrapped_lines" in codes(wrapped[0])
    assert segment_text(wrapped[3], 13 + 26) == SEGMENTS[12]


def wrap(text, width, line_break):
    return line_break.join(text[at : at + width] for at in range(0, len(text), width))


def test_every_interchange_of_a_file_has_its_own_delimiters():
    others = [
        translated(remit().replace(b"*^*00501", b"*U*00501"), *marks)
        for marks in (("|", ">", "\n"), ("^", ":", "~\r\n"))
    ]
    content = b"\r\n".join([remit(), *others, remit()])
    tables = read(source_files([content])).tables
    assert tables["file"].row(0)[1:6] == (26 * 4, 4, 4, 4, 4)
    assert tables["line"]["procedure_code"].to_list() == ["97110"] * 4
    assert tables["payment"]["interchange_number"].to_list() == [1, 2, 3, 4]
    assert differences([content]) == []
    assert [segment_text(content, 26 * place + 17) for place in range(3)] == [
        "SVC*HC:97110:GP*120*80**2",
        "SVC|HC>97110>GP|120|80||2",
        "SVC^HC:97110:GP^120^80^^2",
    ]


def test_a_patient_called_isa_opens_no_interchange(plain):
    content = remit(NM1="NM1*QC*1*ISA*00*          *00*          *ZZ")
    assert facts(content)["file"] == plain["file"]
    assert read(source_files([content])).tables["claim"]["patient_last"].to_list() == ["ISA"]


@pytest.mark.parametrize(
    ("encoded", "name", "code"),
    [
        ("PEÑA".encode(), "PEÑA", "text_is_utf8"),
        (b"PE\xd1A\x92S", "PEÑA\u2019S", "text_is_not_utf8"),
        (b"PE\xd1A\x81", "PEÑA\x81", "text_is_not_utf8"),
    ],
)
def test_text_that_is_not_ascii_is_read_with_a_finding(encoded, name, code):
    content = remit().replace(b"VARNOX", encoded)
    assert read(source_files([content])).tables["claim"]["patient_last"].to_list() == [name]
    assert codes(content) == [code]


def test_utf_16_is_read_with_a_finding(plain):
    content = remit().decode().encode("utf-16")
    assert facts(content)["line"] == plain["line"]
    assert codes(content) == ["utf16_text"]


def test_segment_text_knows_no_segment_beyond_the_end():
    assert segment_text(remit(), 26) == SEGMENTS[-1]
    for number in (0, -1, 27):
        with pytest.raises(IndexError):
            segment_text(remit(), number)

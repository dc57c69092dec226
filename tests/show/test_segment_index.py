"""The bytes of a file from its segments and the gaps between them; and every segment under the reader's number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.x12.remittance import SourceFile, read
from parsers.x12.segment_index import segments
from tests.deposits.remits import Remit
from tests.parsers.samples import CORPUS, EXAM, contents
from tests.parsers.sent import segment_text, segments_with_separators

SMALL = Remit("A100", "10.00").text()
ODD = {
    "line breaks": SMALL.replace(b"~", b"~\r\n"),
    "wrapped": b"\n".join(SMALL[at : at + 80] for at in range(0, len(SMALL), 80)),
    "text before": b"\xef\xbb\xbf\n\n Dear sir,\n" + SMALL,
    "text after": SMALL + b"\x00\x1a\n\n",
    "two": SMALL + b"\n" + SMALL,
    "utf-16": SMALL.decode().encode("utf-16"),
    "utf-16, big end first": b"\xfe\xff" + "ISA".encode("utf-16-be") + SMALL[3:].decode().encode("utf-16-be"),
    "accents": SMALL.replace(b"*US*", "*CAFÉ*".encode()),
    "windows": SMALL.replace(b"*US*", b"*CAF\xc9*"),
    "tabs": SMALL.replace(b"~", b"~\t ").replace(b"*US*", b"*U\tS*"),
    "empty segments": SMALL.replace(b"~", b"~~ ~"),
    "nothing": b"",
    "no X12": b"hello",
}


def check(content):
    assert b"".join(segments_with_separators(content)) == content
    found = list(segments(content))
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    (row,) = read([SourceFile(1, "x", content)]).tables["file"].rows(named=True)
    assert row["segments"] == len(found)
    return found


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_whole_and_numbered_as_the_reader_does(name):
    content = ODD[name]
    found = check(content)
    assert [each.text for each in found] == [segment_text(content, each.number) for each in found]


@pytest.mark.parametrize(("folder", "every"), [(CORPUS, 1), (EXAM, 8)], ids=["corpus", "exam"])
def test_every_file_of_others_is_whole_and_numbered_as_the_reader_does(folder, every):
    files = [content for _, content in contents(folder, at_least=100)][::every]
    counted = read([SourceFile(number, "x", content) for number, content in enumerate(files)]).tables["file"]
    for content, count in zip(files, counted["segments"], strict=True):
        assert b"".join(segments_with_separators(content)) == content
        found = list(segments(content))
        assert len(found) == count
        if found and len(content) < 20_000:
            last = found[-1]
            assert last.text == segment_text(content, last.number)


def test_a_utf16_segment_stands_where_it_says():
    content = ODD["utf-16"]
    third = list(segments(content))[2]
    assert content[third.start : third.stop].decode("utf-16-le") == third.text


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=120), st.binary(max_size=60), st.integers(0, 400))
def test_any_bytes_are_given_back(before, inside, at):
    content = before + SMALL[:at] + inside + SMALL[at:]
    assert b"".join(segments_with_separators(content)) == content

"""What pyx12 objects to, as we grade it; and that whatever it does, it stays in its room and within its time."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import pytest

from parsers.guide.conformance import NOT_FINISHED, Background, Checker, graded, limits
from parsers.x12.findings import FINDINGS
from parsers.x12.segment_index import segments
from tests.deposits.remits import Remit
from tests.parsers.samples import CORPUS, contents
from tests.warehouse.conftest import FIXTURES

CLEAN = (FIXTURES / "remits" / "loaded" / "20260112_juniper.835").read_bytes()


@pytest.fixture(scope="module")
def checker():
    with Checker() as checker:
        yield checker


def swapped(first: bytes, second: bytes) -> bytes:
    assert first + b"~\n" + second in CLEAN
    return CLEAN.replace(first + b"~\n" + second, second + b"~\n" + first, 1)


# what is done to a clean file -> (severity, code, place) of what is found, besides counts of trailers
CASES = {
    "nothing": (CLEAN, set()),
    "the guide in ST03": (
        CLEAN.replace(b"ST*835*4003001~", b"ST*835*4003001*005010X221A1~"),
        {("note", "element 10", "ST03")},
    ),
    "GS08 without its addendum": (
        CLEAN.replace(b"005010X221A1", b"005010X221"),
        {("note", "group guide", "GS08")},
    ),
    "a remark code of later years": (
        CLEAN.replace(b"DTM*050*20251219~", b"MOA***N807~\nDTM*050*20251219~", 1),
        {("note", "element 7", "MOA03"), ("warning", "transaction 4", None)},
    ),
    "a date behind the adjustments": (
        swapped(b"DTM*472*20251215", b"CAS*CO*45*57.89**253*0.36"),
        {("note", "segment 1", "DTM")},
    ),
    "group code CR": (CLEAN.replace(b"CAS*CO*45*57.89", b"CAS*CR*45*57.89"), {("note", "segment 1", "CAS")}),
    "empty elements at the end": (
        CLEAN.replace(b"SVC*HC:97140:GP*78*17.74**1~", b"SVC*HC:97140:GP*78*17.74**1**~"),
        {("note", "segment SEG1", "SVC")},
    ),
    "cut off": (CLEAN[: CLEAN.index(b"SE*")], {("error", "transaction 2", None), ("error", "group 3", None),
                                              ("error", "interchange 023", None)}),
    "an accent": (
        CLEAN.replace(b"PAPER MILL LANE", "PÂPER MILL LANE".encode()),
        {("note", "element 6", "N301")},
    ),
    "another guide": (
        CLEAN.replace(b"005010X221A1", b"005010X999"),
        {("note", "conformance_guide_unknown", None)},
    ),
    "no envelope": (CLEAN[CLEAN.index(b"ST*") :], {("note", "conformance_not_x12", None)}),
    "no X12": (b"hello", {("note", "conformance_not_x12", None)}),
    "nothing at all": (b"", {("note", "conformance_not_x12", None)}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(case, checker):
    content, expected = CASES[case]
    assert {(each.severity, each.code, each.place) for each in checker.check(content)} == expected


def test_a_missing_payment_is_an_error(checker):
    content = CLEAN.replace(CLEAN[CLEAN.index(b"BPR") : CLEAN.index(b"TRN")], b"", 1)
    assert ("error", "segment 3", "BPR") in {(each.severity, each.code, each.place) for each in checker.check(content)}


def test_places_are_those_of_the_reader(checker):
    content = CLEAN.replace(b"ST*835*4003001~", b"ST*835*4003001*005010X221A1~")
    (found,) = checker.check(content)
    assert next(each.tag for each in segments(content) if each.number == found.segment_number) == "ST"
    assert found.sentence == "The guide is named in ST03 as well: ST03 (guide)."


def test_files_of_others_are_all_answered_in_words(checker):
    for _, content in contents(CORPUS, at_least=100)[::9]:
        for found in checker.check(content):
            assert found.sentence.endswith(".")
            assert found.code not in FINDINGS
            assert found.code.split()[0] in {"interchange", "group", "transaction", "segment", "element"} or (
                found.code.startswith("conformance_")
            )


def test_values_never_come_along(checker):
    content = CLEAN.replace(b"NM1*QC*1*CLOVERLEY*KESTREL", b"NM1*QC*1*CLOVERLEY\x07\xc3\x89*KESTREL" + b"X" * 90)
    found = checker.check(content)
    assert found
    assert not any("CLOVERLEY" in repr(each) or "XXX" in repr(each) for each in found)


def worker(code):
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import os, sys; sys.stdin.buffer.readline(); os.abort()",
        "import sys; sys.stdin.buffer.readline(); print('not json', flush=True); sys.stdin.read()",
        "raise SystemExit",
    ],
)
def test_a_worker_that_hangs_dies_or_babbles_is_contained(code):
    with Checker(replace(limits(), seconds_per_file=1), worker(code)) as checker:
        began = time.monotonic()
        assert [each.code for each in checker.check(CLEAN)] == [NOT_FINISHED]
        assert time.monotonic() - began < 10


def test_a_dead_worker_is_replaced(checker):
    checker.check(CLEAN)
    checker._process.kill()
    checker._process.wait()
    assert [each.code for each in checker.check(CLEAN)] == [NOT_FINISHED]
    assert checker.check(CLEAN) == ()


def test_a_file_beyond_the_limit_is_not_tried():
    with Checker(replace(limits(), megabytes=0)) as checker:
        assert [each.code for each in checker.check(b"ISA")] == [NOT_FINISHED]
        assert checker._process is None


def test_background_work_is_collected_or_left():
    done = Background([("a", lambda: CLEAN), ("b", lambda: CLEAN[:2000])]).collect(30)
    assert list(done) == ["a", "b"]
    hanging = Checker(replace(limits(), seconds_per_file=60), worker("import time; time.sleep(60)"))
    began = time.monotonic()
    assert Background([("a", lambda: CLEAN)], hanging).collect(0) == {}
    assert time.monotonic() - began < 10


def test_bytes_that_are_gone_are_left():
    def gone():
        raise FileNotFoundError

    assert Background([("a", gone), ("b", lambda: CLEAN)]).collect(30) == {"b": ()}


def test_an_objection_nobody_graded_is_still_told():
    assert graded("element 99", "CLP01").severity == "warning"


def test_a_made_up_remittance_has_a_few(checker):
    assert {each.severity for each in checker.check(Remit("A100", "10.00").text())} >= {"warning"}

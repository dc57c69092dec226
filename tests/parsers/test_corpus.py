"""The samples of others and the practice exam, read whole, against the oracle and against what others counted."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from parsers.x12.findings import FINDINGS
from parsers.x12.misplaced import OTHER_TAGS
from parsers.x12.remittance import read
from tests.parsers import oracle
from tests.parsers.compare import differences, source_files
from tests.parsers.samples import CORPUS, EXAM, HERE, contents, profile

COUNTED = {"interchanges": "n_isa", "payments": "n_835", "claims": "n_CLP", "lines": "n_SVC", "segments": "segments"}
ROWS = {
    "CAS": "adjustment",
    "PLB": "provider_adjustment",
    "REF": "reference",
    "DTM": "date",
    "AMT": "amount",
    "QTY": "quantity",
}


@pytest.fixture(scope="module")
def corpus():
    return contents(CORPUS, at_least=100)


@pytest.fixture(scope="module")
def corpus_tables(corpus):
    return read(source_files([content for _, content in corpus])).tables


def failure_from():
    with (HERE / "explained_differences.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["file"], row["what"], row["ours"], row["theirs"]) for row in csv.DictReader(lines)}


def test_every_cell_of_the_corpus_is_what_a_plain_loop_reads(corpus):
    assert differences([content for _, content in corpus]) == []


def test_every_cell_of_the_exam_is_what_a_plain_loop_reads():
    assert differences([content for _, content in contents(EXAM, at_least=200)]) == []


def test_cutting_into_many_batches_changes_no_cell(corpus):
    assert differences([content for _, content in corpus], chunk_bytes=40_000) == []


def test_counts_are_those_of_others_but_for_explained_differences(corpus, corpus_tables):
    others = profile()
    # a plain loop, for the tables leave out what is a column elsewhere
    rows = oracle.read_all(enumerate((content for _, content in corpus), start=1))
    segments = {
        tag: Counter(file for file, _ in {(row["file_number"], row["segment_number"]) for row in rows[table]})
        for tag, table in ROWS.items()
    }
    found = set()
    for (name, _), row in zip(corpus, corpus_tables["file"].rows(named=True), strict=True):
        counts = {theirs: row[ours] for ours, theirs in COUNTED.items()}
        counts |= {f"n_{tag}": segments[tag][row["file_number"]] for tag in ROWS}
        counts["delimiters"] = delimiters(corpus_tables["interchange"].filter(file_number=row["file_number"]))
        theirs = {**others[name], "delimiters": their_delimiters(others[name])}
        found |= {(name, what, str(ours), str(theirs[what])) for what, ours in counts.items() if ours != theirs[what]}
    assert found == failure_from()


def delimiters(interchanges):
    columns = ("element_separator", "component_separator", "segment_terminator")
    return " ".join(sorted({" ".join(row) for row in interchanges.select(columns).rows()}))


def their_delimiters(others):
    if not others["n_isa"]:
        return ""
    shown = [
        (each["element"], each["component"] or "-", each["terminator"].replace("\n", "\\n"))
        for each in others["delims"]
    ]
    return " ".join(sorted({" ".join(each) for each in shown}))


def test_unknown_segments_are_those_that_others_found(corpus, corpus_tables):
    others = profile()
    unknown = corpus_tables["finding"].filter(code="unknown_segment")["file_number"].to_list()
    with_other_transactions = set(corpus_tables["finding"].filter(code="other_transaction")["file_number"].to_list())
    for number, (name, _) in enumerate(corpus, start=1):
        if number not in with_other_transactions:
            # A TA1 inside a transaction set is known to X12, but not to the 835.
            expected = sum(others[name]["unknown_segments"].values()) + others[name]["n_TA1"]
            assert unknown.count(number) == expected, name


def test_every_finding_is_on_the_closed_list(corpus_tables):
    assert set(corpus_tables["finding"]["code"]) <= set(FINDINGS)


def test_no_finding_repeats_a_value_of_the_file(corpus_tables):
    details = corpus_tables["finding"]["detail"].drop_nulls().unique().to_list()
    assert details
    for detail in details:
        assert (
            detail in ("utf-8", "cp1252", "latin-1", *OTHER_TAGS)
            or detail.removesuffix(" found").isdigit()
            or detail.removeprefix("ST01 is ").isdigit()
            or re.fullmatch(r"[A-Z]{1,2}[0-9][0-9A-Z]?|Z{2,3}", detail)  # the tag of an unknown segment
            or re.fullmatch(r"an identifier of \d+ characters|without an identifier", detail)
            or (
                detail[:-2] in ("BPR", "CLP", "SVC", "CAS", "PLB", "AMT", "DTM", "QTY", "TRN") and detail[-2:].isdigit()
            )
        ), detail


def test_the_exam_holds_only_the_surprises_it_was_given():
    names, files = zip(*contents(EXAM, at_least=200), strict=True)
    found = read(source_files(files)).tables["finding"].select("file_number", "code", "detail").rows()
    assert {(names[number - 1], code, detail) for number, code, detail in found} == {
        ("20260323_04_clearinghouse.835", "not_an_835", None),
        ("20260323_04_clearinghouse.835", "other_transaction", "ST01 is 277"),
        ("20260430_02_cedar_file.835", "test_interchange", None),
        ("20260430_03_cedar.835", "payment_amount_unreadable", "BPR02"),
    }

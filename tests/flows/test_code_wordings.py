"""`codes import`: X12's wordings from a list the practice has, quoted by explanations and letters; invented here."""

from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.codes.official_wording import WordingProblems, load, read_list
from flows.cli import app
from flows.terminal.explanation import explanation
from tests.letters.claims import ON, a_claim, said, squeezed

RUN = CliRunner()
WANTED = {"45": "Invented wording of forty-five.", "N851": "Invented remark."}


@pytest.mark.parametrize(
    "text",
    [
        "code,description,start\n45,Invented wording of forty-five.,1995-01-01\nN851,Invented remark.,\n",
        'CARC;Definition\n45;"Invented wording of forty-five."\nN851;Invented remark.\n',
        "45 Invented wording of forty-five. Start: 01/01/1995 | Last Modified: 07/01/2017\nN851\tInvented remark.\n",
        "\ufeffcode\tdescription\n 45 \tInvented  wording of forty-five.\nn851\tInvented remark.\n\t\n",
    ],
)
def test_lists_as_people_have_them(text: str) -> None:
    assert read_list("list", text.encode()) == WANTED


@pytest.mark.parametrize("text", ["", "nothing of the kind\n", "code,description\n45,\n", "%PDF-1.7 binary"])
def test_a_file_without_codes_is_refused_by_name(text: str) -> None:
    with pytest.raises(WordingProblems, match=r"^list\.txt: no reason or remark code"):
        read_list("list.txt", text.encode())


def test_two_wordings_of_one_code_are_refused() -> None:
    with pytest.raises(WordingProblems, match="row 3: 45 stands there twice"):
        read_list("list.csv", b"code,description\n45,One\n45,Another\n")


def test_a_second_list_adds_to_the_first_and_replaces_what_it_has(tmp_path: Path) -> None:
    first, second = tmp_path / "carc.csv", tmp_path / "rarc.txt"
    first.write_text("code,description\n45,Old words\n1,First\n")
    second.write_text("45 Invented wording of forty-five.\nN851 Invented remark.\nZ99 Not in our list\n")
    for file in (first, second):
        done = RUN.invoke(app, ["--workspace", str(tmp_path), "codes", "import", str(file)])
        assert done.exit_code == 0, done.output
    assert load(tmp_path / "codes" / "wordings.csv") == {**WANTED, "1": "First", "Z99": "Not in our list"}
    assert done.output.split("\n")[1].split() == ["rarc.txt", "2", "1", "1"]


def test_a_letter_and_an_explanation_quote_it() -> None:
    from contracts.letters.claim_letter import claim_letter
    from contracts.letters.typesetting import pdf
    from warehouse.queries import ClaimAnswer, LineAnswer

    text = said(pdf(claim_letter(a_claim(wordings=(("CO-45", WANTED["45"]),)), ON), ON))
    assert squeezed(f"CO-45 {WANTED['45']}") in text
    assert squeezed("The reason codes given") not in said(pdf(claim_letter(a_claim(), ON), ON))
    sent = {"group_code": "CO", "reason_code": "45", "amount": None, "line_id": 1, "label": "ours"}
    row, claim = defaultdict(lambda: None), defaultdict(lambda: None)
    event = {"chain_id": "c", "event": 1, "role": "current", "kind": "decision", "status_code": "1", "charge": None,
             "paid": None, "file_name": "f", "segment_number": 1}  # fmt: skip
    answer = ClaimAnswer(claim, (LineAnswer(row, (sent,), (), ()),), None, (event,))
    assert f"X12: {WANTED['45']}" in explanation([answer], WANTED)
    assert "X12" not in explanation([answer])

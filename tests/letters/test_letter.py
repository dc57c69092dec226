"""The letter: it has every amount, clause and number, names what is missing, and treats any text as text."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts import codes
from contracts.letters.batch_letter import batch_letter
from contracts.letters.claim_letter import cause_claims, claim_letter
from contracts.letters.facts import Payee
from contracts.letters.missing import missing_facts
from contracts.letters.packet import claim_packet
from contracts.letters.profiles import profile_of
from contracts.letters.typesetting import pdf, pdfs
from tests.letters.claims import CONTACT, ON, a_claim, a_line, an_issue, pages, said, squeezed

ROOT = Path(__file__).parents[2]
HOSTILE = (
    '#eval("1+1")', "#import \"/etc/passwd\"", "$ x^2 $ *bold* _it_ `raw` <label> @ref", "= Heading", "\\ #{ panic() }",
    "]#panic()[", "../../etc/passwd", '=HYPERLINK("http://x.example","y")', "<script>alert(1)</script>", "%00\\u{202e}",
)  # fmt: skip


def letter(**changes: object) -> bytes:
    return pdf(claim_letter(a_claim(**changes), ON), ON)


def test_a_letter_has_everything_a_payer_needs() -> None:
    text = said(letter())
    for wanted in (
        "CEDARPOINT HEALTH PLANS", "PO Box 14", "LONGLEAF PHYSICAL THERAPY", "900100011", "1900100011", "CP1", "LL1",
        "GORSEHILL, EMRYS", "M1", "CH22", "T0001", "Exhibit B, page 2", "cedar_ppo_2026.csv", "97110 GP", "120.00",
        "62.80", "31.40", "should have been allowed at $62.80", "You allowed $31.40", "remit the difference of $31.40",
        "2 x 31.40 = 62.80", "Ada Quill", "919 555 0142", "5 Mill Road", "180 days after the remittance date.",
        "2026-11-16", "November 16, 2026", "ef" * 32, "cd" * 32, "ab" * 32, "Earlier fee schedule used",
    ):  # fmt: skip
        assert squeezed(wanted) in text, wanted


def test_the_remittance_is_quoted_as_sent_and_by_name_without_other_patients_or_accounts() -> None:
    text = said(letter())
    for wanted in (
        "CLP*LL1*1*120*31.40**12*CP1*11*1",
        "SVC*HC:97110:GP*120*31.40**2",
        "CAS*CO*45*88.60",
        "CLP03 charge: 120",
    ):
        assert squeezed(wanted) in text, wanted
    for unwanted in ("SOMEBODY", "CP2", "999999992", "5550001", "5550002"):
        assert unwanted not in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_a_remittance_is_read_as_markup(hostile: str) -> None:
    claim = a_claim()
    texts = {each.name: hostile for each in fields(claim) if isinstance(getattr(claim, each.name), str)}
    line = a_line(code=hostile, modifiers=(hostile,), claim=hostile, reasons=(hostile,))
    payee = Payee(hostile, hostile, hostile, (hostile,), replace(CONTACT, name=hostile, address=(hostile,)))
    issue = an_issue(line, clause=hostile, cause=hostile, schedule=hostile, evidence=hostile)
    written = letter(**texts, payee=payee, payer=replace(claim.payer, name=hostile, form=hostile), issues=(issue,))
    assert said(written).count(squeezed(hostile)) > 8


def test_the_same_facts_give_the_same_bytes() -> None:
    assert claim_packet(a_claim(), ON) == claim_packet(a_claim(), ON)


def test_letters_set_together_are_those_set_alone() -> None:
    letters = [claim_letter(a_claim(patient_control_number=f"A{number}"), ON) for number in range(5)]
    assert list(pdfs(letters, ON)) == [pdf(letter, ON) for letter in letters]
    assert list(pdfs([], ON)) == []


def test_forty_lines_and_endless_names_flow_over_numbered_pages() -> None:
    long = "VANDERBLUMENTHALWITTGENSTEINBERGER" * 2
    issues = tuple(an_issue(a_line(n, claim="C" * 50)) for n in range(1, 41))
    claim = a_claim(issues=issues, patient_last=long, payer_control_number="9" * 50, agreement_name=f"{long} PPO")
    found = pages(pdf(claim_letter(claim, ON), ON))
    assert len(found) > 6
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
    text = squeezed("".join(found))
    assert long in text
    assert "9" * 50 in text
    assert squeezed("$2,512.00") in text  # 40 x 62.80


def test_the_evidence_of_a_cause_is_with_its_line() -> None:
    shown = "Paid at the schedule cedar_ppo_2024.csv in force until 2026-02-28: 31.40 instead of 62.80."
    issues = (an_issue(a_line(1), evidence=shown), an_issue(a_line(2), evidence=shown))
    text = said(letter(issues=issues))
    assert squeezed(f"Line 1: {shown}") in text
    assert squeezed(f"Line 2: {shown}") in text
    assert text.count(squeezed("Earlier fee schedule used — lines 1, 2, $62.80")) == 1


@pytest.mark.parametrize("confidence", ["none", "partly", None])
def test_our_own_doubts_are_in_no_letter(confidence: str | None) -> None:
    doubt = "Not explained: 31.40 instead of 62.80."
    issue = an_issue(a_line(1), evidence=doubt, confidence=confidence, cause="unexplained_short")
    text = said(letter(issues=(issue,)))
    assert squeezed(doubt) not in text
    assert squeezed("on file gives") not in text
    assert squeezed("matches no rate") not in text


def test_every_cause_has_a_sentence_and_a_label_of_its_own() -> None:
    unknown = cause_claims("unknown")
    assert [cause for cause in codes.causes() if cause_claims(cause) == unknown] == []
    labels = [codes.cause_label(cause) for cause in codes.causes()]
    assert len(set(labels)) == len(labels)
    assert not any("_" in label or "mppr" in label.lower() or len(label) > 50 for label in labels)


def test_a_batch_letter_names_causes_and_batch_by_their_labels() -> None:
    claims = [a_claim(issues=(an_issue(cause="mppr_not_in_contract"),))]
    text = said(pdf(batch_letter("cedar_ppo/mppr_not_in_contract/01", claims, ON), ON))
    assert squeezed("Request for reconsideration: Multiple-procedure cut not in contract") in text
    assert squeezed("cedar_ppo / Multiple-procedure cut not in contract / 01") in text
    assert "mppr" not in text


def test_a_visit_is_one_amount_over_its_lines() -> None:
    lines = (a_line(1, actual=Decimal("40.00")), a_line(2, code="97140", actual=Decimal("30.00")))
    visit = an_issue(*lines, is_visit=True, expected=Decimal("90.00"), actual=Decimal("70.00"), short=Decimal("20.00"))
    text = said(letter(issues=(replace(visit, cause="visit_rate_short"),)))
    for wanted in ("by visit", "The visit", "90.00", "70.00", "20.00", "97140"):
        assert squeezed(wanted) in text


def test_what_is_missing_is_named_and_never_made_up() -> None:
    bare = a_claim(
        member_id=None, trace=None, payee=Payee(None, None, None, (), None), payer_control_number=None,
        issues=(an_issue(clause=None),),
    )  # fmt: skip
    missing = missing_facts(bare)
    assert {"member ID", "tax id of the practice", "name and telephone of the contact"} <= set(missing)
    text = said(pdf(claim_letter(bare, ON), ON))
    for fact in missing:
        assert squeezed(fact) in text
    assert "None" not in text
    note = dict(claim_packet(bare, ON))["before-sending.txt"].decode()
    assert all(fact in note for fact in missing)
    assert missing_facts(a_claim()) == ()


def test_medicare_gets_the_fields_of_a_redetermination_and_the_practice_its_advice() -> None:
    claim = a_claim(profile=profile_of("MEDICARE B", "MB"), filing_code="MB")
    files = dict(claim_packet(claim, ON))
    text = said(files["letter.pdf"])
    for wanted in (
        "42 CFR 405.944(b)",
        "CMS-20027",
        "Medicare number",
        "M1",
        "97110 GP on May 4, 2026",
        "Name of the party",
    ):
        assert squeezed(wanted) in text, wanted
    note = files["before-sending.txt"].decode()
    assert "clerical-error reopening first" in note
    assert "signature and its date" in note
    assert "reopening" not in text  # advice is for the practice


def test_a_batch_letter_lists_every_claim_and_the_sum() -> None:
    claims = [a_claim(payer_control_number=f"CP{n}", patient_control_number=f"LL{n}") for n in range(1, 46)]
    found = pages(pdf(batch_letter("cedar_ppo/prior_schedule_version/01", claims, ON), ON))
    text = squeezed("".join(found))
    assert len(found) > 1
    assert all(f"CP{n}LL{n}" in text for n in range(1, 46))
    assert "$1,413.00" in text  # 45 x 31.40
    assert "Page 2 of" in found[1]


def test_a_number_too_long_for_its_column_goes_on_below() -> None:
    claims = [a_claim(payer_control_number="7" * 50, patient_control_number="8" * 38, patient_last="W" * 60)]
    (first, *_) = pages(pdf(batch_letter("cedar_ppo/prior_schedule_version/01", claims, ON), ON))
    table = first[first.index("Payer's claim") : first.index("Total")]
    longest = max(len(run) for run in table.replace("\n", " ").split())
    assert longest < 30
    for wanted in ("7" * 50, "8" * 38, "W" * 60):
        assert table.count(wanted[0]) >= len(wanted)


def test_a_note_says_that_the_window_has_closed() -> None:
    late = replace(a_claim().timing, deadline=date(2026, 11, 1))
    note = dict(claim_packet(a_claim(timing=late), ON))["before-sending.txt"].decode()
    assert "The window has closed." in note


def test_an_unknown_cause_has_the_sentence_of_a_plain_underpayment() -> None:
    assert cause_claims("never heard of") == cause_claims("unknown")

"""The sentences of a letter are true of its lines: given reasons are named, and no place of service is invented."""

import pytest

from contracts import codes
from contracts.codes import special_codes
from contracts.letters.batch_letter import batch_letter
from contracts.letters.claim_letter import claim_letter, claim_sentence
from contracts.letters.typesetting import pdf
from tests.letters.claims import ON, a_claim, a_line, an_issue, said, squeezed

NO_REASON = "gives no reason for it beyond the contractual adjustment"


@pytest.mark.parametrize(
    ("reasons", "wanted"),
    [
        ((), NO_REASON),
        (("CO-45",), NO_REASON),
        (("CO-45", "PR-3", "PR-1"), NO_REASON),
        (("CO-P12", "OA-A2", "CO-"), NO_REASON),
        (("CO-151", "CO-45"), "Beyond any contractual adjustment, the remittance gives CO-151."),
        (("CO-999", "CO-45", "CO-151", "PR-2"), "the remittance gives CO-151, CO-999."),
        (("CO-59",), "the remittance gives CO-59."),
        (("CO-253",), "the remittance gives CO-253."),
    ],
)
def test_given_reasons_are_named(reasons: tuple[str, ...], wanted: str) -> None:
    shown = claim_sentence("unexplained_short", (a_line(1), a_line(2, reasons=reasons)))
    assert wanted in shown
    assert (NO_REASON in shown) is (wanted == NO_REASON)


def test_only_codes_of_the_contractual_kind_give_no_reason() -> None:
    assert {codes.reason(code).category for code in special_codes.contractual_adjustments()} == {"contractual"}


@pytest.mark.parametrize(
    ("reasons", "wanted"),
    [(("CO-45", "CO-253"), "A sequestration reduction was taken"), (("CO-45",), "within the contractual adjustment")],
)
def test_sequestration_is_called_taken_where_the_remittance_says_so(reasons: tuple[str, ...], wanted: str) -> None:
    assert wanted in claim_sentence("sequestration_not_in_contract", (a_line(reasons=reasons),))


@pytest.mark.parametrize("hostile", ["CO-{0.__class__}", "CO-{codes}", "CO-#panic()"])
def test_a_code_is_named_as_it_was_sent(hostile: str) -> None:
    issue = an_issue(a_line(reasons=(hostile,)), cause="unexplained_short")
    assert squeezed(f"the remittance gives {hostile}.") in said(pdf(claim_letter(a_claim(issues=(issue,)), ON), ON))


@pytest.mark.parametrize(
    ("place", "wanted", "unwanted"),
    [
        ("11", "The place of service reported is not a facility", "No place of service"),
        (None, "No place of service is reported;", "The place of service reported"),
    ],
)
def test_a_place_of_service_that_was_not_sent_is_not_called_reported(
    place: str | None, wanted: str, unwanted: str
) -> None:
    issue = an_issue(a_line(place_of_service=place, reasons=("CO-45", "CO-253")), cause="facility_rate")
    text = said(pdf(claim_letter(a_claim(issues=(issue,)), ON), ON))
    assert squeezed(wanted) in text
    assert squeezed(unwanted) not in text


def test_a_batch_says_of_each_line_what_is_true_of_it() -> None:
    issues = [an_issue(a_line(reasons=given), cause="unexplained_short") for given in (("CO-45",), ("CO-151",))]
    shown = batch_letter("cedar_ppo/unexplained_short/01", [a_claim(issues=(issue,)) for issue in issues], ON)["issues"]
    assert [issue["scope"] for issue in shown] == ["1 line, $31.40", "1 line, $31.40"]
    assert NO_REASON in shown[0]["text"]
    assert "the remittance gives CO-151." in shown[1]["text"]

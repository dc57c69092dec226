"""An agreement that pays a percent of Medicare and says no more is asked how it is meant; Medicare itself is not."""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, STRANGER, Judged, Night

OF_MEDICARE = """method = "medicare"
percent = "100"
year = "year_of_service"
locality = "site"
mppr = "medicare"
lesser_of = "line\""""
night = Night("LAW", "SAID")
night.agree("silent", 'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["16"]', OF_MEDICARE)
night.agree(
    "outspoken",
    'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["HM"]',
    OF_MEDICARE,
    'confirmed_causes = ["assistant_cut_not_in_contract"]',
)


# 97110 in Durham, 2026: 28.02; 85 % of it is 23.82
@night.receives(
    remittance(STRANGER, claim("ASKED", "ASKED", [line("97110:GP:CQ", "82", "23.82")], filing="16")),
    remittance(STRANGER, claim("SAID", "SAID", [line("97110:GP:CQ", "82", "23.82")], filing="HM")),
    remittance(MEDICARE, claim("LAW", "LAW", [line("97110:GP:CQ", "82", "18.00", "PR*2*5.60")])),
)
def test_an_assistants_cut_is_asked_once_where_the_terms_are_silent(judged: Judged) -> None:
    assert judged.states("ASKED") == judged.states("SAID") == ["priced_short"]
    assert judged.ask("select agreement, cause, line_count, is_confirmed from setup_question order by 1") == [
        ("outspoken", "assistant_cut_not_in_contract", 1, True),
        ("silent", "assistant_cut_not_in_contract", 1, False),
    ]


def test_what_is_confirmed_and_what_the_law_settles_is_disputed(judged: Judged) -> None:
    assert set(judged.disputed()) == {"SAID", "LAW"}

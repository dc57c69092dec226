"""A lower level of a service in place of the one billed is short against the level billed; another code is not.

Summerfield pays 31.61 for 98940, 45.46 for 98941, 58.62 for 98942, 34.59 for 97110.
"""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged, Night

night = Night("LOWER", "BOTH")


@night.receives(
    remittance(PPO, claim("LOWER", "L1", [line("98940:AT", "60", "31.61", more="*HC:98941:AT")]),
               claim("BOTH", "L2", [line("98940:AT", "60", "25", more="*HC:98941:AT")]))
)  # fmt: skip
def test_a_lower_level_is_short_against_what_was_billed(judged: Judged) -> None:
    assert judged.lines("LOWER") == ["priced_short 45.46 31.61"]
    assert judged.lines("BOTH") == ["priced_short 45.46 25.00"]
    [(cause, sentence, has_deadline)] = judged.ask(
        "select cause, cause_sentence, deadline is not null from line_review where patient_control_number = 'LOWER'"
    )
    assert (cause, has_deadline) == ("recoded", True)
    assert str(sentence).startswith("Paid as 98940 in place of 98941, which was billed: 31.61 instead of 45.46")


@night.receives(
    remittance(PPO, claim("HIGHER", "L3", [line("98942:AT", "60", "58.62", more="*HC:98941:AT")]),
               claim("OTHER", "L4", [line("97110:GP", "60", "34.59", more="*HC:97530:GP")]),
               claim("PAIDASBILLED", "L5", [line("98940:AT", "60", "45.46", more="*HC:98941:AT")]))
)  # fmt: skip
def test_a_higher_level_or_another_service_is_judged_as_adjudicated(judged: Judged) -> None:
    assert judged.lines("HIGHER") == ["priced_ok 58.62 58.62"]
    assert judged.lines("OTHER") == ["priced_ok 34.59 34.59"]
    assert judged.lines("PAIDASBILLED") == ["priced_ok 45.46 45.46"]

"""Lines whose units compete are right or wrong together: a payer may give the full unit to any of equal lines.

At Durham Medicare allows 97530 33.61 in full and 24.26 reduced, 97110 28.02 and 21.63, 97140 26.73 and 20.65.
"""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, STRANGER, UNITS, Judged, Night

night = Night("NET", "TWO", "ALL", "OWN", "HALF", "LIMIT", "RATE", "TURNED")
night.agree(
    "halves", 'payer_names = ["STRANGER CASUALTY"]',
    'method = "fee_schedule"\nschedule = "alderwick_units.csv"\nlesser_of = "none"\n'
    'multiple_procedures = { by = "line", percents = ["100", "50"], families = ["physical_medicine"] }',
)  # fmt: skip
RIGHT, SHORT, OVER = "priced_ok", "priced_short", "priced_over"


def disputed(judged: Judged, account: str) -> str | None:
    return judged.disputed().get(account)


def overpaid(judged: Judged, account: str) -> list[tuple[object, ...]]:
    return judged.ask("select over_amount from overpayment where patient_control_number = ?", account)


@night.receives(
    remittance(MEDICARE, claim("SPLIT", "R1", [line("97110:GP", "82", "21.63"), line("97110:GP:59", "82", "28.02")]),
               claim("TIE", "R2", [line("97110:GP", "82", "21.63"), line("97116:GP", "82", "28.02")]))
)  # fmt: skip
def test_the_full_unit_may_be_on_any_of_equal_lines(judged: Judged) -> None:
    for account in ("SPLIT", "TIE"):
        assert judged.states(account) == [RIGHT, RIGHT]
        assert overpaid(judged, account) == []
    assert judged.ask("select distinct reason from line_review where patient_control_number = 'SPLIT'") == [
        ("The payer assigned the units of the day in another way that the rule permits.",)
    ]


@night.receives(
    remittance(MEDICARE, claim("PT", "R3", [line("97110:GP", "82", "21.63")], member="MDAY", patient="ANN")),
    remittance(MEDICARE, claim("OT", "R4", [line("97110:GO", "82", "28.02")], member="MDAY", patient="ANN"),
               day="20261019"),
)  # fmt: skip
def test_it_may_be_on_either_of_two_claims(judged: Judged) -> None:
    assert judged.states("PT") == judged.states("OT") == [RIGHT]


@night.receives(
    remittance(MEDICARE, claim("LOW", "R5", [line("97110:GP", "82", "28.02")], member="MNET", patient="BEA")),
    remittance(MEDICARE, claim("NET", "R6", [line("97530:GO", "95", "24.26")], member="MNET", patient="BEA"),
               day="20261019"),
)  # fmt: skip
def test_on_a_lesser_line_only_the_net_is_short(judged: Judged) -> None:
    """Owed 33.61 + 21.63, allowed 28.02 + 24.26."""
    assert judged.lines("LOW") == ["priced_ok 28.02 28.02"]
    assert judged.lines("NET") == ["priced_short 27.22 24.26"]
    assert (disputed(judged, "NET"), overpaid(judged, "LOW")) == ("2.96", [])


@night.receives(
    remittance(MEDICARE, claim("TWO", "R7", [line("97530:GP", "95", "24.26"), line("97110:GP", "82", "28.02"),
                                             line("97140:GP", "78", "19.65")]))
)  # fmt: skip
def test_a_third_line_keeps_its_own_shortage(judged: Judged) -> None:
    assert judged.lines("TWO") == ["priced_short 27.22 24.26", "priced_ok 28.02 28.02", "priced_short 20.65 19.65"]
    assert disputed(judged, "TWO") == "3.96"


@night.receives(
    remittance(MEDICARE, claim("RATE", "R16", [line("97530:GP", "95", "33.00"), line("97110:GP", "82", "22.50")]))
)
def test_of_a_line_short_and_another_over_only_the_net_of_the_day_is_said(judged: Judged) -> None:
    """One line is short by 0.61 and one over by 0.87: the day was allowed 0.26 more than it should have been."""
    assert judged.lines("RATE") == ["priced_ok 33.00 33.00", "priced_over 22.24 22.50"]


@night.receives(
    remittance(MEDICARE, claim("ALL", "R8", [line("97530:GP", "95", "33.00"), line("97110:GP", "82", "21.00")]))
)
def test_lines_that_are_all_short_stay_apart(judged: Judged) -> None:
    assert judged.lines("ALL") == ["priced_short 33.61 33.00", "priced_short 21.63 21.00"]


@night.receives(
    remittance(MEDICARE, claim("OWN", "R9", [line("98940:AT", "60", "10.00"), line("97110:GP", "82", "21.63"),
                                             line("97110:GP:59", "82", "28.02")]))
)  # fmt: skip
def test_a_line_that_ranks_with_nothing_keeps_its_shortage(judged: Judged) -> None:
    assert judged.states("OWN")[1:] == [RIGHT, RIGHT]
    assert judged.states("OWN")[0] == SHORT


@night.receives(
    remittance(MEDICARE, claim("BOTH", "R10", [line("97110:GP", "82", "28.02"), line("97110:GP:59", "82", "28.02")]))
)
def test_two_full_units_are_one_overpayment(judged: Judged) -> None:
    assert sorted(judged.states("BOTH")) == [RIGHT, OVER]
    assert [str(amount) for (amount,) in overpaid(judged, "BOTH")] == ["6.39"]


@night.receives(
    remittance(STRANGER, claim("EVEN", "R11", [line("97112", "100", "16.38"), line("97112:59", "100", "32.75")]),
               claim("HALF", "R12", [line("97112", "100", "32.75"), line("97110", "100", "10.00")]),
               claim("TURNED", "R17", [line("97112", "100", "16.38"), line("97110", "100", "29.46")]))
)  # fmt: skip
def test_a_contract_of_halves_names_no_order_of_equal_lines(judged: Judged) -> None:
    assert judged.states("EVEN") == [RIGHT, RIGHT]
    assert judged.lines("HALF") == ["priced_ok 32.75 32.75", "priced_short 14.73 10.00"]
    assert judged.lines("TURNED") == ["priced_short 18.02 16.38", "priced_ok 29.46 29.46"]


@night.receives(
    # 97140 x3 and 97530 x2 under four units: in the order of the lines 3 + 1, by their price 2 + 2
    remittance(UNITS, claim("DEAR", "R13", [line("97140", "240", "55.90", units="3"),
                                           line("97530", "180", "74.04", units="2")]),
               claim("FIRST", "R14", [line("97140", "240", "83.85", units="3"),
                                      line("97530", "180", "37.02", units="2")]),
               claim("LIMIT", "R15", [line("97140", "240", "55.90", units="3"),
                                      line("97530", "180", "37.02", units="2")]))
)  # fmt: skip
def test_a_limit_may_cover_the_first_units_or_the_dearest(judged: Judged) -> None:
    assert judged.states("DEAR") == judged.states("FIRST") == [RIGHT, RIGHT]
    assert disputed(judged, "LIMIT") == "27.95"

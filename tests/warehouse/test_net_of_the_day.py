"""Lines whose units compete are compared as a day whatever the payer paid: only the net is owed, and nothing is over.

Alderwick pays 97110 29.46, 97140 27.95, 97530 37.02 and at most four units of them together, of no named order.
Medicare in Durham pays 97530 33.61 with the full unit, 97110 21.63 without it.
"""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, UNITS, Judged, Night

night = Night("RATES", "ZEROED")


@night.receives(
    remittance(UNITS, claim("DEAREST", "A1", [line("97140", "120", "0", units="2"), line("97110", "60", "29.46"),
                                              line("97530", "240", "111.06", units="3")]),
               claim("CENT", "A2", [line("97140", "120", "0.01", units="2"), line("97110", "60", "29.46"),
                                    line("97530", "240", "111.06", units="3")]))
)  # fmt: skip
def test_a_line_cut_to_nothing_takes_part_in_the_comparison_like_one_cut_to_a_cent(judged: Judged) -> None:
    for account in ("DEAREST", "CENT"):
        assert judged.states(account) == ["priced_ok"] * 3


@night.receives(
    remittance(UNITS, claim("MIXED", "A3", [line("97110", "180", "58.92", units="3")]),
               claim("MIXED", "A4", [line("97530", "240", "74.04", units="3")], member="MMIXED")),
    remittance(UNITS, claim("THREE", "A5", [line("97110", "60", "29.46"), line("97140", "60", "27.95"),
                                            line("97530", "240", "74.04", units="3"), line("97110", "60", "0")]),
               trace="TA5"),
)  # fmt: skip
def test_a_limit_without_an_order_is_kept_by_any_choice_that_is_no_cheaper_than_the_first_lines(judged: Judged) -> None:
    assert judged.states("MIXED") == ["priced_ok"] * 2
    assert judged.states("THREE") == ["priced_ok"] * 4


@night.receives(
    remittance(MEDICARE, claim("RATES", "M1", [line("97110:GP", "82", "27.20"), line("97530:GP", "95", "23.65")])),
    remittance(MEDICARE, claim("ZEROED", "M2", [line("97110:GP", "82", "28.02"), line("97530:GP", "95", "0")]),
               trace="TM2"),
)  # fmt: skip
def test_only_the_net_of_a_day_is_disputed_when_the_amounts_are_of_no_assignment_of_ours(judged: Judged) -> None:
    assert judged.lines("RATES") == ["priced_ok 27.20 27.20", "priced_short 28.04 23.65"]
    assert judged.lines("ZEROED") == ["priced_ok 28.02 28.02", "priced_short 27.22 0.00"]
    assert judged.ask("select 1 from overpayment") == []


def test_what_is_disputed_is_the_net(judged: Judged) -> None:
    assert judged.disputed() == {"RATES": "4.39", "ZEROED": "27.22"}

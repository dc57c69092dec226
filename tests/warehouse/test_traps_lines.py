"""Traps of the service line: bundling, recoding, units, modifiers, dates and what is no professional line at all."""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, SHARE, Judged, Night

night = Night("18C", "20C", "21B", "21D", "21F", "22C", "41D", "X1", "X2", "X3")
PAIR = [line("97530", "80", "43.47", "OA*94*-20", more="*HC:97530", control="1"),
        line("97530", "20", "0", "CO*97*20", more="*HC:97535", control="2")]  # fmt: skip


@night.receives(remittance(PPO, claim("17A", "17A", PAIR)))
def test_trap_17_bundled_pair_is_priced_once(judged: Judged) -> None:
    assert judged.lines("17A") == ["priced_ok 43.47 43.47", "bundled - -"]


@night.receives(
    remittance(PPO, claim("18A", "18A", [line("G0283", "40", "13.79", more="*HC:97014")]),
               claim("18B", "18B", [line("97110", "60", "34.59", more="*HC:97530")]),
               claim("18C", "18C", [line("97110", "60", "30", more="*HC:97530")])),
)  # fmt: skip
def test_trap_18_recoded_line_is_priced_as_adjudicated(judged: Judged) -> None:
    assert judged.lines("18A") == ["priced_ok 13.79 13.79"]
    assert judged.lines("18B") == ["priced_ok 34.59 34.59"]
    assert judged.lines("18C") == ["priced_short 34.59 30.00"]
    # both differences: as adjudicated and as billed; 97014 has no fee
    assert judged.ask(
        "select patient_control_number, variance::varchar, submitted_expected::varchar, submitted_variance::varchar "
        "from line_review where patient_control_number like '18%' order by 1"
    ) == [("18A", "0.00", None, None), ("18B", "0.00", "43.47", "8.88"), ("18C", "4.59", "43.47", "13.47")]


@night.receives(
    remittance(PPO, claim("19A", "19A", [["SVC*HC:97110*60*34.59", "DTM*472*20261005", "CAS*CO*45*25.41"]])),
)
def test_trap_19_no_units_said_is_one(judged: Judged) -> None:
    assert judged.lines("19A") == ["priced_ok 34.59 34.59"]


@night.receives(
    remittance(PPO, claim("20A", "20A", [line("97110", "60", "0", "CO*50*60", units="0", more="**1")]),
               claim("20B", "20B", [line("97110", "60", "34.59"),
                                    line("97140", "60", "0", "CO*151*60*1", units="0", more="**1")]),
               # the deductible took all of one unit of two: it was covered, the other was not
               claim("20C", "20C", [line("97110", "60", "0", "PR*1*30", units="0", more="**1")])),
)  # fmt: skip
def test_trap_20_zero_units_paid_is_a_denial(judged: Judged) -> None:
    assert judged.states("20A") == ["denied_appealable"]
    assert judged.states("20B") == ["priced_ok", "denied_appealable"]
    assert judged.lines("20C") == ["priced_short 34.59 30.00"]


@night.receives(
    remittance(PPO, claim("21A", "21A", [line("97110", "120", "34.59", "CO*151*60*1", more="**2")]),
               claim("21B", "21B", [line("97110", "120", "34.59", more="**2")]),
               # no quantity beside the reason: SVC05 and SVC07 tell it; a rate cut beside the denied unit is short
               claim("21C", "21C", [line("97110", "120", "34.59", "CO*151*60", more="**2")]),
               claim("21D", "21D", [line("97110", "120", "30.59", "CO*151*60", more="**2")]),
               # a unit denied for want of data, counted
               claim("21E", "21E", [line("97110", "120", "34.59", "CO*16*60*1", more="**2")]),
               claim("21F", "21F", [line("97110", "120", "30.59", "CO*16*60*1", more="**2")])),
)  # fmt: skip
def test_trap_21_units_denied_with_a_reason_are_not_the_rate(judged: Judged) -> None:
    # what is left is paid right, and a unit is denied: no dispute of the rate, and not paid as agreed
    assert judged.lines("21A") == judged.lines("21C") == ["denied_appealable 34.59 34.59"]
    assert judged.lines("21D") == judged.lines("21F") == ["priced_short 34.59 30.59"]
    assert judged.lines("21E") == ["denied_correctable 34.59 34.59"]
    # a unit that vanished into the price cut is owed
    assert judged.lines("21B") == ["priced_short 69.18 34.59"]


@night.receives(
    remittance(PPO, claim("22A", "22A", [line("97110", "120", "34.59", "CO*151*60*1", units="", more="**2")]),
               claim("22B", "22B", [line("97110", "120", "69.18", units="", more="**2")]),
               claim("22C", "22C", [line("97110", "120", "60", units="", more="**2")])),
)  # fmt: skip
def test_trap_22_units_billed_without_units_paid(judged: Judged) -> None:
    assert judged.lines("22A") == ["denied_appealable 34.59 34.59"]
    assert judged.lines("22B") == ["priced_ok 69.18 69.18"]
    assert judged.lines("22C") == ["priced_short 69.18 60.00"]


@night.receives(
    remittance(MEDICARE, claim("41A", "41A", [line("97140:59:GP", "60", "20.95", "PR*2*5.35", "CO*253*.43")]),
               claim("41B", "41B", [line("97140:GP:59", "60", "20.95", "PR*2*5.35", "CO*253*.43")]),
               # billed by an assistant, and the modifier did not come back
               claim("41C", "41C", [line("97140:GP", "60", "17.81", "PR*2*5.35", "CO*253*.36",
                                         more="*HC:97140:GP:CQ")]),
               claim("41D", "41D", [line("97140", "60", "17.11", "PR*2*5.35", "CO*253*.36",
                                         more="*HC:97140:GP:CQ")])),
)  # fmt: skip
def test_trap_41_modifiers_in_another_order_or_dropped(judged: Judged) -> None:
    assert judged.lines("41A") == judged.lines("41B") == ["priced_ok 26.73 26.73"]
    assert judged.lines("41C") == ["priced_ok 23.52 23.52"]
    assert judged.lines("41D") == ["priced_short 23.52 22.82"]


@night.receives(
    remittance(PPO, claim("42A", "42A", [line("00840:AA", "900", "412", units="55")]),
               claim("42B", "42B", [line("01999", "900", "412")])),
)  # fmt: skip
def test_trap_42_anesthesia_is_paid_by_time(judged: Judged) -> None:
    assert judged.states("42A") == judged.states("42B") == ["anesthesia"]


@night.receives(
    remittance(MEDICARE, claim("43A", "43A", [line("97010:GP", "20", "0", "CO*97*20")]),
               claim("43B", "43B", [line("97010:GP", "20", "4")]),
               claim("43C", "43C", [line("97014:GP", "30", "0", "CO*45*30")]),
               claim("43D", "43D", [line("97014:GP", "30", "10")])),
)  # fmt: skip
def test_trap_43_codes_that_medicare_never_pays_apart(judged: Judged) -> None:
    assert judged.states("43A") == ["bundled"]
    assert judged.states("43B") == judged.states("43D") == ["no_rate"]
    assert judged.states("43C") == ["denied_appealable"]


@night.receives(
    remittance(PPO, claim("47A", "47A", [line("97140:GP", "60", "32.81"), line("97140:59:GP", "60", "32.81")]),
               claim("47B", "47B", [line("97140:GP", "60", "32.81"), line("97140:GP", "60", "32.81")])),
)  # fmt: skip
def test_trap_47_same_code_twice_by_two_therapists(judged: Judged) -> None:
    assert judged.lines("47A") == judged.lines("47B") == ["priced_ok 32.81 32.81"] * 2


@night.receives(
    remittance(PPO, claim("52A", "52A", [line("97110", "60", "34.59", served="150*20260928 151*20261002")]),
               # begins under the old schedule (33.10) and ends under the new
               claim("52B", "52B", [line("97110", "60", "33.10", served="150*20260629 151*20260703")])),
)  # fmt: skip
def test_trap_52_span_of_days_is_priced_unless_the_fee_changes_within_it(judged: Judged) -> None:
    assert judged.lines("52A") == ["priced_ok 34.59 34.59"]
    # which of its units is of which day, the line does not say
    assert judged.lines("52B") == ["no_rate - 33.10"]


@night.receives(
    remittance(SHARE, claim("53A", "53A", [line("NU:0420", "300", "120")]),
               claim("53B", "53B", [["SVC*HC:97110*60*48*0420*1", "DTM*472*20261005", "CAS*CO*45*12"]]),
               # no line at all
               claim("53C", "53C", [])),
)  # fmt: skip
def test_trap_53_revenue_code_without_a_procedure(judged: Judged) -> None:
    assert judged.states("53A") == ["no_hcpcs"]
    assert judged.lines("53B") == ["priced_ok 48.00 48.00"]
    assert judged.lines("53C") == []
    assert judged.ask("select code, off_by from finding where severity = 'note'") == [("claim_without_lines", None)]
    assert judged.ask("select role from claim_history where patient_control_number = '53C'") == [("current",)]


@night.receives(
    remittance(PPO, claim("X1", "X1", [line("97110", "60", "30", after=["AMT*B6*34.59"])]),
               claim("X2", "X2", [line("97110", "60", "40"), line("97140", "60", "27.40")]),
               claim("X3", "X3", [line("97110", "60", "0", "PR*3*25", "PR*1*5.59")])),
)  # fmt: skip
def test_the_converse_what_hides_a_shortage_does_not_hide_it(judged: Judged) -> None:
    # AMT*B6 repeats the contract's price while less was paid
    assert judged.lines("X1") == ["priced_short 34.59 30.00"]
    # one line over and one under by as much: never netted
    assert judged.lines("X2") == ["priced_over 34.59 40.00", "priced_short 32.81 27.40"]
    assert judged.disputed()["X2"] == "5.41"
    # nothing was paid, and what the patient is to pay is not the whole price
    assert judged.lines("X3") == ["priced_short 34.59 30.59"]


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short

"""Traps of who decided what: other payers first, denials, estimates and decisions that are still to come."""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import HMO, MEDICARE, PPO, STRANGER, Judged, Night

night = Night("30C", "31D", "32C", "62C")


@night.receives(
    remittance(PPO, claim("6A", "6A", [line("97110", "60", "8", "OA*23*52")], status="2"),
               claim("6B", "6B", [line("97110", "60", "8", "OA*23*52")], status="3"),
               claim("6C", "6C", [line("97110", "60", "8", "OA*23*52")], status="20"),
               claim("6D", "6D", [line("97110", "60", "8", "OA*23*52")], status="21"),
               claim("6E", "6E", [line("97110", "60", "8", "OA*23*52")], status="1"),
               claim("6F", "6F", [line("97110", "60", "0", "OA*23*60")], status="2")),
)  # fmt: skip
def test_trap_6_what_another_payer_left_over_is_no_rate(judged: Judged) -> None:
    assert {judged.states(f"6{each}")[0] for each in "ABCDE"} == {"not_priced_secondary"}
    assert judged.states("6F") == ["cob_zero"]


@night.receives(
    remittance(PPO, claim("7A", "7A", [line("97110", "60", "8")], status="3"),
               claim("7B", "7B", [line("97110", "60", "8", "CO*23*52")], status="1")),
)  # fmt: skip
def test_trap_7_secondary_without_the_code_or_without_the_status(judged: Judged) -> None:
    assert judged.states("7A") == ["not_priced_secondary"]
    assert judged.states("7B") == ["not_priced_secondary"]


@night.receives(
    remittance(HMO, claim("25A", "25A", [line("97110", "60", "0", "CO*24*60")]),
               claim("25B", "25B", [line("97161", "120", "0", "CO*24*95", "PR*3*25")]),
               claim("25C", "25C", [line("97110", "60", "0", "OA*109*60")]),
               claim("25D", "25D", [line("97110", "60", "0", "OA*B11*60")])),
)  # fmt: skip
def test_trap_25_prepaid_by_the_month_or_carved_out_to_another_payer(judged: Judged) -> None:
    assert [judged.states(f"25{each}")[0] for each in "ABCD"] == ["capitated", "capitated", "forwarded", "forwarded"]


@night.receives(
    remittance(PPO, claim("30A", "30A", [line("97110", "60", "34.59")]),
               claim("30C", "30C", [line("97140", "60", "20")]), trace="T30"),
    remittance(PPO, claim("30A", "30B", [line("97110", "60", "0", "OA*18*60")]),
               claim("30C", "30D", [line("97140", "60", "0", "OA*18*60")]), trace="T30B", day="20261020"),
)  # fmt: skip
def test_trap_30_duplicate_denial_leaves_the_first_decision_and_its_window(judged: Judged) -> None:
    assert judged.states("30A") == ["priced_ok", "duplicate"]
    assert judged.states("30C") == ["priced_short", "duplicate"]
    assert judged.ask("select deadline::varchar from dispute_queue where patient_control_number = '30C'") == [
        ("2027-04-10",)  # 180 days after October 12
    ]


@night.receives(
    remittance(PPO, claim("31A", "31A", [line("97110", "60", "0", "PR*96*60")]),
               claim("31B", "31B", [line("97110", "60", "0", "PR*204*60")]),
               claim("31C", "31C", [line("97110", "60", "0", "PR*119*60")]),
               claim("31D", "31D", [line("97110", "60", "0", "CO*45*60")])),
)  # fmt: skip
def test_trap_31_not_covered_is_no_matter_of_the_rate(judged: Judged) -> None:
    assert judged.states("31A") == judged.states("31B") == ["denied_final"]
    assert judged.states("31C") == ["denied_correctable"]
    # the whole charge under a price cut, and no other reason: short of the price like a line that was paid a cent
    assert judged.lines("31D") == ["priced_short 34.59 0.00"]


@night.receives(
    remittance(PPO, claim("32A", "32A", [line("97110", "60", "0", "CO*29*60")]),
               claim("32B", "32B", [line("97110", "60", "25.94", "CO*B4*8.65", after=["AMT*KH*8.65"])]),
               claim("32C", "32C", [line("97110", "60", "25", "CO*B4*5")])),
)  # fmt: skip
def test_trap_32_our_own_late_filing(judged: Judged) -> None:
    assert judged.states("32A") == ["timely_filing"]
    assert judged.lines("32B") == ["priced_ok 34.59 34.59"]
    # the penalty explains five dollars, not nine
    assert judged.lines("32C") == ["priced_short 34.59 30.00"]


@night.receives(
    remittance(PPO, *(claim(f"33{reason}", f"33{reason}", [line("97110", "60", "0", f"OA*{reason}*60")])
                      for reason in ("133", "257", "277"))),
    remittance(PPO, claim("33P", "33P", [line("97110", "60", "20", "OA*133*14.59")]), trace="T33P"),
)  # fmt: skip
def test_trap_33_not_decided_yet(judged: Judged) -> None:
    assert {judged.states(f"33{each}")[0] for each in ("133", "257", "277", "P")} == {"pended"}


@night.receives(
    remittance(PPO, claim("34A", "34A", [line("97110", "60", "0", "OA*101*60")], status="25"),
               claim("34B", "34B", [line("97110", "60", "20")], status="25"), total="0", trace="T34"),
)  # fmt: skip
def test_trap_34_estimate_is_no_payment(judged: Judged) -> None:
    assert judged.states("34A") == judged.states("34B") == ["predetermination"]
    # and counts in no sum
    assert judged.ask("select state from payment_balance where trace = 'T34'") == [("balanced",)]


@night.receives(
    remittance(MEDICARE, claim("35A", "35A", [line("97140:GP", "60", "20.95", "PR*2*5.35", "CO*253*.43")], status="19",
                               more=["NM1*TT*2*SUPPLEMENT*****PI*99"]),
               claim("35B", "35B", [line("97140:GP", "60", "0", "OA*B11*60")], status="23",
                     more=["NM1*TT*2*OTHER*****PI*98"])),
)  # fmt: skip
def test_trap_35_sent_on_to_another_payer(judged: Judged) -> None:
    assert judged.lines("35A") == ["priced_ok 26.73 26.73"]
    assert judged.states("35B") == ["forwarded"]


@night.receives(remittance(STRANGER, claim("50A", "50A", [line("97110", "60", "20", "PR*45*40")])))
def test_trap_50_without_a_contract_nothing_is_short(judged: Judged) -> None:
    assert judged.states("50A") == ["unmapped_contract"]


@night.receives(
    remittance(MEDICARE, claim("62A", "62A", [line("97140:GP", "60", "0", "CO*119*60")]),
               claim("62B", "62B", [line("97140:GP", "60", "12", "CO*119*14.73")]),
               # a rate cut by fifty cents beside a unit beyond the threshold
               claim("62C", "62C", [line("97140:GP", "120", "26.23", "CO*119*60*1", units="1", more="**2")])),
)  # fmt: skip
def test_trap_62_therapy_threshold_is_a_limit_not_a_rate(judged: Judged) -> None:
    assert judged.states("62A") == ["denied_correctable"]
    assert judged.states("62B") == ["denied_correctable"]
    assert judged.lines("62C") == ["priced_short 26.73 26.23"]


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short

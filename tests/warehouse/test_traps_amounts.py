"""Traps of the money itself: shares, deductions and additions that are no part of a rate."""

from decimal import Decimal

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import ADVANTAGE, HMO, MEDICARE, PPO, SHARE, STRANGER, Judged, Night

night = Night("2A", "3C", "5E", "48C", "48G", "51B", "51C", "23B", "26B", "27B", "28B", "49C", "57B")
night.agree(
    "trap_network",
    'payer_names = ["STRANGER CASUALTY"]',
    'method = "percent_of_charge"\npercent = "50"\nmppr = "none"\nlesser_of = "none"',
    'permitted_deductions = ["44", "245"]',
)


@night.receives(
    remittance(PPO, claim("1A", "1A", [line("97110", "60", "0", "PR*1*34.59")]),
               claim("1B", "1B", [line("97110", "60", "27.67", "PR*2*6.92")]),
               claim("1C", "1C", [line("97110", "60", "9.59", "PR*3*25")])),
)  # fmt: skip
def test_trap_1_patient_share_is_part_of_what_was_allowed(judged: Judged) -> None:
    assert [judged.lines(account) for account in ("1A", "1B", "1C")] == [["priced_ok 34.59 34.59"]] * 3


@night.receives(
    remittance(MEDICARE, claim("2B", "2B", [line("97140:GP", "60", "20.95", "PR*2*5.35", "CO*253*.43")])),
    remittance(ADVANTAGE, claim("2A", "2A", [line("97140:GP", "60", "26.30", "CO*253*.43")])),
)
def test_trap_2_sequestration_is_taken_after_the_price(judged: Judged) -> None:
    assert judged.lines("2B") == ["priced_ok 26.73 26.73"]
    # the plan's contract permits none
    assert judged.lines("2A") == ["priced_rate_finding 26.73 26.30"]


@night.receives(
    remittance(MEDICARE, claim("3A", "3A", [line("97140:GP", "60", "20.11", "PR*2*5.35", "CO*237*.86", "CO*253*.41")]),
               claim("3B", "3B", [line("97140:GP", "60", "21.37", "PR*2*5.35", "CO*144*-.43", "CO*253*.44")]),
               # a bonus must not hide a rate that is short by as much
               claim("3C", "3C", [line("97140:GP", "60", "21.37", "PR*2*4.92", "CO*144*-.43", "CO*253*.44")])),
)  # fmt: skip
def test_trap_3_quality_program_moves_the_payment_not_the_price(judged: Judged) -> None:
    assert judged.lines("3A") == judged.lines("3B") == ["priced_ok 26.73 26.73"]
    assert judged.lines("3C") == ["priced_short 26.73 26.30"]


@night.receives(
    remittance(MEDICARE, claim("4A", "4A", [line("97530:GP", "80", "33.61"),
                                            line("97140:GP", "60", "20.65", "CO*59*6.08")]),
               claim("4B", "4B", [line("97530:GP", "80", "33.61"), line("97140:GP", "60", "20.65")])),
)  # fmt: skip
def test_trap_4_multiple_procedures_whether_shown_or_hidden_in_the_cut(judged: Judged) -> None:
    assert judged.lines("4A") == judged.lines("4B") == ["priced_ok 33.61 33.61", "priced_ok 20.65 20.65"]


@night.receives(
    # 85 percent of the payer's share; of the fee; and with 10.00 of deductible, by either reading
    remittance(MEDICARE, claim("5A", "5A", [line("97140:GP:CQ", "60", "17.81", "PR*2*5.35", "CO*253*.36")]),
               claim("5B", "5B", [line("97140:GP:CQ", "60", "17.82", "PR*2*4.54", "CO*253*.36")]),
               claim("5C", "5C", [line("97140:GP:CO", "60", "11.15", "PR*1*10", "PR*2*3.35", "CO*253*.23")]),
               claim("5D", "5D", [line("97140:GP:CQ", "60", "9.96", "PR*1*10", "PR*2*2.54", "CO*253*.20")]),
               # short by either: 85 percent of a fee of 25.00
               claim("5E", "5E", [line("97140:GP:CQ", "60", "16.66", "PR*2*5", "CO*253*.34")])),
)  # fmt: skip
def test_trap_5_assistant_is_right_when_medicare_paid_its_share(judged: Judged) -> None:
    assert judged.lines("5A") == ["priced_ok 23.52 23.52"]
    assert judged.lines("5B") == ["priced_ok 23.52 22.72"]
    assert judged.lines("5C") == ["priced_ok 23.52 24.73"]
    assert judged.lines("5D") == ["priced_ok 23.52 22.70"]
    assert judged.lines("5E") == ["priced_short 23.52 22.00"]


@night.receives(
    remittance(PPO, claim("23A", "23A", [line("97110", "30", "30")]), claim("23B", "23B", [line("97110", "30", "20")])),
)
def test_trap_23_charge_below_the_fee_is_the_price(judged: Judged) -> None:
    assert judged.lines("23A") == ["priced_ok 30.00 30.00"]
    assert judged.lines("23B") == ["priced_short 30.00 20.00"]


@night.receives(
    remittance(PPO, claim("24A", "24A", [line("97140", "27.72", "27.72")])),
    remittance(MEDICARE, claim("24B", "24B", [line("97140:GP", "26.73", "26.73")])),
)
def test_trap_24_charge_billed_at_the_medicare_rate(judged: Judged) -> None:
    assert judged.lines("24A") == ["priced_ok 27.72 27.72"]
    assert judged.lines("24B") == ["priced_ok 26.73 26.73"]


@night.receives(
    remittance(HMO, claim("26A", "26A", [line("97110", "60", "26.46", "CO*104*1.39")])),
    remittance(PPO, claim("26B", "26B", [line("97110", "60", "32.86", "CO*104*1.73")])),
    remittance(STRANGER, claim("26C", "26C", [line("97110", "60", "27", "CO*245*3")])),
)
def test_trap_26_withhold_is_owed_later_not_short_now(judged: Judged) -> None:
    assert judged.lines("26A") == ["priced_ok 27.85 27.85"]
    assert judged.lines("26B") == ["priced_rate_finding 34.59 32.86"]
    assert judged.lines("26C") == ["priced_ok 30.00 30.00"]


@night.receives(
    remittance(PPO, claim("27A", "27A", [line("97110", "60", "34.59")], more=["AMT*D8*0.69"]),
               foot=["PLB*2900100019*20261231*90:27A*0.69"]),
    remittance(PPO, claim("27B", "27B", [line("97110", "60", "33.90", "CO*44*0.69")]), trace="T27B"),
    remittance(STRANGER, claim("27C", "27C", [line("97110", "60", "29.40", "CO*44*.60")]), trace="T27C"),
)  # fmt: skip
def test_trap_27_prompt_pay_discount_is_the_contracts_to_give(judged: Judged) -> None:
    assert judged.lines("27A") == ["priced_ok 34.59 34.59"]
    assert judged.lines("27B") == ["priced_rate_finding 34.59 33.90"]
    assert judged.lines("27C") == ["priced_ok 30.00 30.00"]


@night.receives(
    remittance(PPO, claim("28A", "28A", [line("97110", "60", "34.59")], more=["AMT*I*1.20"]),
               claim("28B", "28B", [line("97110", "60", "33.39")], more=["AMT*I*1.20"]),
               foot=["PLB*2900100019*20261231*L6:28A*-1.20*L6:28B*-1.20"]),
)  # fmt: skip
def test_trap_28_interest_is_no_payment_and_hides_no_shortage(judged: Judged) -> None:
    assert judged.lines("28A") == ["priced_ok 34.59 34.59"]
    assert judged.lines("28B") == ["priced_short 34.59 33.39"]


@night.receives(
    remittance(PPO, claim("29A", "29A", [line("97110", "60", "34.59")]),
               foot=["PLB*2900100019*20261231*WO:29A*34.59"], trace="T29A"),
)  # fmt: skip
def test_trap_29_money_taken_back_at_the_foot_leaves_the_claim_as_it_was(judged: Judged) -> None:
    assert judged.lines("29A") == ["priced_ok 34.59 34.59"]
    assert judged.ask("select count(*) from recoupment where reference = '29A'") == [(1,)]


@night.receives(
    remittance(PPO, claim("48A", "48A", [line("97110", "60", "34.59"), line("97140", "60", "32.81")],
                          adjusted=["PR*1*40"]),
               # the price cut on the claim: its lines are paid their charges
               claim("48B", "48B", [line("97110", "60", "60"), line("97140", "60", "60")], adjusted=["CO*45*52.60"]),
               claim("48C", "48C", [line("97110", "60", "60"), line("97140", "60", "60")], adjusted=["CO*45*59.34"]),
               claim("48D", "48D", [line("97110", "60", "60"), line("20560", "60", "60")], adjusted=["CO*45*60"]),
               claim("48E", "48E", [line("97110", "60", "60"), line("97140", "60", "60")], adjusted=["CO*29*120"]),
               # a deduction after the price that the agreement does not permit, taken from the claim
               claim("48G", "48G", [line("97110", "60", "34.59"), line("97140", "60", "32.81")],
                     adjusted=["CO*253*1.35"]),
               claim("48F", "48F", [line("97110", "60", "60")], adjusted=["OA*23*52"])),
)  # fmt: skip
def test_trap_48_adjustments_of_the_claim_are_allocated_to_its_lines(judged: Judged) -> None:
    assert judged.lines("48A") == ["priced_ok 34.59 34.59", "priced_ok 32.81 32.81"]
    assert judged.lines("48B") == ["priced_ok 34.59 34.59", "priced_ok 32.81 32.81"]
    # a tenth too little, and every line a tenth short: none over, none under
    assert judged.lines("48C") == ["priced_short 34.59 31.13", "priced_short 32.81 29.53"]
    assert judged.disputed()["48C"] == "6.74"
    assert judged.lines("48G") == ["priced_rate_finding 34.59 33.90", "priced_rate_finding 32.81 32.15"]
    assert judged.states("48D") == ["no_rate", "no_rate"]
    assert judged.states("48E") == ["timely_filing", "timely_filing"]
    assert judged.states("48F") == ["not_priced_secondary"]
    laid = judged.ask("select sum(claim_level_amount) from line_review where patient_control_number = '48C'")
    assert laid == [(Decimal("59.34"),)]
    assert judged.ask(
        "select off_by from finding where code = 'claim_level_cut' and off_by <> 0 order by segment_number limit 2"
    ) == [(Decimal("52.60"),), (Decimal("59.34"),)]
    said = judged.ask("select reason from line_review where patient_control_number = '48B' order by line_id")
    assert "25.41 of it is laid on this line" in str(said[0][0])


@night.receives(
    remittance(SHARE, claim("49A", "49A", [line("97110", "30", "24", "OA*94*-6", "CO*45*12")])),
    remittance(STRANGER, claim("49B", "49B", [line("97110", "30", "35", "CO*45*-5")])),
    remittance(PPO, claim("49C", "49C", [line("97110", "60", "30.59", "CO*45*33.41", "OA*94*-4")])),
)
def test_trap_49_negative_adjustments_keep_their_sign(judged: Judged) -> None:
    assert judged.lines("49A") == ["priced_ok 24.00 24.00"]
    assert judged.lines("49B") == ["priced_over 15.00 35.00"]
    assert judged.lines("49C") == ["priced_short 34.59 30.59"]


@night.receives(
    remittance(PPO, claim("51A", "51A", [line("97110", "200", "172.91", units="5")]),
               claim("51B", "51B", [line("97110", "200", "172.89", units="5")]),
               claim("51C", "51C", [line("97110", "9000", "6917.80", units="200")])),
)  # fmt: skip
def test_trap_51_rounding_by_unit_is_no_shortage(judged: Judged) -> None:
    assert judged.lines("51A") == ["priced_ok 172.95 172.91"]
    assert judged.lines("51B") == ["priced_short 172.95 172.89"]
    # not two dollars
    assert judged.lines("51C") == ["priced_short 6918.00 6917.80"]


@night.receives(
    remittance(PPO, claim("54A", "54A", [line("97110", "60", "33.25", "CO*137*1.34")]),
               claim("54B", "54B", [line("97110", "60", "32.52", "CO*235*2.07", after=["AMT*T*2.07"])])),
)  # fmt: skip
def test_trap_54_taxes_and_surcharges_need_no_permission(judged: Judged) -> None:
    assert judged.lines("54A") == judged.lines("54B") == ["priced_ok 34.59 34.59"]


@night.receives(
    remittance(PPO, claim("55A", "55A", [line("97110", "60", "34.59", "PI*45*25.41")])),
    remittance("state_plan", claim("55B", "55B", [line("97110", "60", "12", "PI*45*48")])),
)
def test_trap_55_a_cut_under_group_pi_is_a_cut_and_without_a_contract_no_finding(judged: Judged) -> None:
    assert judged.lines("55A") == ["priced_ok 34.59 34.59"]
    assert judged.states("55B") == ["unmapped_contract"]


@night.receives(
    remittance(MEDICARE, claim("56A", "56A", [line("97140:GP", "60", "20.95", "OA*209*5.35", "CO*253*.43")])),
    remittance("state_plan", claim("56B", "56B", [line("97140:GP", "60", "0", "OA*23*54.67", "CO*303*5.33")],
                                   status="2")),
)  # fmt: skip
def test_trap_56_the_share_of_a_qualified_beneficiary_is_still_a_share(judged: Judged) -> None:
    assert judged.lines("56A") == ["priced_ok 26.73 26.73"]
    assert judged.states("56B") == ["cob_zero"]


@night.receives(
    remittance(PPO, claim("57A", "57A", [line("97110", "60", "9.59", "PR*3*25")], more=["AMT*F5*25"]),
               claim("57B", "57B", [line("97110", "60", "9.59")], more=["AMT*F5*25"])),
)  # fmt: skip
def test_trap_57_what_the_patient_paid_already_changes_no_price(judged: Judged) -> None:
    assert judged.lines("57A") == ["priced_ok 34.59 34.59"]
    # without a share on the line the payer, not the patient, left it open
    assert judged.lines("57B") == ["priced_short 34.59 9.59"]


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short
    assert all(Decimal(amount) > 0 for amount in judged.disputed().values())

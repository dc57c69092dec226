"""Rankings, repeated and taken back payments, denials: situations in which several of their rules meet.

The answers come from law, contract and X12, and were written down before anyone had read the rules.
"""

from tests.warehouse.moved_office import MovedNight, due, of_stranger, over, part_b, reversed_line, short
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import MEDICARE, PPO, STRANGER, UNITS, VISIT, Judged

OCCUPATIONAL = "2000001026"
FEES = 'method = "fee_schedule"\nschedule = "alderwick_units.csv"\nlesser_of = "line"\n'

night = MovedNight()
night.agree("timely", of_stranger("12"), FEES, "filing_limit_days = 90")
night.agree(
    "halves",
    of_stranger("HM"),
    FEES + 'multiple_procedures = { by = "line", percents = ["100", "50"], families = ["physical_medicine"] }',
)

# ranked sets

DAY_1A = "20260901"


@night.receives(
    remittance(MEDICARE,
               claim("1A1", "N1A1", [part_b("97530:GP", "33.61", served=DAY_1A)], member="M1A"),
               claim("1A2", "N1A2", [part_b("97110:GP", "21.63", served=DAY_1A)], member="M1A"),
               claim("1A3", "N1A3", [part_b("97140:GO", "20.65", served=DAY_1A)], member="M1A", provider=OCCUPATIONAL),
               day="20260914"),
    remittance(MEDICARE,
               claim("1A1", "N1A1", [line("97530:GP", "-60", "-26.35", "PR*2*-6.72", "CO*253*-0.54", served=DAY_1A)],
                     member="M1A", status="22"),
               claim("1A1", "N1A1", [line("97530:GP", "60", "0", "CO*50*60", served=DAY_1A)], member="M1A"),
               claim("1AX", "N1AX", [part_b("97140:GP", "26.73"), part_b("98941:AT", "30.00", charge="30.00")]),
               day="20261012"),
)  # fmt: skip
def test_a_unit_in_full_that_is_denied_later_leaves_the_next_one_owed_in_full(judged: Judged) -> None:
    assert judged.states("1A1")[-1] == "denied_appealable"
    assert judged.lines("1A2") == ["priced_short 28.02 21.63"]
    assert judged.lines("1A3") == ["priced_ok 20.65 20.65"]
    assert short(judged, "1A1", "1A2", "1A3") == {"1A2": "6.39"}


@night.receives(
    remittance(UNITS,
               claim("1B1", "N1B1", [line("97530:GP", "130", "0", "CO*197*130", units="2"),
                                     line("97110:GP", "180", "58.92", units="2", more="**3"),
                                     line("97140:GP", "120", "0", units="0", more="**2")]),
               claim("1B2", "N1B2", [line("97530:GP", "130", "0", "CO*197*130", units="2"),
                                     line("97110:GP", "180", "88.38", units="3"),
                                     line("97140:GP", "120", "27.95", units="1", more="**2")])),
)  # fmt: skip
def test_units_of_a_denied_line_use_up_no_unit_limit(judged: Judged) -> None:
    assert short(judged, "1B1", "1B2") == {"1B1": "57.41"}
    assert due(judged, "1B1") == ["2027-04-30"]
    assert judged.states("1B1")[0] == "denied_appealable"
    assert judged.states("1B2") == ["denied_appealable", "priced_ok", "priced_ok"]
    assert over(judged, "1B1", "1B2") == {}


@night.receives(
    remittance(MEDICARE,
               claim("1C1", "N1C1", [part_b("97530:GP", "25.00", charge="25.00"), part_b("97110:GP", "21.63")]),
               claim("1C2", "N1C2", [part_b("97530:GP", "24.26", charge="25.00"), part_b("97110:GP", "28.02")])),
)  # fmt: skip
def test_the_unit_that_ranks_first_ranks_first_though_its_charge_is_below_its_fee(judged: Judged) -> None:
    assert judged.lines("1C1") == ["priced_ok 25.00 25.00", "priced_ok 21.63 21.63"]
    assert short(judged, "1C1", "1C2") == {}
    assert over(judged, "1C1", "1C2") == {"1C2": "5.65"}


@night.receives(
    remittance(STRANGER, claim("1D", "N1D", [line("97110", "60", "22.10"), line("97110", "61", "22.09"),
                                             line("97110", "62", "14.73")], filing="HM")),
)  # fmt: skip
def test_equal_lines_paid_in_shares_that_the_clause_does_not_name_are_right_by_their_sum(judged: Judged) -> None:
    assert judged.states("1D") == ["priced_ok", "priced_ok", "priced_ok"]
    assert short(judged, "1D") == {}
    assert over(judged, "1D") == {}


# told twice, taken back

DAY_2A = "20260706"


@night.receives(
    remittance(PPO, claim("2A", "N2A", [line("97110", "60", "20", served=DAY_2A)]), day="20260720"),
    remittance(PPO, claim("2A", "N2A", [line("97110", "60", "14.59", served=DAY_2A)]), day="20260817"),
    remittance(PPO, claim("2AX", "N2AX", [line("97110", "60", "34.59")]),
               claim("2A", "N2A", [reversed_line("97110", "60", "20", served=DAY_2A)], status="22"), day="20261012"),
)  # fmt: skip
def test_the_rest_of_a_payment_stands_when_only_the_first_part_is_taken_back(judged: Judged) -> None:
    assert judged.lines("2A") == ["superseded - 20.00", "priced_short 34.59 14.59", "reversed - -"]
    assert short(judged, "2A") == {"2A": "20.00"}
    assert over(judged, "2A") == {}


@night.receives(
    remittance(PPO, claim("2B1", "N2B1", [line("97110", "60", "34.59")]),
               claim("2B2", "N2B2", [line("97140", "60", "32.81")]), day="20261006", trace="2B-1"),
    remittance(PPO, claim("2B1", "N2B1", [line("97110", "60", "34.59")]),
               claim("2B2", "N2B2", [line("97140", "60", "32.81")]),
               claim("2B3", "N2B3", [line("97530", "60", "43.47")]), day="20261012", trace="2B-2"),
    remittance(PPO, claim("2B4", "N2B4", [line("97530", "60", "43.47")]), day="20261026", trace="2B-3",
               foot=["PLB*2900100019*20261231*WO:N2B1*34.59"]),
)  # fmt: skip
def test_a_second_payment_taken_back_from_the_provider_is_no_overpayment_any_more(judged: Judged) -> None:
    assert judged.states("2B1") == ["superseded", "priced_ok"]
    assert over(judged, "2B1", "2B2") == {"2B2": "32.81"}
    assert short(judged, "2B1", "2B2", "2B3", "2B4") == {}


DAY_2C = "20260803"


@night.receives(
    remittance(PPO,
               claim("2C1", "N2C1", [line("97110", "60", "0", "CO*16*60", served=DAY_2C)], member="M2C1"),
               claim("2C2", "N2C2", [line("97110", "60", "0", "CO*16*60", served=DAY_2C)], member="M2C2"),
               claim("2C3", "N2C3", [line("97110", "60", "0", "CO*16*60", served=DAY_2C)], member="M2C3"),
               day="20260810"),
    remittance(PPO,
               claim("2C1", "N2C1N", [line("97110", "60", "34.59", served=DAY_2C)], member="M2C1"),
               claim("2C2", "N2C2N", [line("97110", "60", "34.59", served=DAY_2C)], member="M2C2"),
               claim("2C3", "N2C3N", [line("97110:76", "60", "34.59", served=DAY_2C)], member="M2C3"),
               day="20260914"),
    remittance(PPO, claim("2CX", "N2CX", [line("97110", "60", "34.59")]),
               claim("2C1", "N2C1N", [reversed_line("97110", "60", "34.59", served=DAY_2C)], member="M2C1",
                     status="22"),
               day="20261012"),
)  # fmt: skip
def test_a_denial_that_a_new_claim_cured_is_open_again_when_that_payment_is_taken_back(judged: Judged) -> None:
    assert judged.states("2C1") == ["denied_correctable", "pending_correction", "reversed"]
    assert judged.states("2C2") == ["superseded", "priced_ok"]
    assert judged.states("2C3") == ["denied_correctable", "priced_ok"]
    assert short(judged, "2C1", "2C2", "2C3") == {}


@night.receives(
    remittance(PPO, claim("2D", "N2D", [line("97110", "60", "34.59", served=DAY_2A),
                                        line("97140", "60", "30.00", served=DAY_2A)]), day="20260720", trace="2D-1"),
    remittance(PPO, claim("2DX", "N2DX", [line("97530", "60", "43.47")]),
               claim("2D", "N2D", [reversed_line("97110", "60", "34.59", served=DAY_2A)]),
               day="20261012", trace="2D-2"),
)  # fmt: skip
def test_a_payment_below_zero_takes_back_its_line_and_leaves_the_other_with_its_dispute(judged: Judged) -> None:
    assert judged.states("2D") == ["pending_correction", "priced_short", "reversed"]
    assert short(judged, "2D") == {"2D": "2.81"}
    assert due(judged, "2D") == ["2027-01-16"]
    assert over(judged, "2D") == {}


# denials


@night.receives(
    remittance(PPO, claim("3A", "N3A", [
        line("97110", "60", "34.59"), line("97110:76", "60", "0", "OA*18*60"),
        line("97140", "60", "32.81"), line("97140", "60", "0", "OA*18*60"),
        line("97530:XE", "60", "0", "OA*18*60"), line("97110:77", "60", "0", "OA*18*60", served="20261006")])),
)  # fmt: skip
def test_a_duplicate_denial_of_a_line_marked_as_another_service_can_be_worked(judged: Judged) -> None:
    assert judged.states("3A") == [
        "priced_ok", "denied_appealable", "priced_ok", "duplicate", "denied_appealable", "denied_appealable",
    ]  # fmt: skip


@night.receives(
    remittance(PPO,
               claim("3B1", "N3B1", [line("97110", "60", "0", "OA*23*50", "CO*97*10"),
                                     line("97530", "70", "0", "OA*23*70"),
                                     line("97112", "60", "0", "OA*23*45", "OA*18*15")], status="2"),
               claim("3B2", "N3B2", [line("97110", "60", "0", "OA*23*30", "CO*16*30", after=["LQ*HE*M51"])],
                     status="20", more=["NM1*TT*2*NEXT PLAN*****PI*X1"]),
               ("3B3", ["CLP*3B3*3*120*0**FILING*N3B3*11*1", "CAS*CO*29*120", "NM1*QC*1*DOE*PAT****MI*M3B3",
                        "NM1*82*1*X*Y****XX*2000001018", "SVC*HC:97110*120*0**2", "DTM*472*20261005"])),
)  # fmt: skip
def test_what_a_later_payer_denies_keeps_its_denial_beside_what_the_first_one_took(judged: Judged) -> None:
    assert judged.states("3B1") == ["bundled", "cob_zero", "duplicate"]
    assert judged.states("3B2") == ["denied_correctable"]
    assert judged.states("3B3") == ["timely_filing"]


@night.receives(
    remittance(PPO, claim("2D1", "N2D1", [line("97110", "60", "0", "CO*16*60")], member="M2D1"),
               claim("2D2", "N2D2", [line("97110", "60", "0", "CO*197*60")], member="M2D2"),
               claim("2D3", "N2D3", [line("97110", "60", "0", "CO*16*60")], member="M2D3"), trace="T2D"),
    remittance(PPO, claim("2D9", "N2D9", [line("97110", "60", "34.59")], member="M2D1"),
               claim("2D2", "N2D8", [line("97110", "60", "0", "PR*3*34.59")], member="M2D2"),
               claim("2D7", "N2D7", [line("97110", "60", "34.59")], member="M2D3", provider="2000001026"),
               trace="T2E", day="20261019"),
)  # fmt: skip
def test_a_denial_is_cured_under_a_new_account_and_by_a_price_that_the_patient_owes(judged: Judged) -> None:
    cured = "select state from line_review where patient_control_number = ? and payer_control_number = ?"
    assert judged.ask(cured, "2D1", "N2D1") == judged.ask(cured, "2D2", "N2D2") == [("superseded",)]
    # what another provider did is another service
    assert judged.ask(cured, "2D3", "N2D3") == [("denied_correctable",)]


def late(account: str, *received: str) -> tuple[str, list[str]]:
    penalized = line("97110", "60", "26.51", "CO*B4*2.95", served="20260706")
    return claim(account, f"N{account}", [penalized], filing="12", more=[f"DTM*050*{day}" for day in received])


@night.receives(remittance(STRANGER, late("3C1", "20261004"), late("3C2", "20261005"), late("3C3")))
def test_a_penalty_for_late_filing_is_owed_where_the_claim_came_by_the_last_day_of_the_limit(judged: Judged) -> None:
    assert judged.states("3C1") == ["priced_rate_finding"]
    assert short(judged, "3C1", "3C2", "3C3") == {"3C1": "2.95"}
    assert due(judged, "3C1") == ["2027-04-10"]


@night.receives(
    remittance(STRANGER, claim("3C4", "N3C4", [line("97110", "60", "26.51", "CO*B4*2.95", served="20260706"),
                                               line("97110", "60", "26.51", "CO*B4*2.95", served="20260708")],
                               filing="12", more=["DTM*050*20261006"]), trace="T3C4")
)  # fmt: skip
def test_the_limit_for_filing_counts_from_the_last_service_of_the_claim_on_every_line(judged: Judged) -> None:
    assert judged.states("3C4") == ["priced_rate_finding"] * 2
    assert short(judged, "3C4") == {"3C4": "5.90"}


@night.receives(
    remittance(VISIT,
               claim("3D1", "N3D1", [line("97110", "120", "94.00")], member="M3D1"),
               claim("3D1E", "N3D1E", [line("97161", "150", "0")], member="M3D1", provider=OCCUPATIONAL),
               claim("3D2", "N3D2", [line("97110", "120", "94.00")], member="M3D2"),
               claim("3D2E", "N3D2E", [line("97161", "150", "0", "CO*197*150")], member="M3D2", provider=OCCUPATIONAL)),
)  # fmt: skip
def test_an_evaluation_raises_the_rate_of_its_day_when_its_price_was_cut_and_not_when_it_was_denied(
    judged: Judged,
) -> None:
    assert short(judged, "3D1", "3D1E", "3D2", "3D2E") == {"3D1": "32.00"}
    assert judged.states("3D2E") == ["denied_appealable"]

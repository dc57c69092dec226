"""Denials and what is none: of secondary claims, of units, by a price cut, and of claims told as a whole."""

from tests.warehouse.tiny import SERVED, claim, line, remittance
from tests.warehouse.trapped import PPO, STRANGER, UNITS, VISIT, Judged, Night

night = Night("Z1", "Z2", "V3", "V5", "L5", "B1")
night.agree(
    "zero_is_denial",
    'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["12"]',
    'method = "percent_of_charge"\npercent = "80"\nlesser_of = "none"',
    'zero_price = "denial"',
)
night.agree(
    "limit_of_filing",
    'payer_names = ["STRANGER CASUALTY"]\nclaim_filing_codes = ["13"]',
    'method = "percent_of_charge"\npercent = "80"\nlesser_of = "none"',
    "filing_limit_days = 30",
)
Claim = tuple[str, list[str]]


def service(code: str, charge: str, paid: str, *adjustments: str, units: str = "1") -> list[str]:
    """A line that says of its charge no more than these adjustments do."""
    return [f"SVC*HC:{code}*{charge}*{paid}**{units}", f"DTM*472*{SERVED}", *(f"CAS*{each}" for each in adjustments)]


def cut(made: Claim, *adjustments: str, paid: str | None = None, charge: str | None = None) -> Claim:
    """The claim with adjustments of its own, which do not lower its payment again."""
    account, (head, *rest) = made
    parts = head.split("*")
    parts[3], parts[4] = charge or parts[3], paid or parts[4]
    return account, ["*".join(parts), *(f"CAS*{each}" for each in adjustments), *rest]


@night.receives(
    remittance(PPO, claim("S1", "S1", [line("97110", "60", "0", "CO*29*60")], status="2"),
               claim("S2", "S2", [line("97110", "60", "0", "OA*23*40", "CO*197*20")], status="2"),
               claim("S3", "S3", [line("97110", "60", "0", "OA*23*60")], status="2"),
               claim("S4", "S4", [line("97110", "60", "0", "OA*23*40")], status="2"),
               claim("S5", "S5", [line("97110", "60", "5", "OA*23*40", "CO*197*15")], status="2")),
)  # fmt: skip
def test_a_secondary_claim_keeps_its_denial(judged: Judged) -> None:
    assert judged.states("S1") == ["timely_filing"]
    assert judged.states("S2") == ["denied_appealable"]
    # and where nothing was denied, the prior payer's amount left nothing, or it was paid as secondary
    assert judged.states("S3") == judged.states("S4") == ["cob_zero"]
    assert judged.states("S5") == ["not_priced_secondary"]


@night.receives(
    remittance(PPO, claim("Z1", "Z1", [line("97110", "60", "0")]), claim("Z2", "Z2", [line("97110", "60", "0.01")]),
               claim("Z3", "Z3", [line("97110", "60", "0", "CO*50*60")]),
               # a code that the agreement does not price
               claim("Z4", "Z4", [line("99999", "60", "0")])),
    remittance(STRANGER, claim("Z5", "Z5", [line("97110", "60", "0")])),
)  # fmt: skip
def test_there_is_no_cliff_between_a_cent_and_nothing(judged: Judged) -> None:
    assert judged.lines("Z1") == ["priced_short 34.59 0.00"]
    assert judged.lines("Z2") == ["priced_short 34.59 0.01"]
    assert judged.disputed()["Z1"] == "34.59"
    assert judged.states("Z3") == judged.states("Z4") == ["denied_appealable"]
    # the contract sends such lines to the appeal of denials
    assert judged.states("Z5") == ["denied_appealable"]


@night.receives(
    # two claims of one day: the other got nothing for want of a further price; an evaluation raises the day's rate
    remittance(VISIT, claim("V1", "V1", [line("97110", "100", "94")], member="M1"),
               claim("V2", "V2", [line("97530", "90", "0")], member="M1"),
               claim("V3", "V3", [line("97110", "100", "94")], member="M3"),
               claim("V4", "V4", [line("97161", "90", "0")], member="M3"),
               claim("V5", "V5", [line("97110", "100", "0")], member="M5"),
               # a denied evaluation raises nothing
               claim("V6", "V6", [line("97110", "100", "94")], member="M6"),
               claim("V7", "V7", [line("97161", "90", "0", "CO*50*90")], member="M6"),
               # within the visit, whatever its modifier says
               claim("V8", "V8", [line("97110", "100", "94"), line("97140:59", "60", "0", "CO*97*60")], member="M8")),
)  # fmt: skip
def test_a_zeroed_line_is_part_of_what_the_visit_bought(judged: Judged) -> None:
    visits = dict(
        judged.ask(
            "select patient_control_number, concat_ws(' ', expected_allowed, actual_allowed, state) "
            "from visit_review where patient_control_number like 'V%'"
        )
    )
    assert visits == {
        "V1": "94.00 94.00 priced_ok",
        "V3": "126.00 94.00 priced_short",
        "V5": "94.00 0.00 priced_short",
        "V6": "94.00 94.00 priced_ok",
        "V8": "94.00 94.00 priced_ok",
    }
    assert judged.states("V2") == judged.states("V4") == ["visit_priced"]
    assert judged.states("V7") == ["denied_appealable"]
    assert judged.states("V8") == ["visit_priced", "visit_priced"]


@night.receives(
    remittance(UNITS, claim("U1", "U1", [line("97110", "300", "117.84", "CO*222*60*1", units="4", more="**5")]),
               claim("U2", "U2", [line("97110", "180", "58.92", "CO*222*60*1", units="2", more="**3")])),
)  # fmt: skip
def test_a_denied_unit_beyond_the_limit_owes_nothing(judged: Judged) -> None:
    assert judged.lines("U1") == ["priced_ok 117.84 117.84"]
    assert judged.lines("U2") == ["denied_appealable 58.92 58.92"]
    assert judged.ask("select reason from line_review where patient_control_number = 'U2'")[0][0].startswith("CO-222")


@night.receives(
    remittance(PPO, claim("M1", "M1", [line("97110", "60", "34.59"), line("97140:59", "60", "0", "CO*97*60")]),
               claim("M2", "M2", [line("97110", "60", "34.59"), line("97140", "60", "0", "CO*97*60")]),
               claim("M3", "M3", [line("97110:76", "60", "0", "OA*18*60")]),
               claim("M4", "M4", [line("97110:59", "60", "0", "OA*18*60")])),
)  # fmt: skip
def test_a_modifier_answers_a_denial(judged: Judged) -> None:
    assert judged.states("M1") == ["priced_ok", "denied_appealable"]
    assert judged.states("M2") == ["priced_ok", "bundled"]
    assert judged.states("M3") == ["denied_appealable"]
    assert judged.states("M4") == ["duplicate"]
    # it repeats no decision of its own
    assert judged.ask("select distinct kind from claim_history where patient_control_number in ('M3', 'M4')") == [
        ("duplicate_denial",)
    ]


@night.receives(
    remittance(
        PPO,
        # the claim's cut is exactly what its lines leave open: two lines by one reason, one line by two
        cut(claim("L1", "L1", [service("97110", "60", "34.59"), service("97140", "60", "32.81")]), "CO*45*52.60"),
        cut(claim("L2", "L2", [service("97110", "60", "24.59")]), "CO*45*25.41", "PR*3*10"),
        cut(claim("L3", "L3", [service("97110", "60", "0")]), "CO*197*60"),
        # two reasons, two open lines: what belongs to which is not known
        cut(claim("L4", "L4", [service("97110", "60", "34.59"), service("97140", "60", "22.81")]), "CO*45*52.60",
            "PR*3*10"),
        # its lines are in balance: a cut of its own
        cut(claim("L5", "L5", [line("97110", "60", "34.59")]), "CO*45*4", paid="30.59"),
    ),
    # a cent beside what the lines leave open explains nothing
    remittance(PPO, cut(claim("L6", "L6", [service("97110", "60", "34.59")]), "CO*45*25.40"), trace="TL6"),
)  # fmt: skip
def test_a_cut_of_the_claim_is_laid_on_exactly_what_its_lines_leave_open(judged: Judged) -> None:
    assert judged.lines("L1") == ["priced_ok 34.59 34.59", "priced_ok 32.81 32.81"]
    assert judged.lines("L2") == ["priced_ok 34.59 34.59"]
    assert judged.states("L3") == ["denied_appealable"]
    assert judged.states("L4") == ["out_of_balance", "out_of_balance"]
    assert judged.lines("L5") == ["priced_short 34.59 30.59"]
    assert judged.states("L6") == ["out_of_balance"]
    found = judged.ask(
        "select c.patient_control_number, f.code from finding as f inner join claim_history as c "
        "on f.claim_id = c.claim_id where f.code like 'claim_level%' order by 1"
    )
    assert found == [("L1", "claim_level_laid"), ("L2", "claim_level_laid"), ("L3", "claim_level_laid"),
                     ("L5", "claim_level_cut")]  # fmt: skip


@night.receives(
    remittance(
        PPO,
        cut(claim("W1", "W1", [], status="4"), "CO*109*60", charge="60", paid="0"),
        cut(claim("W2", "W2", [], status="4"), "PR*31*60", charge="60", paid="0"),
        cut(claim("W3", "W3", [], more=[f"DTM*232*{SERVED}"]), "CO*45*25.41", charge="60", paid="34.59"),
        cut(claim("W4", "W4", []), "CO*109*59", charge="60", paid="0"),
    ),
)
def test_a_denied_claim_without_lines_has_a_state(judged: Judged) -> None:
    asked = "select patient_control_number, state from claim_history where state is not null order by 1"
    assert judged.ask(asked) == [
        ("W1", "forwarded"),
        ("W2", "denied_correctable"),
        ("W3", "no_hcpcs"),
        ("W4", "out_of_balance"),
    ]
    found = judged.ask(
        "select c.patient_control_number, f.severity, f.sentence like '%' || split_part(c.reason, ':', 1) || '%' "
        "from finding as f inner join claim_history as c on f.claim_id = c.claim_id "
        "where f.code = 'claim_without_lines' order by 1"
    )
    assert found == [("W1", "warning", True), ("W2", "warning", True), ("W3", "note", False), ("W4", "warning", True)]


@night.receives(
    remittance(STRANGER, claim("B1", "B1", [line("97110", "60", "43", "CO*B4*5")], filing="13",
                               more=["DTM*050*20261010"]), trace="TB1"),
    # received on the 31st day
    remittance(STRANGER, claim("B2", "B2", [line("97110", "60", "43", "CO*B4*5", served="20260901")], filing="13",
                               more=["DTM*050*20261002"]), trace="TB2"),
    # decided after the limit, and no day of receipt
    remittance(STRANGER, claim("B3", "B3", [line("97110", "60", "43", "CO*B4*5", served="20260901")], filing="13"),
               trace="TB3"),
    # no limit on file
    remittance(PPO, claim("B4", "B4", [line("97110", "60", "29.59", "CO*B4*5")]), trace="TB4"),
)  # fmt: skip
def test_a_penalty_for_late_filing_is_owed_where_the_claim_came_in_time(judged: Judged) -> None:
    assert judged.lines("B1") == ["priced_rate_finding 48.00 43.00"]
    assert judged.disputed()["B1"] == "5.00"
    assert judged.lines("B2") == judged.lines("B3") == ["priced_ok 48.00 48.00"]
    assert judged.lines("B4") == ["priced_ok 34.59 34.59"]
    # and always shown
    found = judged.ask(
        "select c.patient_control_number, f.off_by::varchar, f.sentence like '%is owed%', "
        "f.sentence like '%not known%' "
        "from finding as f inner join claim_history as c on f.claim_id = c.claim_id "
        "where f.code = 'late_filing_penalty' order by 1"
    )
    assert found == [("B1", "5.00", True, False), ("B2", "5.00", False, False), ("B3", "5.00", False, True),
                     ("B4", "5.00", False, True)]  # fmt: skip


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == night.really_short

"""What is held says what cannot be read, and which way amounts that do not add up differ."""

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged, Night

night = Night()
UNREADABLE = line("97110", "150", "34.59", after=["CAS*CO*A1*abc"])


def reason(judged: Judged, account: str) -> str:
    [(found,)] = judged.ask("select reason from held where patient_control_number = ?", account)
    return str(found)


@night.receives(
    remittance(PPO, claim("LESS", "N1", [line("97110", "150", "34.59", after=["CAS*CO*97*10"])])),
    remittance(PPO, claim("MORE", "N2", [line("97110", "150", "34.59", after=["CAS*CO*97*-10"])])),
)
def test_a_line_says_which_way_it_is_off(judged: Judged) -> None:
    assert reason(judged, "LESS").startswith("Charge less adjustments is 10.00 less than the line says was paid")
    assert reason(judged, "MORE").startswith("Charge less adjustments is 10.00 more than the line says was paid")


@night.receives(remittance(PPO, claim("LINE", "N3", [UNREADABLE])))
def test_a_line_that_cannot_be_proved_names_what_is_unreadable(judged: Judged) -> None:
    assert reason(judged, "LINE").startswith("The line cannot be proved: CAS03 is not an X12 number (segment ")


@night.receives(remittance(PPO, claim("CLAIM", "N4", [line("97110", "150", "34.59")], more=["CAS*CO*45*1.234"])))
def test_a_claim_that_cannot_be_proved_names_what_is_unreadable(judged: Judged) -> None:
    assert reason(judged, "CLAIM").startswith("The claim cannot be proved: CAS03 has a fraction of a cent (segment ")


@night.receives(remittance(PPO, claim("TOTAL", "N5", [line("97110", "150", "34.59")]), total="30.00"))
def test_a_payment_says_which_way_it_is_off(judged: Judged) -> None:
    found = judged.ask("select reason from held where container = 'payment' and off_by is not null")
    assert found == [
        ("The payment is 4.59 less than claims paid less provider adjustments add up to; posted as it came.",)
    ]


@night.receives(remittance(PPO, claim("SHARE", "N6", [line("97110", "150", "14.59", "PR*3*20")])))
def test_a_patient_share_says_which_way_it_is_off(judged: Judged) -> None:
    [(sentence,)] = judged.ask(
        "select sentence from finding where code = 'patient_share_off' and claim_id = "
        "(select claim_id from claim_history where patient_control_number = 'SHARE')"
    )
    assert sentence == "CLP05 is 20.00 less than the sum of the PR adjustments of the claim."


@night.receives(
    remittance(
        PPO, claim("PRICED", "N7", [line("97110", "150", "40"), line("97140", "150", "40")], adjusted=["CO*45*5"])
    ),
    remittance(
        PPO, claim("PARTLY", "N8", [line("97110", "150", "40"), line("E0730", "90", "40")], adjusted=["CO*45*5"])
    ),
)
def test_a_cut_of_the_claim_says_what_was_done_with_it(judged: Judged) -> None:
    def said(account: str) -> list[str]:
        return [
            str(sentence)
            for (sentence,) in judged.ask(
                "select sentence from finding where code = 'claim_level_cut' and claim_id = "
                "(select claim_id from claim_history where patient_control_number = ?)",
                account,
            )
        ]

    [priced] = said("PRICED")
    assert priced.endswith("laid on its lines by what each should have been allowed, and they are judged so.")
    [partly] = said("PARTLY")
    assert "by what each was allowed, because not every line has a price" in partly


def test_no_finding_is_told_twice(judged: Judged) -> None:
    twice = judged.ask(
        "select file_name, segment_number, code, detail, count(*) from finding group by all having count(*) > 1"
    )
    assert twice == []

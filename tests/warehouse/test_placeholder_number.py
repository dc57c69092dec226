"""A payer that writes one number, or none, on all of its claims: that number links nothing."""

from pathlib import Path

from flows.night import one_night
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace
from tests.warehouse.tiny import PAYERS, claim, line, remittance

PPO = "summerfield_ppo"
MANY = 12


def told(space: Workspace, *numbered: tuple[int, str] | tuple[int, str, str]) -> tuple[int | None, int]:
    """Claims judged by a night that brings these patients' claims, and how many chains there are after it.

    A patient has the number of the claim beside it and, where it is not Summerfield, the payer.
    """
    space.inbox.mkdir(exist_ok=True)
    for patient, number, *named in numbered:
        [payer] = named or [PPO]
        who = f"{PAYERS[payer][1]}{patient}"
        sent = claim(f"A{who}", number, [line("97110", "100", "30")], patient=f"P{who}", member=f"M{who}")
        (space.inbox / f"{who}.835").write_bytes(remittance(payer, sent))
    with one_night(space.root, AS_OF) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        night.run()
        judged = night.claims_to_judge
        chains = night.con.execute("select count(distinct chain_id) from derived.claim_role").fetchall()[0][0]
        night.close()
    return judged, chains


def test_a_new_claim_of_such_a_payer_is_judged_alone(tmp_path: Path) -> None:
    numbers = {PPO: "0", "orchard_hmo": "", "juniper_advantage": "UNKNOWN", "willow_visit": "SAME7"}
    space = new_workspace(tmp_path / "workspace")
    told(space, *((patient, number, payer) for payer, number in numbers.items() for patient in range(MANY)))
    one_more = [(MANY, number, payer) for payer, number in numbers.items()]
    assert told(space, *one_more) == (len(numbers), len(numbers) * (MANY + 1))


def test_a_number_of_few_patients_still_links(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    told(space, (0, "SAME7"), (1, "SAME7"), (2, "OTHER"))
    assert told(space, (3, "SAME7"))[0] == 3


def test_claims_are_judged_once_more_when_their_number_turns_out_to_be_none(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    told(space, *((patient, "SAME7") for patient in range(9)))
    assert told(space, (9, "SAME7"))[0] == 10
    assert told(space, (10, "SAME7"))[0] == 1


def test_a_patient_s_other_visit_of_the_account_is_still_linked(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    told(space, *((patient, "0") for patient in range(MANY)))
    sent = claim("ASMF303", "0", [line("97110", "100", "34.59")], patient="PSMF303", member="MSMF303")
    space.inbox.mkdir(exist_ok=True)
    (space.inbox / "again.835").write_bytes(remittance(PPO, sent, day="20261019"))
    with one_night(space.root, AS_OF) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        night.run()
        assert night.claims_to_judge == 2
        night.close()

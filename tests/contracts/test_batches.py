"""Batches: every dispute in one, of one payer, practice, agreement and cause, in the size and shape the payer takes."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.disputes.batches import Disputed, PackingRules, pack

ANY = PackingRules(None, one_issue_per_file=True, one_member_per_form=False)
LEADING = PackingRules(None, one_issue_per_file=False, one_member_per_form=False)
FIRST = date(2026, 11, 16)


def disputed(claim: int, **changes: object) -> Disputed:
    given = {
        "claim": claim, "dispute": f"d{claim:04d}", "payer": "CEDARPOINT", "payee": "900100011",
        "agreement": "cedar_ppo", "causes": ("prior_schedule_version",), "member": f"m{claim}", "filing_code": "12",
        "closes": FIRST + timedelta(days=claim), **changes,
    }  # fmt: skip
    return Disputed(**given)  # type: ignore[arg-type]


def batches(disputes: list[Disputed], rules: PackingRules = ANY) -> list[str]:
    packed = pack(disputes, lambda _: rules)
    return [packed[each.claim] for each in disputes]


def test_a_batch_is_named_after_its_agreement_and_cause() -> None:
    assert batches([disputed(1), disputed(2)]) == ["cedar_ppo/prior_schedule_version/01"] * 2


def test_a_full_batch_is_followed_by_another() -> None:
    rules = PackingRules(2, one_issue_per_file=True, one_member_per_form=False)
    assert [name[-2:] for name in batches([disputed(n) for n in range(5)], rules)] == ["01", "01", "02", "02", "03"]


def test_payers_practices_members_and_plans_do_not_mix() -> None:
    assert len(set(batches([disputed(1), disputed(2, payer="OTHER"), disputed(3, payee="900200022")]))) == 3
    forms = PackingRules(None, one_issue_per_file=True, one_member_per_form=True)
    same = batches([disputed(1, member="a"), disputed(2, member="b"), disputed(3, member="a")], forms)
    assert same[0] == same[2] != same[1]
    assert len(set(batches([disputed(1, member=None), disputed(2, member=None)], forms))) == 2
    plans = PackingRules(None, one_issue_per_file=True, one_member_per_form=False, one_plan_per_file=True)
    assert len(set(batches([disputed(1), disputed(2, filing_code="HM")], plans))) == 2


def test_claims_with_several_issues_share_a_file_with_their_like() -> None:
    both = ("prior_schedule_version", "units_cut")
    names = batches([disputed(1), disputed(2, causes=both), disputed(3, causes=both)])
    assert names[1] == names[2] == "cedar_ppo/prior_schedule_version+units_cut/01"
    assert names[0] != names[1]
    assert len(set(batches([disputed(1), disputed(2, causes=both)], LEADING))) == 1


def test_what_is_new_or_has_expired_renames_no_batch() -> None:
    rules = PackingRules(2, one_issue_per_file=True, one_member_per_form=False)
    disputes = [disputed(n) for n in range(4)]
    before = pack(disputes, lambda _: rules)
    after = pack([*disputes, disputed(9)], lambda _: rules)
    assert {claim: after[claim] for claim in before} == dict(before)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from("pq"), st.sampled_from("xy"), st.sampled_from(["m", "n", None]),
            st.integers(0, 3),
        ),
        max_size=30,
    ),
    st.sampled_from([None, 1, 3]), st.booleans(), st.booleans(), st.randoms(),
)  # fmt: skip
def test_any_order_gives_the_same_batches_within_the_rules(rows, most, one_issue, one_member, random) -> None:
    rules = PackingRules(most, one_issue, one_member)
    disputes = [
        disputed(n, payer=payer, payee=payee, causes=(cause,), member=member, closes=FIRST + timedelta(days=day))
        for n, (payer, payee, cause, member, day) in enumerate(rows)
    ]
    packed = pack(disputes, lambda _: rules)
    assert packed.keys() == {each.claim for each in disputes}
    shuffled = list(disputes)
    random.shuffle(shuffled)
    assert pack(shuffled, lambda _: rules) == packed
    groups: dict[str, list[Disputed]] = {}
    for each in disputes:
        groups.setdefault(packed[each.claim], []).append(each)
    for name, group in groups.items():
        assert len(group) <= (most or len(group))
        assert len({(each.payer, each.payee, each.agreement, each.causes[0]) for each in group}) == 1
        assert name.startswith(f"cedar_ppo/{group[0].causes[0]}/")
        assert not one_member or len({each.member or each.claim for each in group}) == 1

"""Which agreement a claim was paid under, from what the remittance says of payer, payee and product.

Evidence is weighed in the order of STAGES. A test that some candidate passes leaves only those candidates; a test that
none passes says nothing. Payer ids are trusted before payer names; a contract code before the group number before the
claim filing code, which payers use loosely. An agreement that names no product is the fallback for what no other
agreement of its payer claims. If more than one is left, none is chosen. A person may answer what evidence leaves open;
an answer never overrides evidence.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, cast

from contracts.agreements.agreement import Agreement
from contracts.agreements.applies_to import AppliesTo
from contracts.keys import read_key, text_or_none, write_key


@dataclass(frozen=True, slots=True)
class ClaimProfile:
    """Everything on a claim of a remittance that identifies its agreement.

    `payer_ids`: N1*PR N104 and the payer's REF*2U, NF, EO, HI; `originator_id`: TRN03 or BPR10; `filing_code`: CLP06;
    `contract_code`: REF*CE; `group_number`: REF*1L.
    """

    payer_ids: tuple[str, ...]
    payer_name: str | None
    originator_id: str | None
    filing_code: str | None
    contract_code: str | None
    group_number: str | None
    payee_tin: str | None
    payee_npi: str | None

    def key(self) -> str:
        return write_key(
            {
                "payer_ids": list(self.payer_ids),
                "payer_name": self.payer_name,
                "originator_id": self.originator_id,
                "filing_code": self.filing_code,
                "contract_code": self.contract_code,
                "group_number": self.group_number,
                "payee_tin": self.payee_tin,
                "payee_npi": self.payee_npi,
            }
        )

    @classmethod
    def from_key(cls, key: str) -> "ClaimProfile":
        fields = read_key(key)
        return cls(
            payer_ids=tuple(cast("list[str]", fields["payer_ids"])),
            payer_name=text_or_none(fields, "payer_name"),
            originator_id=text_or_none(fields, "originator_id"),
            filing_code=text_or_none(fields, "filing_code"),
            contract_code=text_or_none(fields, "contract_code"),
            group_number=text_or_none(fields, "group_number"),
            payee_tin=text_or_none(fields, "payee_tin"),
            payee_npi=text_or_none(fields, "payee_npi"),
        )


@dataclass(frozen=True, slots=True)
class Match:
    """The agreement found. `why` names the evidence, in the order it was weighed; of an answer, who gave it."""

    agreement_id: str
    why: str
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No agreement. `reason` is no_payer, no_practice, no_product or ambiguous; `candidates` were still possible."""

    reason: str
    sentence: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer to a question that matching left open: the agreement, who answered, on which day, and why."""

    agreement_id: str
    who: str
    day: str
    reason: str | None = None

    @property
    def why(self) -> str:
        return f"{self.who} said on {self.day} that it is" + (f": {self.reason}" if self.reason else "")


Test = Callable[[AppliesTo, ClaimProfile], str | None]
"""What of the claim the agreement lists, in words; None where it lists nothing of it."""


def payer_id(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    for sent in claim.payer_ids:
        if sent in covers.payer_ids:
            return f"payer id {sent}"
    return f"originator id {claim.originator_id}" if claim.originator_id in covers.originator_ids else None


def payer_name(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    pattern = _fitting(covers.payer_names, claim.payer_name)
    return f"payer name {pattern}" if pattern else None


def practice(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    sent = [number for number in (claim.payee_tin, claim.payee_npi) if number]
    # Two practices may share a tax id and have agreements of their own: then the NPI must not be the other one's.
    if any(number in covers.other_payees and number not in covers.payees for number in sent):
        return None
    return next((f"payee {number}" for number in sent if number in covers.payees), None)


def contract_code(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    code = _fitting(covers.contract_codes, claim.contract_code)
    return f"contract code {code}" if code else None


def group_number(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    pattern = _fitting(covers.group_numbers, claim.group_number)
    return f"group number {pattern}" if pattern else None


def claim_filing_code(covers: AppliesTo, claim: ClaimProfile) -> str | None:
    return f"claim filing code {claim.filing_code}" if claim.filing_code in covers.claim_filing_codes else None


def any_product(covers: AppliesTo, _: ClaimProfile) -> str | None:
    names_one = covers.contract_codes or covers.group_numbers or covers.claim_filing_codes
    return None if names_one else "no product named"


@dataclass(frozen=True, slots=True)
class Stage:
    """Tests in order of trust. `first_decides`: the first test that some agreement passes is the last one asked."""

    tests: tuple[Test, ...]
    refusal: str
    sentence: str
    first_decides: bool = True


STAGES: Final = (
    Stage((payer_id, payer_name), "no_payer", "no agreement on file lists the payer {payer}"),
    Stage((practice,), "no_practice", "no agreement of the payer {payer} covers the payee {payee}"),
    Stage(
        (contract_code, group_number, claim_filing_code, any_product),
        "no_product",
        "of the agreements with the payer {payer} none covers {product}",
        first_decides=False,
    ),
)


def match(profile: ClaimProfile, agreements: Sequence[Agreement]) -> Match | Unmatched:
    """The one agreement that the claim's evidence leaves, or why it does not leave exactly one."""
    left = list(agreements)
    reasons: dict[str, list[str]] = {agreement.id: [] for agreement in left}
    for stage in STAGES:
        decided = False
        for test in stage.tests:
            passed = [(agreement, why) for agreement in left if (why := test(agreement.applies_to, profile))]
            if not passed:
                continue
            decided = True
            left = [agreement for agreement, _ in passed]
            for agreement, why in passed:
                reasons[agreement.id].append(why)
            if stage.first_decides or len(left) == 1:
                break
        if not decided:
            sentence = stage.sentence.format(
                payer=profile.payer_name or ", ".join(profile.payer_ids) or profile.originator_id or "(not named)",
                payee=" / ".join(filter(None, (profile.payee_tin, profile.payee_npi))) or "(not named)",
                product=_product(profile),
            )
            candidates = tuple(agreement.id for agreement in left) if any(reasons.values()) else ()
            return Unmatched(stage.refusal, f"{sentence[0].upper()}{sentence[1:]}.", candidates)
    candidates = tuple(sorted(agreement.id for agreement in left))
    if len(candidates) > 1:
        sentence = f"Any of {', '.join(candidates)} fits: {_product(profile)} does not tell them apart."
        return Unmatched("ambiguous", sentence, candidates)
    return Match(candidates[0], "; ".join(reasons[candidates[0]]))


def question(payer_name: str | None, sentence: str) -> str:
    """The id of the question that a person is asked when nothing matches: a hash of payer name and sentence.

    Another sentence (another practice, product or set of candidates) is another question, with an answer of its own.
    """
    return sha256(f"{payer_name or ''}\n{sentence}".encode()).hexdigest()[:32]


def answered(
    found: Match | Unmatched, profile: ClaimProfile, answers: Mapping[str, Answer], known: Collection[str]
) -> Match | Unmatched:
    """`found` where it is a match; else the answer to its question, where there is one and its agreement is `known`."""
    if isinstance(found, Match):
        return found
    answer = answers.get(question(profile.payer_name, found.sentence))
    if answer is None or answer.agreement_id not in known:
        return found
    return Match(answer.agreement_id, answer.why, is_answer=True)


def _product(profile: ClaimProfile) -> str:
    sent = (
        ("contract code", profile.contract_code),
        ("group number", profile.group_number),
        ("claim filing code", profile.filing_code),
    )
    return ", ".join(f"{name} {value}" for name, value in sent if value) or "a claim that names no product"


def _fitting(patterns: tuple[str, ...], text: str | None) -> str | None:
    if text is None:
        return None
    return next((pattern for pattern in patterns if _compiled(pattern).fullmatch(text.strip())), None)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # fnmatch would also read [ ] and ? in a payer's name as wildcards.
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.IGNORECASE | re.DOTALL)

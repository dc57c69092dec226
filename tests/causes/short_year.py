"""A year of remittances under the fixtures' agreements, where every short line has a cause that is known.

Each payer makes several of its mistakes, each on a handful of claims, among claims paid right and claims paid at rates
that no rule explains. What is asked of the product is the name of the mistake, line by line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from contracts.agreements.agreement import Book
from contracts.situation import Line
from tests.causes import mistakes as p
from tests.causes.mistakes import Mistake
from tests.causes.payers import NOTHING, Paid, Payer, Visit, cents
from tests.warehouse.tiny import ONE_SITE, TWO_SITES, claim, line, remittance

TWO = Decimal(2)
UNEXPLAINED = "unexplained_short"
PROVIDERS = {"durham": "2000001018", "pasadena": "2000001034", "hialeah": "2000001059"}
THERAPY = ["97110", "97112", "97116", "97140", "97530", "97535", "97035"]

SCHEDULED: dict[str, tuple[Mistake, str]] = {
    "units lost": (p.units_lost, "units_cut"),
    "half of further units": (p.half_of_further, "mppr_not_in_contract"),
    "assistant not billed": (p.assistant_not_billed, "assistant_cut_not_billed"),
    "sequestration with its code": (p.sequestration_named, "sequestration_not_in_contract"),
    "sequestration in 45": (p.sequestration_folded, "sequestration_not_in_contract"),
    "network by name": (p.network_named, "network_discount_not_in_contract"),
    "network, repriced": (p.network_repriced, "network_discount_not_in_contract"),
    "network, silent": (p.network_silent, "network_discount_not_in_contract"),
    "prompt pay": (p.prompt_pay, "deduction_not_in_contract"),
    "percent of the charge": (p.share_of_charge, "share_of_charge"),
    "flat amount": (p.flat_amount, "flat_amount_less"),
}
NO_CLAUSE: dict[str, tuple[Mistake, str]] = {
    "assistant of the fee": (p.assistant_of_fee, "assistant_cut_not_in_contract"),
    "assistant of the share": (p.assistant_of_share, "assistant_cut_not_in_contract"),
}
AMENDED: dict[str, tuple[Mistake, str]] = {
    "prior schedule": (p.prior_schedule, "prior_schedule_version"),
    "prior schedule, sequestration": (p.then(p.prior_schedule, named_after_share=TWO), "prior_schedule_version"),
    "prior schedule, sequestration in 45": (p.then(p.prior_schedule, after_share=TWO), "prior_schedule_version"),
    "prior schedule, units lost": (p.then_units(p.prior_schedule), "units_cut"),
    "prior schedule, assistant": (
        p.then_share(p.prior_schedule, lambda _: Decimal(85), "CQ"), "assistant_cut_not_in_contract",
    ),
    "prior schedule, discount": (
        p.then_share(p.prior_schedule, lambda payer: 100 - payer.discount), "network_discount_not_in_contract",
    ),
}  # fmt: skip
BY_MEDICARE: dict[str, tuple[Mistake, str]] = {
    "prior year": (p.prior_year, "prior_year_medicare"),
    "other locality": (p.other_locality, "wrong_locality"),
    "facility": (p.facility, "facility_rate"),
    "prior year, sequestration": (p.then(p.prior_year, named_after_share=TWO), "prior_year_medicare"),
    "prior year, sequestration in 45": (p.then(p.prior_year, after_share=TWO), "prior_year_medicare"),
    "other locality, sequestration in 45": (p.then(p.other_locality, after_share=TWO), "wrong_locality"),
    "facility, sequestration in 45": (p.then(p.facility, after_share=TWO), "facility_rate"),
    "assistant not billed": (p.assistant_not_billed, "assistant_cut_not_billed"),
    "sequestration in 45": (p.sequestration_folded, "sequestration_not_in_contract"),
    "network, repriced": (p.network_repriced, "network_discount_not_in_contract"),
    "network, silent": (p.network_silent, "network_discount_not_in_contract"),
}
OF_MEDICARE = {k: v for k, v in BY_MEDICARE.items() if "sequestration" not in k}
LOCKED = {k: v for k, v in BY_MEDICARE.items() if not k.startswith("prior year")}
VISITS: dict[str, tuple[Mistake, str]] = {
    "prior rate": (p.prior_schedule, "visit_rate_short"),
    "follow-up": (p.follow_up, "visit_rate_short"),
    "sequestration in 45": (p.sequestration_folded, "sequestration_not_in_contract"),
    "discount": (p.network_silent, "visit_rate_short"),
    "no rate": (p.no_rate, "visit_rate_short"),
}
MISTAKES: dict[str, dict[str, tuple[Mistake, str]]] = {
    "summerfield_ppo": SCHEDULED | NO_CLAUSE | AMENDED,
    "orchard_ppo": SCHEDULED
    | {
        "other plan": (p.other_plan, "wrong_plan_schedule"),
        "other plan, sequestration in 45": (p.then(p.other_plan, after_share=TWO), "wrong_plan_schedule"),
        "unlisted percent": (p.unlisted_percent, "default_percent_applied"),
    },
    "alderwick_units": SCHEDULED | NO_CLAUSE | {"charge": (p.charge_instead, "lesser_of_not_in_contract")},
    "juniper_advantage": BY_MEDICARE | {"half of further units": (p.half_of_further, "mppr_wrong_base")},
    "basalt_locked": LOCKED
    | NO_CLAUSE
    | {
        "Medicare's reduction": (p.medicare_mppr, "mppr_not_in_contract"),
        "charge": (p.charge_instead, "lesser_of_not_in_contract"),
    },
    "medicare_b": OF_MEDICARE
    | {
        "assistant of the fee": (p.assistant_of_fee, "assistant_cut_wrong_base"),
        "sequestration in 45": (p.sequestration_folded, "sequestration_without_code"),
    },
    "quarry_comp": {
        "percent of the charge": (p.share_of_charge, "share_of_charge"),
        "network by name": (p.network_named, "network_discount_not_in_contract"),
        "network, repriced": (p.network_repriced, "network_discount_not_in_contract"),
        "sequestration in 45": (p.sequestration_folded, "sequestration_not_in_contract"),
        "flat amount": (p.flat_amount, "flat_amount_less"),
    },
    "willow_visit": VISITS,
}
PER_YEAR = 8
CLAIMS_EACH = 5
RIGHT = 30
WITHOUT_RATE = 5


@dataclass(frozen=True)
class Known:
    """The claim of an account and why it is short; None where it is paid right."""

    account: str
    mistake: str
    cause: str | None
    is_visit: bool


def year(book: Book, seed: int) -> Iterator[tuple[bytes, list[Known]]]:
    """Remittances, each of one agreement and one site, with what is known of their claims."""
    for agreement, mistakes in MISTAKES.items():
        rng = Random(f"{seed} {agreement}")
        payer = Payer.drawn(book, rng)
        names = rng.sample(sorted(mistakes), min(PER_YEAR, len(mistakes)))
        planned: list[tuple[str, Mistake, str | None]] = [
            (name, *mistakes[name]) for name in names for _ in range(CLAIMS_EACH)
        ]
        if agreement != "willow_visit":
            planned += [("no rate", p.no_rate, UNEXPLAINED)] * WITHOUT_RATE
        planned += [("right", p.nothing_wrong, None)] * RIGHT
        rng.shuffle(planned)
        sites = ["durham"] if agreement == "willow_visit" else ["durham", "pasadena", "hialeah"]
        for at, site in enumerate(sites):
            part = planned[at :: len(sites)]
            claims, known = [], []
            for number, (name, mistake, cause) in enumerate(part):
                account = f"{agreement[:3].upper()}{seed}{site[0].upper()}{number:03d}"
                made = _claim(payer, rng, agreement, site, account, name, mistake)
                if made is not None:
                    claims.append(made)
                    known.append(Known(account, name, cause, agreement == "willow_visit"))
            payee = ONE_SITE if site == "durham" else TWO_SITES
            yield remittance(agreement, *claims, day="20261019", payee=payee, trace=f"T{seed}{agreement}{site}"), known


def _claim(
    payer: Payer, rng: Random, agreement: str, site: str, account: str, name: str, mistake: Mistake
) -> tuple[str, list[str]] | None:
    """A claim with the mistake on every line; None where none was found that offers it and that it makes short."""
    for _ in range(60):
        visit = _visit(rng, agreement, site, name)
        right, paid = payer.right(visit), mistake(payer, visit)
        if right is None or paid is None or len(right) != len(paid):
            continue
        if all(each.allowed > NOTHING for each in paid):
            sent = _sent(payer, rng, visit, right, paid, name)
            if sent is not None:
                return _written(visit, account, site, sent, paid)
    return None


def _visit(rng: Random, agreement: str, site: str, name: str) -> Visit:
    month = rng.randint(7, 9) if agreement in {"summerfield_ppo", "orchard_ppo"} else rng.randint(4, 9)
    on = date(2026, month, rng.randint(1, 28))
    count = rng.choice([1, 1, 2, 3])
    modifiers = ("GP", "CQ") if ("assistant o" in name or name.endswith("assistant")) else ("GP",)
    if rng.random() < 0.1 and name in {"right", "no rate"} and agreement not in {"medicare_b", "juniper_advantage"}:
        modifiers = ("GP", "CQ")
    codes = rng.sample(THERAPY, count)
    if "facility" in name:  # therapy has one rate for both settings
        codes, modifiers = rng.sample(["98940", "98941", "98942"], 1), ("AT",)
    if name == "follow-up":
        codes[0] = "97161"
    lines = []
    for code in codes:
        units = Decimal(
            1 if "facility" in name else 2 if "units lost" in name and rng.random() < 0.5 else rng.choice([1, 1, 2, 3])
        )
        if agreement == "alderwick_units":
            units = min(units, Decimal(4 // count))
        charge = Decimal(rng.randint(9000, 14000)).scaleb(-2) * units
        if name == "unlisted percent":
            charge = Decimal(rng.randint(4500, 6000)).scaleb(-2) * units
        if name == "charge":
            charge = Decimal(rng.randint(1200, 2800)).scaleb(-2) * units
        lines.append(Line(code, modifiers, Decimal(1) if code == "97161" else units, charge=charge))
    return Visit(agreement, on, site, tuple(lines))


@dataclass(frozen=True)
class _Money:
    allowed: Decimal
    shares: list[str]
    taken: list[str]
    paid: Decimal


def _sent(
    payer: Payer, rng: Random, visit: Visit, right: list[Decimal], paid: list[Paid], name: str
) -> list[_Money] | None:
    """What is paid after the patient's share; None where a line of a mistake is not short by more than rounding."""
    kind = rng.choice(["none", "coinsurance", "copay"])
    if visit.agreement == "medicare_b":
        kind = "coinsurance"
    found = []
    for at, (owed, each) in enumerate(zip(right, paid, strict=True)):
        share = NOTHING
        if each.coinsurance is not None or kind == "coinsurance":
            share = each.coinsurance if each.coinsurance is not None else cents(each.allowed / 5)
        elif kind == "copay" and at == 0:
            share = min(Decimal(15), each.allowed - 5)
        before = each.allowed - share
        named = cents(before * each.named_after_share / 100)
        folded = cents(before * each.after_share / 100)
        allowed = each.allowed - named - folded
        if name == "right":
            # Medicare takes its sequestration, with its code
            named = cents(before / 50) if visit.agreement == "medicare_b" else NOTHING
        elif owed - allowed < Decimal("0.05") or ("," in name and each.allowed == owed and "network" not in name):
            return None
        elif visit.agreement == "medicare_b" and not each.after_share:
            named = cents(before / 50)
        taken = [f"{code}*{amount}" for code, amount in each.codes.items()]
        taken += [f"CO*253*{named}"] if named else []
        found.append(
            _Money(
                allowed, [f"PR*{2 if kind != 'copay' else 3}*{share}"] if share else [], taken, before - named - folded
            )
        )
    return found


def _written(visit: Visit, account: str, site: str, sent: list[_Money], paid: list[Paid]) -> tuple[str, list[str]]:
    served = f"{visit.on:%Y%m%d}"
    lines = []
    rest = list(sent)
    for at, billed in enumerate(visit.lines):
        # a visit's one amount is written on its first line
        money = rest[at] if at < len(rest) else _Money(NOTHING, [], [], NOTHING)
        units = paid[at].units_paid if at < len(paid) else None
        lines.append(
            line(
                ":".join((billed.code, *billed.modifiers)), f"{billed.charge:.2f}", f"{money.paid:.2f}",
                *money.shares, *money.taken, units=f"{units or billed.units}",
                more=f"**{billed.units}" if units else "", served=served,
            )
        )  # fmt: skip
    more = [f"REF*9A*RP{account}"] if any(each.is_repriced for each in paid) else []
    number = f"ICN{account}"
    return claim(account, number, lines, provider=PROVIDERS[site], more=more)

"""Builds remittances of a claim or two under the agreements of the fixtures."""

from collections.abc import Sequence
from decimal import Decimal

DAY = "20261012"
SERVED = "20261005"
# NPI and tax id of the fixtures' practices
ONE_SITE = ("2900100019", "890010011")
TWO_SITES = ("2900200025", "890020022")
# agreement: payer's name, its id, its originator id, claim filing code
PAYERS = {
    "summerfield_ppo": ("SUMMERFIELD MUTUAL", "SMF30", "1890000301", "12"),
    "medicare_b": ("MEDICARE B CAROLINAS", "11502", "1890000101", "MB"),
    "juniper_advantage": ("JUNIPER CREST ADVANTAGE", "JCA20", "1890000201", "16"),
    "orchard_hmo": ("ORCHARD HEALTH PARTNERS", "ORC40", "1890000401", "HM"),
    "orchard_ppo": ("ORCHARD HEALTH PARTNERS", "ORC40", "1890000401", "12"),
    "willow_visit": ("WILLOWBROOK CARE NETWORK", "WCN70", "1890000701", "12"),
    "quarry_comp": ("QUARRYTOWN COMPENSATION POOL", "QTC60", "1890000601", "WC"),
    "pemberly_cap": ("PEMBERLY MUTUAL AID", "PMA90", "1890000901", "12"),
    "basalt_locked": ("BASALT EMPLOYERS TRUST", "BET50", "1890000501", "12"),
    "alderwick_units": ("ALDERWICK ASSURANCE", "ALD95", "1890000951", "12"),
    # no agreement of the fixtures names them; a test may write one
    "stranger": ("STRANGER CASUALTY", "STR01", "1890000991", "12"),
    "state_plan": ("STATE MEDICAL ASSISTANCE", "SMA02", "1890000992", "MC"),
}


def claim(
    account: str, number: str, lines: Sequence[list[str]], *, status: str = "1", frequency: str = "1",
    place: str = "11", provider: str = "2000001018", patient: str = "PAT", member: str | None = None,
    original: str | None = None, filing: str = "FILING", adjusted: Sequence[str] = (), more: Sequence[str] = (),
) -> tuple[str, list[str]]:  # fmt: skip
    """A claim whose charge and payment are the sums of its lines; the filing code is filled in by `remittance`.

    `adjusted` ('PR*1*20') are adjustments of the claim and lower its payment; `more` are segments after the names.
    """
    sent = [line[0].split("*") for line in lines]
    charge = sum((Decimal(parts[2]) for parts in sent), Decimal(0))
    paid = sum((Decimal(parts[3]) for parts in sent), Decimal(0))
    paid -= sum((Decimal(each.split("*")[2]) for each in adjusted), Decimal(0))
    head = f"CLP*{account}*{status}*{charge}*{paid}**{filing}*{number}*{place}*{frequency}"
    names = [f"NM1*QC*1*DOE*{patient}****MI*{member or 'M' + account}", f"NM1*82*1*X*Y****XX*{provider}"]
    names += [f"REF*F8*{original}"] if original else []
    above = [f"CAS*{each}" for each in adjusted]
    return account, [head, *above, *names, *more, *(segment for line in lines for segment in line)]


def line(
    code: str, charge: str, paid: str, *adjustments: str, units: str = "1", more: str = "", control: str = "",
    served: str = SERVED, after: Sequence[str] = (),
) -> list[str]:  # fmt: skip
    """A service line; what charge and payment leave open after `adjustments` ('PR*3*20') is CO-45.

    `code` is a HCPCS code and its modifiers, or has its qualifier ('NU:0420'); `more` follows the units, `after` are
    segments after the adjustments.
    """
    named = sum((Decimal(each.split("*")[2]) for each in adjustments), Decimal(0))
    rest = Decimal(charge) - Decimal(paid) - named
    service = code if code.startswith("NU:") else f"HC:{code}"
    dates = [f"DTM*{each}" for each in (served.split(" ") if "*" in served else [f"472*{served}"])]
    segments = [f"SVC*{service}*{charge}*{paid}**{units}{more}", *dates]
    segments += [f"CAS*CO*45*{rest}"] if rest else []
    segments += [f"CAS*{each}" for each in adjustments]
    return [*segments, *([f"REF*6R*{control}"] if control else []), *after]


def remittance(
    agreement: str, *claims: tuple[str, list[str]], day: str = DAY, head: Sequence[str] = (),
    payee: tuple[str, str] = ONE_SITE, foot: Sequence[str] = (), usage: str = "P", total: str | None = None,
    trace: str | None = None, envelope: str = "000000001",
) -> bytes:  # fmt: skip
    """One balanced 835 of the agreement's payer; `foot` are PLB segments, `total` is BPR02 instead of the sum."""
    name, payer_id, originator, filing = PAYERS[agreement]
    body = [segment.replace("FILING", filing) for _, segments in claims for segment in segments]
    paid = sum((Decimal(segment.split("*")[4]) for segment in body if segment.startswith("CLP*")), Decimal(0))
    taken = sum((Decimal(amount) for each in foot for amount in each.split("*")[4::2]), Decimal(0))
    trace = trace or f"T{day}{claims[0][0]}"
    segments = [
        "ST*835*0001", f"BPR*I*{total or paid - taken}*C*ACH*CCP*01*1*DA*1*{originator}**01*1*DA*1*{day}",
        f"TRN*1*{trace}*{originator}", *head, f"DTM*405*{day}", f"N1*PR*{name}*XV*{payer_id}",
        f"N1*PE*PRACTICE*XX*{payee[0]}", f"REF*TJ*{payee[1]}", "LX*1", *body, *foot,
    ]  # fmt: skip
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}*{day[2:]}*0815*^*00501*{envelope}*0*{usage}*:"
    start = [isa, f"GS*HP*P*C*{day}*0815*1*X*005010X221A1", *segments, f"SE*{len(segments) + 1}*0001"]
    return ("~".join([*start, "GE*1*1", f"IEA*1*{envelope}"]) + "~").encode()

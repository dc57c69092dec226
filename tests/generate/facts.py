"""The invented world: who sends remittances, who was treated, what is charged, and the workspace that reconciles it."""

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = ROOT / "fixtures" / "workspace"
AS_OF = dt.date(2026, 11, 16)  # a Monday


@dataclass(frozen=True)
class Site:
    key: str
    practice: str
    locality: str


@dataclass(frozen=True)
class Practice:
    key: str
    name: str
    tin: str
    npi: str


@dataclass(frozen=True)
class Provider:
    npi: str
    credential: str
    last: str
    first: str
    site: Site


@dataclass(frozen=True)
class Payer:
    """How a payer signs: some in N104, some in REF*2U, some by name and TRN03 alone."""

    key: str
    name: str
    identifier: str
    signs_in: str  # N104 | 2U | none
    originator: str
    component: str = ":"


@dataclass(frozen=True)
class Patient:
    last: str
    first: str
    member: str


PAYERS = {
    payer.key: payer
    for payer in (
        Payer("medicare_nc", "MEDICARE B CAROLINAS", "11502", "N104", "1890000101"),
        Payer("medicare_ca", "MEDICARE B SOUTHLAND", "01182", "N104", "1890000102"),
        Payer("medicare_fl", "MEDICARE B GULF", "09102", "N104", "1890000103"),
        Payer("juniper", "JUNIPER CREST ADVANTAGE", "JCA20", "N104", "1890000201"),
        Payer("summerfield", "SUMMERFIELD MUTUAL OF THE PLAINS", "SMF30", "2U", "1890000301"),
        Payer("orchard", "ORCHARD HEALTH PARTNERS", "ORC40", "2U", "1890000401", component=">"),
        Payer("basalt", "BASALT EMPLOYERS TRUST", "BSLT5", "none", "1890000501"),
        Payer("quarry", "QUARRYTOWN COMPENSATION POOL", "QTC60", "N104", "1890000601"),
        Payer("willow", "WILLOWBROOK CARE NETWORK", "WCN70", "2U", "1890000701"),
        Payer("pemberly", "PEMBERLY MUTUAL AID", "PMA90", "none", "1890000901"),
        Payer("alderwick", "ALDERWICK ASSURANCE", "ALD95", "N104", "1890000951"),
        Payer("lantern", "LANTERNFISH FRATERNAL LIFE", "LFL80", "N104", "1890000801"),
    )
}

LASTS = """
    ASHGROVE BRACKENBY CLOVERLEY DAPPLEWOOD EGLANTINE FERNSBY GORSEHILL HAWTHORPE IVYMOOR JESSAMINE KNAPWEED LARKMEAD
    MALLOWES NETTLEBY OXLIPPE PIMPERNEL QUINCEWOOD ROWANBECK SORRELTON TEASELBY UMBERLEY VETCHLEY WOODRUFFE YARROWBY
"""
FIRSTS = """
    ALDIS BERYLLA CORWIN DELPHA EMRYS FENELLA GARRICKE HESPER ISOLDE JORUN KESTREL LORCAN MIRELLE NOLLIE
"""

CHARGES = {  # what the practices bill per unit: above every fee here, so lesser-of applies only where a case says so
    "97140": "78.00", "97110": "82.00", "97112": "86.00", "97116": "78.00", "97530": "94.00", "97535": "88.00",
    "97124": "70.00", "97012": "42.00", "97032": "44.00", "97035": "40.00", "97010": "22.00", "G0283": "38.00",
    "97161": "240.00", "97162": "240.00", "97164": "160.00", "97165": "240.00", "97168": "165.00", "97533": "90.00",
    "98940": "75.00", "98941": "98.00", "98942": "125.00", "99203": "260.00", "20560": "60.00", "97014": "38.00",
    "01996": "140.00", "0420": "75.00",
}  # fmt: skip


def patient(payer: str, number: int) -> Patient:
    """The nth patient of a payer; the same number is the same person every time."""
    spread = number * 7 + sum(map(ord, payer))
    firsts, lasts = FIRSTS.split(), LASTS.split()
    first, last = firsts[(spread * 5) % len(firsts)], lasts[spread % len(lasts)]
    return Patient(last, first, f"{payer[:3].upper()}{(spread * 7919) % 90000 + 10000}{number:03d}")


def setup(workspace: Path = WORKSPACE) -> tuple[dict[str, Practice], dict[str, Provider]]:
    """Practices by key and providers by a short name such as 'durham_pt'."""
    said = tomllib.loads((workspace / "shortpay.toml").read_text(encoding="utf-8"))
    practices = {row["key"]: Practice(row["key"], row["name"], row["tin"], row["npi"]) for row in said["practice"]}
    sites = {row["key"]: Site(row["key"], row["practice"], row["locality"]) for row in said["site"]}
    providers = {}
    for row in said["provider"]:
        last, first = row["name"].split(", ")
        key = f"{row['site']}_{row['credential'].lower()}"
        providers[key] = Provider(row["npi"], row["credential"], last, first, sites[row["site"]])
    return practices, providers


def agreements(workspace: Path = WORKSPACE) -> dict[str, dict[str, Any]]:
    """Every agreement as its file says it, by id."""
    paths = sorted((workspace / "agreements").glob("*.toml"))
    return {said["id"]: said for said in (tomllib.loads(path.read_text(encoding="utf-8")) for path in paths)}


def fees(schedule: str, day: dt.date, workspace: Path = WORKSPACE) -> dict[str, Decimal]:
    """Code -> dollars per unit in force on the day. ISO dates compare as text; blank is open."""
    with (workspace / "schedules" / schedule).open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Decimal(row["amount"])
            for row in csv.DictReader(file)
            if row["effective_from"] <= day.isoformat() <= (row["effective_until"] or "9999-12-31")
        }


def terms_on(agreement: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The terms in force on the day of service."""
    [found] = [
        terms
        for terms in agreement["terms"]
        if terms["effective_from"] <= day <= terms.get("effective_until", dt.date.max)
    ]
    return found

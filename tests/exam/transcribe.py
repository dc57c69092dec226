"""Writes an exam's agreements.json, practice.json and fees/ as a workspace: shortpay.toml, agreements/ and schedules/.

A key or a word that is not known here stops the transcription: a fact left out would look like a wrong price later.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SITE_FIELDS = {"id", "practice", "name", "state", "locality", "mac", "zip", "usual_pos"}
AGREEMENT_FIELDS = {
    "id", "name", "practices", "maps_to_remits", "lesser_of", "assistant_reduction", "mppr", "sequestration",
    "other_deductions_permitted", "other_network_discounts_permitted", "unlisted_percent_of_charge",
    "max_timed_units_per_visit", "dispute_window", "submit", "terms",
}  # fmt: skip
TERMS_FIELDS = {
    "fee_schedule": {"file", "capitated"},
    "medicare": {"percent", "year", "locality", "setting", "conversion_factor"},
    "percent_of_charge": {"percent"},
    "visit_rate": {"follow_up_visit", "evaluation_visit", "evaluation_codes"},
    "visit_cap": {"cap", "file"},
}
MPPR = {"none": "none", "medicare_pe": "medicare"}
Json = dict[str, Any]


def workspace(exam: Path, target: Path) -> None:
    """Writes the workspace of the exam into `target`, which may exist. No tolerance: the exam counts every cent."""
    agreements = json.loads((exam / "agreements.json").read_text(encoding="utf-8"))
    practice = json.loads((exam / "practice.json").read_text(encoding="utf-8"))
    for folder in ("agreements", "schedules", "inbox"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    (target / "shortpay.toml").write_text(setup(practice), encoding="utf-8")
    for agreement in agreements["agreements"]:
        (target / "agreements" / f"{agreement['id']}.toml").write_text(one_agreement(agreement), encoding="utf-8")
    for fees in sorted((exam / "fees").glob("*.csv")):
        schedule(fees, target / "schedules" / fees.name)


def setup(practice: Json) -> str:
    rows = [
        ("practice", {"key": one["id"].lower(), "name": one["name"], "tin": one["tin"], "npi": one["npi"]})
        for one in practice["practices"]
    ]
    for one in practice["sites"]:
        known(one, SITE_FIELDS, one["id"])
        locality = f"{one['mac']}/{one['locality']}"
        place = {"key": one["id"].lower(), "practice": one["practice"].lower(), "name": one["name"]}
        rows.append(("site", place | {"state": one["state"], "locality": locality}))
    for one in practice["providers"]:
        name = f"{one['last']}, {one['first']}"
        rows.append(
            ("provider", {"npi": one["npi"], "site": one["site"].lower(), "credential": one["kind"], "name": name})
        )
    tables = [f"[[{kind}]]\n{keys(row)}" for kind, row in rows]
    return "\n".join([*tables, '[tolerance]\nper_unit = "0.00"\nper_line = "0.00"\n'])


def one_agreement(said: Json) -> str:
    known(said, AGREEMENT_FIELDS, said["id"])
    if said["other_network_discounts_permitted"]:
        raise ValueError(f"{said['id']}: a rental network's discount has no place in an agreement's file")
    permitted = ["253"] if said["sequestration"] else []
    permitted += [row["carc"] for row in said["other_deductions_permitted"]]
    names = said["maps_to_remits"]
    applies = {
        "payer_ids": names["payer_ids"],
        "payer_names": names["payer_names"],
        "originator_ids": names["trn03"],
        "claim_filing_codes": names["claim_filing_codes"],
        "contract_codes": names["ref_ce"],
        "group_numbers": [f"{prefix}*" for prefix in names["group_number_prefixes"] or ()],
        "practices": [practice.lower() for practice in said["practices"]],
    }
    window = said["dispute_window"] | {"source": "agreements.md"}
    # agreements.md, denied_lines: "CO-45 equal to the charge is denied_appealable"
    top = {"id": said["id"], "name": said["name"], "permitted_deductions": permitted, "zero_price": "denial"}
    head = keys(top)
    parts = [head, f"[applies_to]\n{keys(applies)}", f"[dispute_window]\n{keys(window)}"]
    parts.append(f"[submit]\n{keys(said['submit'])}")
    parts += [f"[[terms]]\n{keys(one_terms(said, terms))}" for terms in said["terms"]]
    return "\n".join(parts)


def one_terms(said: Json, terms: Json) -> Json:
    method = terms["method"]
    known(terms, {"from", "to", "method"} | TERMS_FIELDS[method], said["id"])
    if terms.get("setting", "by_place_of_service") != "by_place_of_service":
        raise ValueError(f"{said['id']}: unknown setting {terms['setting']}")
    if terms.get("conversion_factor", "non_qualifying_apm") != "non_qualifying_apm":
        raise ValueError(f"{said['id']}: unknown conversion factor {terms['conversion_factor']}")
    row: Json = {
        "effective_from": Literal(terms["from"]),
        "effective_until": Literal(terms["to"]) if terms["to"] else None,
        "source": "agreements.json",
        "method": method,
        "mppr": MPPR[said["mppr"]],
        "lesser_of": said["lesser_of"],
    }
    if method in {"fee_schedule", "visit_cap"}:
        row["schedule"] = terms["file"].removeprefix("fees/")
        row["unlisted_percent_of_charge"] = said["unlisted_percent_of_charge"]
        row["capitated_unlisted"] = capitated(said["id"], terms)
    if method in {"medicare", "percent_of_charge"}:
        row["percent"] = terms["percent"]
    if method == "medicare":
        row |= {"year": terms["year"], "locality": terms["locality"]}
    if method == "visit_cap":
        row["visit_cap"] = terms["cap"]
    if method == "visit_rate":
        row["visit_rate"] = {
            "follow_up": terms["follow_up_visit"],
            "evaluation": terms["evaluation_visit"],
            "evaluation_codes": terms["evaluation_codes"],
        }
    return row | {"assistant": assistant(said), "max_timed_units_per_visit": limit(said)}


def capitated(name: str, terms: Json) -> bool | None:
    if terms.get("capitated") not in {None, "every code not in the file"}:
        raise ValueError(f"{name}: which codes are prepaid? {terms['capitated']}")
    return True if terms.get("capitated") else None


def assistant(said: Json) -> Json | None:
    cut = said["assistant_reduction"]
    if cut is None:
        return None
    known(cut, {"modifiers", "pays_percent", "base", "coinsurance_percent"}, said["id"])
    return {
        "modifiers": cut["modifiers"],
        "percent": cut["pays_percent"],
        "of": cut["base"],
        "coinsurance_percent": cut.get("coinsurance_percent"),
    }


def limit(said: Json) -> Json | None:
    units = said["max_timed_units_per_visit"]
    if units is None:
        return None
    known(units, {"units", "timed_codes", "counted"}, said["id"])
    return {"units": units["units"], "codes": units["timed_codes"]}


def schedule(fees: Path, target: Path) -> None:
    with fees.open(encoding="utf-8-sig", newline="") as source, target.open("w", encoding="utf-8", newline="") as file:
        reader, writer = csv.reader(source), csv.writer(file, lineterminator="\n")
        header = next(reader)
        if header != ["procedure_code", "fee_per_unit"]:
            raise ValueError(f"{fees.name}: unknown columns {header}")
        writer.writerow(["code", "modifier", "amount", "effective_from", "effective_until"])
        writer.writerows((code, "", fee, "", "") for code, fee in reader)


class Literal(str):
    """A text that TOML takes without quotes, such as a date."""

    __slots__ = ()


def toml(value: object) -> str:
    if isinstance(value, Literal):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items() if one is not None) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def keys(row: Mapping[str, object]) -> str:
    """`key = value` lines; what is None or an empty list is left out, which means the same."""
    return "".join(f"{key} = {toml(value)}\n" for key, value in row.items() if value not in (None, []))


def known(row: Mapping[str, object], fields: Iterable[str], name: str) -> None:
    strange = sorted(set(row) - set(fields))
    if strange:
        raise ValueError(f"{name}: nobody here knows what {', '.join(strange)} means")

"""What contracts of every kind pay, a line at a time and then together: fees, Medicare as agreed, charges, visits."""

import tomllib
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import groupby

from tests.contracts.oracle import cms
from tests.contracts.oracle.clauses import FOLDER, OF_THE_METHOD, holds_code, priced_by, raised, row_for
from tests.contracts.oracle.cms import REFUSED, rounded
from tests.contracts.oracle.counted import Units
from tests.contracts.oracle.slow import REPRICING, Visit
from tests.contracts.oracle.together import NOTHING, OPEN, Together, cents_of

FIRST_DAYS = {"RVU24C": date(2024, 7, 1)}
EARLY = {"22", "26", "50", "52", "53", "54", "55", "56", "73", "74", "78", "TC"}
NO_UNITS = "no units"
BY_LAW = {"modifiers": ["CQ", "CO"], "percent": "85", "of": "payer_share", "coinsurance_percent": "20"}


@cache
def table(name: str) -> dict:
    read = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    if read["applies_to"].get("claim_filing_codes") == ["MB"]:
        for terms in read["terms"]:
            terms |= {"npp": "by law", "assistant": BY_LAW, "telehealth": "by law", "factor": "by clinician"}
    return read


def terms_on(name: str, on: date) -> dict:
    terms = table(name)["terms"]
    [found] = [each for each in terms if each["effective_from"] <= on <= each.get("effective_until", on)]
    return found


def other_terms(terms: dict) -> tuple | None:
    """(which of two amounts is owed, the terms of each), where a clause compares two prices."""
    for key, takes in (("greater_of", max), ("lesser_of_terms", min)):
        if key in terms:
            ours = {name: value for name, value in terms.items() if name != key}
            around = {name: value for name, value in ours.items() if name not in OF_THE_METHOD}
            around = {name: value for name, value in around.items() if name not in ("mppr", "multiple_procedures")}
            return takes, ours, {**around, "mppr": "none", **terms[key]}
    return None


class Agreed(Together, Units, Visit):
    """One visit under an agreement of the folder; `why` says if anything may be owed for an unpriced line."""

    def __init__(self, asked: dict, terms: dict | None = None) -> None:
        self.asked, self.on = asked, asked["on"]
        self.place = asked["place"]
        self.terms = terms or terms_on(asked["agreement"], self.on)
        if self.terms.get("telehealth") == "nonfacility" and self.place in ("02", "10"):
            self.place = "11"
        self.ranks = self.terms.get("mppr") == "medicare"
        self.lines = [dict(line) for line in asked["lines"]]
        count = len(self.lines)
        self.parts, self.apart, self.why = [self.terms] * count, [False] * count, [OPEN] * count
        self.fees, self.units, self.flat = [None] * count, [[] for _ in range(count)], [None] * count
        self.dead, self.settled, self.pairs = [False] * count, [[] for _ in range(count)], []
        self.further = [None] * count
        for at, line in enumerate(self.lines):
            self.begin(at, line)

    # What Visit asks

    def part(self, at):
        return self.parts[at]

    def fee(self, code, mods, at):
        part = self.parts[at]
        year, factor = part["year"], part.get("conversion_factor")
        on = date(year, 1, 1) if isinstance(year, int) else self.on
        on = FIRST_DAYS[part["release"]] if "release" in part else on
        if f"{on:%m-%d}" < part.get("new_year_rates_from", ""):
            on = date(on.year - 1, 12, 31)
        if on.year not in cms.RELEASES:
            return (REFUSED, None, False, False)
        is_participant = "conversion_factor" not in part and part.get("factor") and self.lines[at].get("participant")
        locality = self.asked["locality"] if part["locality"] == "site" else part["locality"]
        return cms.fee(
            code,
            [each for each in mods if each not in self.percents(at)],
            on,
            self.place,
            locality,
            Fraction(factor) if factor and factor[0].isdigit() else None,
            floor=part.get("work_floor", "by_law"),
            is_apm=factor == "qualifying_apm" or bool(is_participant),
            is_capped=part.get("opps_cap") != "off",
        )

    def share(self, dollars, at):
        return rounded(dollars * Fraction(self.parts[at].get("percent", "100")) / 100)

    def percents(self, at):
        """Modifiers with a percent of the price, as the terms state them."""
        listed = self.parts[at].get("modifiers", {})
        return {
            name: Fraction(100) if entry.get("neutral") else Fraction(entry["percent"])
            for name, entry in listed.items()
            if entry.get("of") != "payer_share"
        }

    # A price for each line

    def kill(self, at, why=OPEN):
        self.dead[at], self.why[at] = True, why

    def begin(self, at, line):
        if line["units"] <= 0:
            return self.kill(at, NO_UNITS)
        found = priced_by(self.terms, line, self.asked)
        if found is None:
            return self.kill(at)
        self.parts[at], self.apart[at] = found
        own = ""
        if "schedule" in self.parts[at]:
            row = row_for(self.parts[at], line, self.asked)
            if row == "refused":
                return self.kill(at)
            if row:
                own = row.get("modifier") or ""
                fee = raised(self.parts[at], Fraction(row["amount"]), row.get("effective_from"), self.on)
                self.units[at] = [self.share(fee, at)] * line["units"]
                if row.get("further_amount"):
                    more = raised(self.parts[at], Fraction(row["further_amount"]), row.get("effective_from"), self.on)
                    self.further[at] = self.share(more, at)
        stated = self.percents(at)
        self.settled[at] = [(each, stated[each]) for each in line["mods"] if each in stated and each != own]
        line["mods"] = [each for each in line["mods"] if each == own or each not in stated]
        if self.has_gap(at, line) and not self.unlisted(at, line):
            return None
        if self.by_values(at) and self.asks_setting(at):
            return self.kill(at)
        self.by_method(at, line)
        is_changed = any(each in REPRICING and each != own for each in line["mods"])
        if not self.dead[at] and self.units[at] and not isinstance(self.fees[at], cms.Fee) and is_changed:
            self.kill(at)
        return None

    def has_gap(self, at, line):
        """Whether the clause on codes without a fee covers the line."""
        part = self.parts[at]
        if "schedule" in part:
            return not self.units[at]
        if not self.by_values(at) or not {"unlisted", "unlisted_percent_of_charge"} & part.keys():
            return False
        found = self.fee(line["code"], line["mods"], at)
        return isinstance(found, tuple) and found[3]

    def unlisted(self, at, line):
        """Whether the line goes on to a method of its own."""
        part = self.parts[at]
        if "unlisted" in part:
            around = {key: value for key, value in part.items() if key in ("modifiers", "assistant", "lesser_of")}
            self.parts[at] = {**around, **part["unlisted"]}
            return True
        if part.get("capitated_unlisted"):
            self.kill(at, NOTHING)
        elif "unlisted_percent_of_charge" not in part or line["charge"] is None:
            self.kill(at)
        else:
            self.flat[at] = rounded(line["charge"] * Fraction(part["unlisted_percent_of_charge"]) / 100)
        return False

    def by_method(self, at, line):
        part = self.parts[at]
        if part["method"] in ("not_covered", "capitated"):
            self.kill(at, NOTHING)
        elif part["method"] == "fixed_fee":
            self.units[at] = [raised(part, Fraction(part["amount"]), None, self.on)] * line["units"]
        elif part["method"] in ("medicare", "rvu"):
            self.fees[at] = self.fee(line["code"], line["mods"], at)
            if isinstance(self.fees[at], tuple):
                self.kill(at)
            else:
                self.units[at] = [self.share(self.fees[at].full, at)] * line["units"]
        elif part["method"] == "percent_of_charge":
            if line["charge"] is None:
                self.kill(at)
            else:
                self.flat[at] = rounded(line["charge"] * Fraction(part["percent"]) / 100)

    # What changes it

    def times(self, at, share):
        super().times(at, share)
        if self.flat[at] is not None:
            self.flat[at] = rounded(self.flat[at] * share)

    def by_modifier(self, *, early):
        for at, stated in enumerate(self.settled):
            for name, percent in stated:
                if not self.dead[at] and (name in EARLY) == early:
                    self.times(at, percent / 100)

    def reduce(self):
        clause = self.terms.get("multiple_procedures")
        if not clause:
            return
        inside = [at for at, line in enumerate(self.lines) if holds_code(clause, line["code"]) and not self.apart[at]]
        priced = [at for at in inside if not self.dead[at]]
        if any(self.why[at] == OPEN if self.dead[at] else self.flat[at] is not None for at in inside):
            self.refuse(priced)
            return
        percents = [Fraction(each) / 100 for each in clause["percents"]]
        by_unit = clause["by"] == "unit"
        worth = {at: self.units[at][0] if by_unit and self.units[at] else sum(self.units[at]) for at in priced}
        rank = 0
        for at in sorted(priced, key=lambda at: (-worth[at], at)):
            for unit, price in enumerate(self.units[at]):
                self.units[at][unit] = rounded(price * percents[min(rank, len(percents) - 1)])
                rank += by_unit
            rank += bool(self.units[at]) and not by_unit

    def tiers(self):
        for at, line in enumerate(self.lines):
            tiers = self.parts[at].get("credential_percent")
            if tiers and not self.dead[at]:
                if line["by"] is None:
                    self.kill(at)
                elif line["by"] in tiers:
                    self.times(at, Fraction(tiers[line["by"]]) / 100)

    def assistant(self, at, of):
        """The clause that cuts the line for an assistant on this base, if there is one."""
        part = self.parts[at]
        shares = {name: each for name, each in part.get("modifiers", {}).items() if each.get("of") == "payer_share"}
        clause = part.get("assistant") or (
            {**next(iter(shares.values())), "modifiers": list(shares)} if shares else {"of": None}
        )
        return clause if clause["of"] == of and set(clause["modifiers"]) & set(self.lines[at]["mods"]) else None

    # Together

    def amounts(self):
        """Each line's amount or refusal, and that of the lines that are compared together."""
        other = other_terms(self.terms)
        if other:
            ours, others = (Agreed(self.asked, terms).amounts()[0] for terms in other[1:])
            pairs = zip(ours, others, strict=True)
            return [REFUSED if REFUSED in pair else other[0](pair) for pair in pairs], None
        self.limit()
        self.sides()
        self.by_modifier(early=True)
        self.surgery()
        self.tests()
        self.therapy()
        self.shares()
        self.later_units()
        self.reduce()
        self.people()
        self.tiers()
        self.by_modifier(early=False)
        found = [self.of_line(at) for at in range(len(self.lines))]
        claims = self.terms.get("lesser_of") == "claim"
        if not claims and self.terms["method"] != "visit_rate" and "visit_cap" not in self.terms:
            return found, None
        whole = [
            at for at in range(len(found))
            if (self.parts[at].get("lesser_of") == "claim" if claims else not self.apart[at])
        ]  # fmt: skip
        visit = (self.by_claim if claims else self.by_visit)(whole, found) if whole else None
        return [REFUSED if at in whole else amount for at, amount in enumerate(found)], visit

    def of_line(self, at):
        line, part = self.lines[at], self.parts[at]
        if self.dead[at]:
            return REFUSED
        if cut := self.assistant(at, "contract_fee"):
            self.times(at, Fraction(cut["percent"]) / 100)
        total = self.flat[at]
        if total is None:
            total = sum((rounded(price * len(list(same))) for price, same in groupby(self.units[at])), Fraction(0))
        if part.get("lesser_of") == "line":
            if line["charge"] is None:
                self.kill(at)
                return REFUSED
            total = min(total, cents_of(part.get("lesser_of_percent"), line["charge"]))
        if cut := self.assistant(at, "payer_share"):
            patient = rounded(total * Fraction(cut["coinsurance_percent"]) / 100)
            total = patient + rounded((total - patient) * Fraction(cut["percent"]) / 100)
        return total

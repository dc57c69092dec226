"""What lines of a day are owed together: visits by discipline, provider or credential, caps, and claims."""

from fractions import Fraction

from tests.contracts.oracle.clauses import raised
from tests.contracts.oracle.cms import REFUSED, rounded

NOTHING, OPEN = "nothing owed", "open"
DISCIPLINES = {"GP": "PT", "GO": "OT", "GN": "SLP"}
PEOPLE = {"PT": "PT", "PTA": "PT", "DC": "DC", "OT": "OT", "SLP": "SLP"}


def cents_of(percent: str | None, dollars: Fraction) -> Fraction:
    return dollars if percent is None else rounded(dollars * Fraction(percent) / 100)


class Together:
    """What a visit needs of these; lines, terms, parts, dead and why are the visit's."""

    def by_visit(self, whole, found):
        groups = {}
        for at in whole:
            groups.setdefault(self.whose(at), []).append(at)
        if None in groups:
            return REFUSED
        owed = [self.of_group(name, group, found) for name, group in groups.items()]
        return REFUSED if REFUSED in owed else sum(owed, Fraction(0))

    def whose(self, at):
        per, line = self.terms.get("visit_per", "day"), self.lines[at]
        if per == "day":
            return ""
        if per == "provider":
            return line["provider"]
        if per == "credential":
            return line["by"]
        said = {DISCIPLINES[each] for each in line["mods"] if each in DISCIPLINES}
        if len(said) > 1:
            return None
        return said.pop() if said else PEOPLE.get(line["by"])

    def of_group(self, name, group, found):
        if self.terms["method"] != "visit_rate":
            return self.capped(name, group, found)
        owed = self.rate(self.terms.get("visit_rate_for", {}).get(name, self.terms["visit_rate"]), group)
        for step in (self.by_people, self.by_assistants, self.by_charges):
            owed = owed if owed == REFUSED else step(owed, group)
        return owed

    def capped(self, name, group, found):
        cap = self.terms.get("visit_cap_for", {}).get(name, self.terms["visit_cap"])
        cap = {"amount": cap} if isinstance(cap, str) else cap
        is_evaluation = {self.lines[at]["code"] for at in group} & set(cap.get("evaluation_codes", ()))
        limit = raised(self.terms, Fraction(cap["evaluation" if is_evaluation else "amount"]), None, self.on)
        total = sum((found[at] for at in group if found[at] != REFUSED), Fraction(0))
        is_open = any(found[at] == REFUSED and self.why[at] != NOTHING for at in group)
        return REFUSED if is_open and total < limit else min(total, limit)

    def rate(self, clause, group):
        codes, number = {self.lines[at]["code"] for at in group}, self.asked["number"]
        if codes & set(clause.get("evaluation_codes", ())):
            return raised(self.terms, Fraction(clause["evaluation"]), None, self.on)
        rate = clause["follow_up"]
        if "tiers" in clause:
            if number is None:
                return REFUSED
            for tier in clause["tiers"]:
                rate = tier["amount"] if tier["from_visit"] <= number else rate
        return raised(self.terms, Fraction(rate), None, self.on)

    def by_people(self, owed, group):
        tiers = self.terms.get("credential_percent")
        if not tiers:
            return owed
        people = {self.lines[at]["by"] for at in group}
        percents = {tiers.get(each, "100") for each in people}
        return REFUSED if None in people or len(percents) > 1 else cents_of(percents.pop(), owed)

    def by_assistants(self, owed, group):
        clause = self.terms.get("assistant")
        if not clause:
            return owed
        marked = [bool(set(clause["modifiers"]) & set(self.lines[at]["mods"])) for at in group]
        is_cut = any(marked) if clause["on_visit"] == "any_line" else all(marked)
        return cents_of(clause["percent"], owed) if is_cut else owed

    def by_charges(self, owed, group):
        if self.terms.get("lesser_of") != "visit":
            return owed
        charges = [self.lines[at]["charge"] for at in group]
        return REFUSED if None in charges else min(owed, cents_of(self.terms.get("lesser_of_percent"), sum(charges)))

    def by_claim(self, whole, found):
        owed = Fraction(0)
        for claim in {self.lines[at]["claim"] for at in whole}:
            of_claim = [at for at in whole if self.lines[at]["claim"] == claim]
            counted = [at for at in of_claim if not self.dead[at] or self.why[at] == OPEN]
            charges = [self.lines[at]["charge"] for at in counted]
            if any(found[at] == REFUSED for at in counted) or None in charges:
                return REFUSED
            limit = cents_of(self.terms.get("lesser_of_percent"), sum(charges, Fraction(0)))
            owed += min(limit, sum((found[at] for at in counted), Fraction(0)))
        return owed

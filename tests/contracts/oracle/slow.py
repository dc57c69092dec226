"""Medicare's rules for the lines of a day, each unit on its own, in exact fractions."""

from fractions import Fraction
from itertools import groupby

from tests.contracts.oracle.cms import REFUSED, Fee, fee, rounded
from tests.contracts.oracle.ranks import Ranks

BY_RULE = {"50", "54", "55", "56", "62", "80", "81", "82", "AS"}
REPRICING = BY_RULE | {"26", "TC", "53", "22", "52", "66", "78", "FX", "FY", "CT"}
PRACTITIONERS = {"NP": 85, "CNS": 85, "PA": 85, "CSW": 75, "LCSW": 75, "MFT": 75, "LMFT": 75, "MHC": 75, "LPC": 75}


class Visit(Ranks):
    """`lines` are dicts of code, mods, units, charge, by (credential); `terms` the parsed table of the agreement."""

    def __init__(self, lines, terms, on, place, locality):
        self.lines, self.terms, self.on, self.place = lines, terms, on, place
        self.locality = locality if terms["locality"] == "site" else terms["locality"]
        year = terms["year"]
        self.on_fee = on.replace(year=year, month=1, day=1) if isinstance(year, int) else on
        self.percent = Fraction(terms.get("percent", "100")) / 100
        self.factor = Fraction(terms["conversion_factor"]) if "conversion_factor" in terms else None
        self.ranks = terms["mppr"] == "medicare"
        self.fees, self.units, self.dead = [], [], []
        for at, line in enumerate(lines):
            found = self.fee(line["code"], line["mods"], at)
            self.fees.append(found)
            self.dead.append(isinstance(found, tuple) or line["units"] <= 0 or self.asks_setting(at))
            self.units.append([] if self.dead[-1] else [self.share(found.full, at)] * line["units"])

    def part(self, at):
        """The terms that price a line: here those of all."""
        return self.terms

    def fee(self, code, mods, at):
        return fee(code, mods, self.on_fee, self.place, self.locality, self.factor)

    def asks_setting(self, at):
        """Telehealth with two fees, under terms that do not say which."""
        if self.place not in ("02", "10") or self.part(at).get("telehealth"):
            return False
        was, both, line = self.place, [], self.lines[at]
        for self.place in ("11", "22"):
            both.append(self.fee(line["code"], line["mods"], at))
        self.place = was
        return len({each.full for each in both if isinstance(each, Fee)}) > 1

    def share(self, dollars, at):
        return rounded(dollars * self.percent)

    def by_values(self, at):
        return self.part(at)["method"] in ("medicare", "rvu")

    def is_live(self, at):
        return not self.dead[at] and isinstance(self.fees[at], Fee) and bool(self.units[at])

    def alive(self, *indicators):
        return [at for at, fee in enumerate(self.fees) if self.is_live(at) and fee.row["mult"] in indicators]

    def refuse(self, places):
        for at in places:
            self.dead[at] = True

    def has_rival(self, *indicators):
        for at, line in enumerate(self.lines):
            if self.dead[at] and line["units"] > 0 and self.by_values(at):
                found = self.fees[at] or self.fee(line["code"], line["mods"], at)
                if isinstance(found, tuple) and found[2]:
                    found = self.fee(line["code"], [], at)
                mult = found[1] if isinstance(found, tuple) else found.row["mult"]
                if mult in indicators:
                    return True
        return False

    # Both sides

    def sides(self):
        self.pairs = []
        groups = {}
        for at, line in enumerate(self.lines):
            if self.is_live(at):
                groups.setdefault((line["code"], frozenset(set(line["mods"]) & REPRICING - {"50"})), []).append(at)
        for places in groups.values():
            self.sides_of(places)

    def sides_of(self, places):
        marks = [set(self.lines[at]["mods"]) & {"50", "RT", "LT"} for at in places]
        row = self.fees[places[0]].row
        count = sum(len(self.units[at]) for at in places)
        if any("50" in mark for mark in marks):
            return self.both(places[0], row) if len(places) == 1 and count == 1 else self.refuse(places)
        if len(places) == 1 and marks[0] == {"RT", "LT"}:
            return self.both(places[0], row) if count <= 2 else self.refuse(places)
        if count == 1 or not self.ranks or row["mult"] == "5":
            return None
        if not any(marks):
            if row["bilat"] not in ("1", "2"):
                return None
            if count > 2:
                return self.refuse(places)
            return self.both(places[0], row) if len(places) == 1 else self.pair(places, row)
        if all(mark == marks[0] and len(mark) == 1 for mark in marks):
            return None
        if count == 2 and all(len(mark) == 1 for mark in marks):
            return self.pair(places, row)
        return None if row["bilat"] == "3" else self.refuse(places)

    def both(self, at, row):
        side = self.units[at][0]
        if row["bilat"] not in ("0", "1", "2", "3"):
            return self.refuse([at])
        worth = {"0": [side], "1": [rounded(side * Fraction(3, 2))], "2": [side], "3": [side, side]}
        self.units[at] = worth[row["bilat"]]
        return None

    def pair(self, places, row):
        if row["bilat"] not in ("0", "1", "2", "3"):
            return self.refuse(places)
        if row["bilat"] != "3":
            first, second = places
            [side] = self.units[first]
            self.units[second] = [rounded(side * Fraction(3, 2)) - side if row["bilat"] == "1" else Fraction(0)]
            self.pairs.append((first, second))
        return None

    # Therapy

    def therapy(self):
        places = self.alive("5")
        if not self.ranks or not places:
            return
        for at, line in enumerate(self.lines):
            if self.dead[at] and line["units"] > 0 and self.by_values(at):
                found = self.fee(line["code"], [], at)
                if not isinstance(found, tuple) and found.row["mult"] == "5":
                    self.refuse(places)
                    return
        top = max(places, key=lambda at: (self.fees[at].pe, self.units[at][0], -at))
        for at in places:
            half = self.share(self.fees[at].half, at)
            self.units[at] = [unit if at == top and i == 0 else half for i, unit in enumerate(self.units[at])]

    # Who did it

    def people(self):
        for at, line in enumerate(self.lines):
            if self.dead[at] or not isinstance(self.fees[at], Fee):
                continue
            row, mods = self.fees[at].row, set(line["mods"])
            roles = [mods & {"80", "81", "82"}, mods & {"AS"}, mods & {"62"}]
            parts = mods & {"54", "55", "56"}
            if (parts and any(roles)) or sum(map(bool, roles)) > 1:
                self.dead[at] = True
                continue
            if parts:
                columns = {
                    column for part in parts for column in {"54": "pre intra", "55": "post", "56": "pre"}[part].split()
                }
                share = sum(Fraction(row[column]) for column in columns)
                if row["glob"] not in ("010", "090") or not share:
                    self.dead[at] = True
                self.times(at, share)
            if roles[0] or roles[1]:
                self.dead[at] = row["asst"] != "2"
                self.times(at, Fraction(16, 100) * (Fraction(85, 100) if roles[1] else 1))
            if roles[2]:
                self.dead[at] = row["co"] not in ("1", "2")
                self.times(at, Fraction(625, 1000))
            self.practitioner(at, line["by"], is_assisting=roles[1])

    def practitioner(self, at, by, *, is_assisting):
        part = self.part(at)
        npp = part.get("npp")
        if npp in ("medicare", "by law") and not self.dead[at]:
            if by is None:
                self.dead[at] = npp == "medicare"
            elif by in PRACTITIONERS and not is_assisting:
                self.times(at, Fraction(PRACTITIONERS[by], 100))
        elif not npp and by in PRACTITIONERS and part["method"] == "medicare":
            self.dead[at] = self.dead[at] or "credential_percent" not in part
        if part.get("participation") == "non_participating":
            self.times(at, Fraction(95, 100))

    def times(self, at, share):
        self.units[at] = [rounded(unit * share) for unit in self.units[at]]

    def amounts(self):
        self.sides()
        self.surgery()
        self.tests()
        self.therapy()
        self.people()
        found = []
        for at, line in enumerate(self.lines):
            total = sum((rounded(price * len(list(same))) for price, same in groupby(self.units[at])), Fraction(0))
            if not self.dead[at] and self.terms["lesser_of"] == "line":
                total = min(total, line["charge"])
            cut = self.terms.get("assistant")
            if cut and set(line["mods"]) & set(cut["modifiers"]):
                patient = rounded(total * Fraction(cut["coinsurance_percent"]) / 100)
                total = patient + rounded((total - patient) * Fraction(cut["percent"]) / 100)
            found.append(REFUSED if self.dead[at] else total)
        return found

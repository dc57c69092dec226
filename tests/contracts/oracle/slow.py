"""Medicare's rules for the lines of a day, each unit on its own, in exact fractions."""

from fractions import Fraction
from itertools import groupby

from tests.contracts.oracle.cms import REFUSED, fee, rounded

RANKS = (Fraction(1), Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
BY_RULE = {"50", "54", "55", "56", "62", "80", "81", "82", "AS"}
REPRICING = BY_RULE | {"26", "TC", "53", "22", "52", "66", "78", "FX", "FY", "CT"}
TECHNICAL = {"4": Fraction(1, 2), "6": Fraction(3, 4), "7": Fraction(4, 5)}
PROFESSIONAL = {"4": Fraction(95, 100), "6": Fraction(1), "7": Fraction(1)}
PRACTITIONERS = {"NP": 85, "CNS": 85, "PA": 85, "CSW": 75, "LCSW": 75, "MFT": 75, "LMFT": 75, "MHC": 75, "LPC": 75}


class Visit:
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
        for line in lines:
            found = self.fee(line["code"], line["mods"])
            self.fees.append(found)
            self.dead.append(isinstance(found, tuple) or line["units"] <= 0)
            self.units.append([] if self.dead[-1] else [self.share(found.full)] * line["units"])

    def fee(self, code, mods):
        return fee(code, mods, self.on_fee, self.place, self.locality, self.factor)

    def share(self, dollars):
        return rounded(dollars * self.percent)

    def alive(self, *indicators):
        return [at for at, fee in enumerate(self.fees) if not self.dead[at] and fee.row["mult"] in indicators]

    def refuse(self, places):
        for at in places:
            self.dead[at] = True

    def has_rival(self, *indicators):
        for at, line in enumerate(self.lines):
            if self.dead[at] and line["units"] > 0:
                found = self.fees[at]
                if isinstance(found, tuple) and found[2]:
                    found = self.fee(line["code"], [])
                mult = found[1] if isinstance(found, tuple) else found.row["mult"]
                if mult in indicators:
                    return True
        return False

    # Both sides

    def sides(self):
        self.pairs = []
        groups = {}
        for at, line in enumerate(self.lines):
            if not self.dead[at]:
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

    # Surgery and endoscopy

    def surgery(self):
        places = self.alive("2", "3")
        if not self.ranks or not places:
            return
        if self.has_rival("2", "3"):
            self.refuse(places)
            return
        groups = {}
        for at in places:
            mods = set(self.lines[at]["mods"])
            role = "helper" if mods & {"80", "81", "82"} else "AS" if "AS" in mods else "62" if "62" in mods else ""
            groups.setdefault((role, bool(mods & {"55", "56"})), []).append(at)
        for group in groups.values():
            self.rank(group)

    def rank(self, group):
        procedures = []  # each a list of [line, place of the unit in the line]
        for at in group:
            pair = next((pair for pair in self.pairs if at in pair), None)
            if pair is None:
                procedures += [[(at, unit)] for unit in range(len(self.units[at]))]
            elif at == pair[0]:
                procedures.append([(pair[0], 0), (pair[1], 0)])
        procedures = self.with_families(procedures)
        if procedures is None:
            self.refuse(group)
        elif len(procedures) > 1:
            self.cut_procedures(procedures)

    def with_families(self, procedures):
        families = {}
        for procedure in procedures:
            row = self.fees[procedure[0][0]].row
            if row["mult"] == "3":
                families.setdefault(row["base"], []).append(procedure)
        for procedure in procedures:
            row = self.fees[procedure[0][0]].row
            if row["code"] in families:
                if row["mult"] == "3":
                    return None
                families[row["code"]].append(procedure)
        for base, family in families.items():
            if len(family) > 1:
                if not self.without_base(base, family):
                    return None
                procedures = [each for each in procedures if each not in family]
                procedures.append([unit for procedure in family for unit in procedure])
        return procedures

    def cut_procedures(self, procedures):
        procedures.sort(key=lambda each: (-sum(self.units[at][unit] for at, unit in each), min(at for at, _ in each)))
        late = [at for procedure in procedures[5:] for at, _ in procedure]
        for share, procedure in zip(RANKS, procedures, strict=False):
            for at, unit in procedure:
                self.units[at][unit] = rounded(self.units[at][unit] * share)
        self.refuse(late)

    def without_base(self, base, family):
        found = self.fee(base, [])
        if isinstance(found, tuple):
            return False
        worth = {}
        for procedure in family:
            (at, unit), *more = procedure
            if more or self.units[at][unit] != self.share(self.fees[at].full):
                return False
            worth[at, unit] = self.units[at][unit]
        candidates = [key for key in worth if self.lines[key[0]]["code"] != base]
        top = max(candidates, key=lambda key: (worth[key], -key[0], -key[1]))
        for (at, unit), price in worth.items():
            if (at, unit) != top:
                self.units[at][unit] = max(price - self.share(found.full), Fraction(0))
        return True

    # Diagnostic tests

    def tests(self):
        for kind in TECHNICAL:
            places = [at for at in self.alive(kind) if any(self.units[at])]
            if self.ranks and places and self.has_rival(kind):
                self.refuse(places)
            elif self.ranks and sum(len(self.units[at]) for at in places) > 1:
                self.cut_tests(places, kind)

    def cut_tests(self, places, kind):
        halves = {}
        for at in places:
            row, price = self.fees[at].row, self.units[at][0]
            if row["mod"]:
                halves[at] = {row["mod"]: price}
            elif row["pctc"] == "3":
                halves[at] = {"TC": price}
            elif row["pctc"] == "1":
                pieces = {part: self.fee(row["code"], [part]) for part in ("26", "TC")}
                if any(isinstance(piece, tuple) for piece in pieces.values()):
                    return self.refuse(places)
                halves[at] = {part: self.share(piece.full) for part, piece in pieces.items()}
            else:
                return self.refuse(places)
        shares = {"TC": TECHNICAL[kind], "26": PROFESSIONAL[kind], "53": Fraction(1)}
        used = set()
        tops = {}
        for part in ("TC", "26"):
            having = [at for at in places if part in halves[at]]
            if having:
                tops[part] = max(having, key=lambda at: (halves[at][part], -at))
        for at in places:
            whole = self.units[at][0]
            for unit in range(len(self.units[at])):
                kept = {}
                for part, price in halves[at].items():
                    is_first = tops.get(part) == at and part not in used
                    used |= {part} if is_first else set()
                    kept[part] = price if is_first or shares[part] == 1 else rounded(price * shares[part])
                untouched = all(kept[part] == halves[at][part] for part in kept)
                self.units[at][unit] = whole if untouched else sum(kept.values())
        return None

    # Therapy

    def therapy(self):
        places = self.alive("5")
        if not self.ranks or not places:
            return
        for at, line in enumerate(self.lines):
            if self.dead[at] and line["units"] > 0:
                found = self.fee(line["code"], [])
                if not isinstance(found, tuple) and found.row["mult"] == "5":
                    self.refuse(places)
                    return
        top = max(places, key=lambda at: (self.fees[at].pe, self.units[at][0], -at))
        for at in places:
            half = self.share(self.fees[at].half)
            self.units[at] = [unit if at == top and i == 0 else half for i, unit in enumerate(self.units[at])]

    # Who did it

    def people(self):
        for at, line in enumerate(self.lines):
            if self.dead[at]:
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
            if self.terms.get("npp") == "medicare" and not self.dead[at]:
                if line["by"] is None:
                    self.dead[at] = True
                elif line["by"] in PRACTITIONERS and not roles[1]:
                    self.times(at, Fraction(PRACTITIONERS[line["by"]], 100))
            elif "npp" not in self.terms and line["by"] in PRACTITIONERS and self.terms["method"] == "medicare":
                self.dead[at] = True

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

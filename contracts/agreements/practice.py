"""The practices, their sites and providers as shortpay.toml states them, and the site at which a claim's work was done.

Medicare pays by the locality where the service was furnished, and an 835 carries no service address. Evidence, in this
order: the rendering provider's site, the service facility, the practice's only site; of sites that were open on the day
alone. Evidence that contradicts itself is refused: a wrong locality looks exactly like an underpayment. What was
furnished where the patient lives has the locality of that place, and without it no locality at all.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from contracts.agreements.fee_schedule import day_after
from contracts.agreements.provider_profile import ProviderProfile
from contracts.agreements.toml_table import Table
from contracts.money import NOTHING
from contracts.problems import Problem, Problems
from contracts.tolerances import most_rounding

KEY: Final = re.compile(r"[a-z0-9_]+")
LOCALITY: Final = re.compile(r"[0-9A-Z]{5}/[0-9]{2}")
OTHER_TABLES: Final = frozenset({"night", "receive", "contact", "deposits"})
"""Tables of shortpay.toml that flows reads; every other unknown table is a problem."""

_KEY_FORM: Final = "lower-case letters, digits and _"
_TIN: Final = re.compile(r"\d{9}")
_NPI: Final = re.compile(r"\d{10}")
_ZIP: Final = re.compile(r"\d{5}")
_STATE: Final = re.compile(r"[A-Z]{2}")


class SetupProblems(Problems):
    """shortpay.toml cannot be used; `problems` holds everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A billing practice: `tin` and group `npi` are what a payer's N1*PE names."""

    key: str
    name: str
    tin: str
    npi: str


@dataclass(frozen=True, slots=True)
class Site:
    """A place of work from `first_day` to `last_day` (both included, None = open).

    `locality` is MAC/locality ('11502/00'), None as long as only the ZIP is known; `home_locality` is that of the
    patients whom it visits where they live, None where they live in more than one or nobody said.
    """

    key: str
    practice: str
    name: str
    state: str
    locality: str | None
    zip: str | None
    npi: str | None
    first_day: date | None = None
    last_day: date | None = None
    home_locality: str | None = None

    def is_open(self, day: date) -> bool:
        return (self.first_day or date.min) <= day <= (self.last_day or date.max)


@dataclass(frozen=True, slots=True)
class Provider:
    """A rendering provider at one site; one who works at several is listed once for each.

    `qualifying_apm` are the years of service in which Medicare pays them as a qualifying APM participant.
    """

    npi: str
    site: str
    credential: str
    name: str | None
    qualifying_apm: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Dollars: a variance up to per_unit x units, no more than `at_most`, or up to `per_line`, is not disputed.

    All are zero without the table.
    """

    per_unit: Decimal
    per_line: Decimal
    at_most: Decimal


@dataclass(frozen=True, slots=True)
class SiteRefusal:
    """`reason` is no_practice, no_site or ambiguous_site (unpriced_reasons.py)."""

    reason: str
    sentence: str


class Localities(Protocol):
    """What the Medicare rates know of places; MedicareRates is one."""

    def locality_of_zip(self, zip5: str) -> object: ...

    def localities(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything shortpay.toml says about who works where."""

    practices: tuple[Practice, ...]
    sites: tuple[Site, ...]
    providers: tuple[Provider, ...]
    tolerance: Tolerance
    file: str

    def practices_of(self, tin: str | None, npi: str | None) -> tuple[Practice, ...]:
        """The practices a payee can be: by both numbers where they agree, by the one that is known otherwise."""
        by_tin = [practice for practice in self.practices if practice.tin == tin]
        by_npi = [practice for practice in self.practices if practice.npi == npi]
        if by_tin and by_npi:
            return tuple(practice for practice in by_tin if practice in by_npi)
        return tuple(by_tin or by_npi)

    def payee_tin(self, tin: str | None, npi: str | None) -> str | None:
        """The tax id on file of a payee, whichever of its numbers a remittance names; None for a payee not on file.

        It is known even where the site is not, and where two practices share a tax id: one of them may bill for both.
        """
        found = {practice.tin for practice in self.practices_of(tin, npi)}
        return found.pop() if len(found) == 1 else None

    def credential_of(self, npi: str | None) -> str | None:
        """The credential of a rendering provider; None when the NPI is not on file, or has two there."""
        found = {provider.credential for provider in self.providers if provider.npi == npi}
        return found.pop() if len(found) == 1 else None

    def participant_years(self, npi: str | None) -> tuple[int, ...]:
        """The years in which a rendering provider is known to be a qualifying APM participant, in order."""
        known = (provider.qualifying_apm for provider in self.providers if provider.npi == npi)
        return tuple(sorted({year for years in known for year in years}))

    def site_for(self, profile: ProviderProfile) -> Site | SiteRefusal:
        """The one site this claim's work was done at, or why it is not known."""
        practices = {practice.key for practice in self.practices_of(profile.payee_tin, profile.payee_npi)}
        if not practices:
            payee = f"tax id {profile.payee_tin or 'none'}, NPI {profile.payee_npi or 'none'}"
            return SiteRefusal("no_practice", f"The payee ({payee}) is none of the practices in {self.file}.")
        days = (profile.first_day or date.min, profile.last_day or profile.first_day or date.min)
        is_dated = bool(self.site_breaks())
        ours = [
            site
            for site in self.sites
            if site.practice in practices and (not is_dated or all(site.is_open(day) for day in days))
        ]
        worked = {provider.site for provider in self.providers if provider.npi == profile.rendering_npi}
        by_provider = [site for site in ours if site.key in worked]
        by_facility = [site for site in ours if site.npi is not None and site.npi == profile.facility_npi]
        if by_provider and by_facility:
            both = [site for site in by_provider if site in by_facility]
            found = both or by_provider + by_facility
        else:
            found = by_provider or by_facility or ours
        if len(found) == 1:
            return found[0]
        who = f"the rendering provider (NPI {profile.rendering_npi or 'none'})"
        if not (by_provider or by_facility):
            return SiteRefusal("no_site", f"Neither {who} nor the service facility names one of {_named(ours)}.")
        return SiteRefusal("ambiguous_site", f"By {who} and the service facility it may be any of {_named(found)}.")

    def site_breaks(self) -> tuple[date, ...]:
        """The days on which a site opens or is closed for the first time, in order: between two the same are open."""
        opened = {site.first_day for site in self.sites if site.first_day is not None}
        closed = {day_after(site.last_day) for site in self.sites if site.last_day is not None}
        return tuple(sorted(opened | closed))

    def locality_for(self, site: Site, profile: ProviderProfile) -> str | SiteRefusal | None:
        """Where Medicare prices what was furnished from `site`: there, or where the patients it visits live."""
        if not profile.is_home:
            return site.locality
        if site.home_locality is not None:
            return site.home_locality
        sentence = f"Furnished where the patient lives, and {self.file} names no home_locality of site {site.key}."
        return SiteRefusal("home_visit", sentence)

    def with_localities(self, rates: Localities) -> "Setup":
        """The same setup with every ZIP turned into its locality. Raises SetupProblems, all at once."""
        problems: list[Problem] = []
        sites = tuple(self._located(site, number, rates, problems) for number, site in enumerate(self.sites, 1))
        if problems:
            raise SetupProblems(problems)
        return replace(self, sites=sites)

    def _located(self, site: Site, number: int, rates: Localities, problems: list[Problem]) -> Site:
        if site.home_locality is not None and site.home_locality not in rates.localities():
            message = f'no loaded Medicare file knows the locality "{site.home_locality}" of site {site.key}'
            problems.append(Problem(self.file, f"site[{number}].home_locality", message))
        if site.locality is not None:
            if site.locality not in rates.localities():
                message = f'no loaded Medicare file knows the locality "{site.locality}" of site {site.key}'
                problems.append(Problem(self.file, f"site[{number}].locality", message))
            return site
        assert site.zip is not None  # read_setup asks for one of the two
        locality = rates.locality_of_zip(site.zip)
        if isinstance(locality, str):
            return replace(site, locality=locality)
        why = str(getattr(locality, "sentence", f"ZIP {site.zip} has no locality")).rstrip(".")
        message = f"{why}: give site {site.key} its locality instead"
        problems.append(Problem(self.file, f"site[{number}].zip", message))
        return site


def _named(sites: list[Site]) -> str:
    return ", ".join(f"{site.key} ({site.name})" for site in sites) or "the sites on file, of which there are none"


def read_setup(mapping: Mapping[str, object], file: str, *, other_tables: Collection[str] = OTHER_TABLES) -> Setup:
    """The setup from shortpay.toml as parsed by tomllib. Raises SetupProblems with everything that is wrong.

    `file` is its name for messages; `other_tables` are document-level keys that belong to other readers.
    """
    problems: list[Problem] = []
    document = Table(mapping, file, "", problems)
    practices = tuple(_practice(table) for table in document.tables("practice"))
    sites = tuple(_site(table) for table in document.tables("site"))
    providers = tuple(_provider(table) for table in document.tables("provider"))
    tolerance = _tolerance(document.table("tolerance"))
    document.finish(other_tables)
    if not practices:
        document.problem("practice", "at least one [[practice]] is needed")
    _refuse_repeats(document, "practice", [practice.key for practice in practices], "key")
    _refuse_repeats(
        document, "practice", [f"{practice.tin} with NPI {practice.npi}" for practice in practices], "tax id"
    )
    _refuse_repeats(document, "site", [site.key for site in sites], "key")
    _refuse_repeats(document, "provider", [f"{provider.npi} at site {provider.site}" for provider in providers], "NPI")
    _refuse_unknown(
        document, "site", "practice", [site.practice for site in sites], {practice.key for practice in practices}
    )
    _refuse_unknown(
        document, "provider", "site", [provider.site for provider in providers], {site.key for site in sites}
    )
    if problems:
        raise SetupProblems(problems)
    return Setup(practices, sites, providers, tolerance, file)


def _practice(table: Table) -> Practice:
    practice = Practice(
        key=table.text("key", KEY, _KEY_FORM),
        name=table.text("name"),
        tin=table.text("tin", _TIN, "a tax id of nine digits"),
        npi=table.text("npi", _NPI, "an NPI of ten digits"),
    )
    table.finish()
    return practice


def _site(table: Table) -> Site:
    site = Site(
        key=table.text("key", KEY, _KEY_FORM),
        practice=table.text("practice", KEY, _KEY_FORM),
        name=table.text("name"),
        state=table.text("state", _STATE, "a state of two capital letters"),
        locality=table.optional_text("locality", LOCALITY, 'MAC and locality such as "11502/00"'),
        zip=table.optional_text("zip", _ZIP, "a ZIP of five digits"),
        npi=table.optional_text("npi", _NPI, "an NPI of ten digits"),
        first_day=table.optional_date("first_day"),
        last_day=table.optional_date("last_day"),
        home_locality=table.optional_text("home_locality", LOCALITY, 'MAC and locality such as "11502/00"'),
    )
    if site.first_day is not None and site.last_day is not None and site.last_day < site.first_day:
        table.problem("last_day", f"{site.last_day} is before first_day {site.first_day}")
    if "locality" not in table and "zip" not in table:
        table.problem("locality", "is missing: give the Medicare locality or a zip")
    table.finish()
    return site


def _provider(table: Table) -> Provider:
    provider = Provider(
        npi=table.text("npi", _NPI, "an NPI of ten digits"),
        site=table.text("site", KEY, _KEY_FORM),
        credential=table.text("credential"),
        name=table.optional_text("name"),
        qualifying_apm=table.years("qualifying_apm"),
    )
    table.finish()
    return provider


def _tolerance(table: Table | None) -> Tolerance:
    if table is None:
        return Tolerance(NOTHING, NOTHING, NOTHING)
    at_most = table.optional_amount("at_most")
    tolerance = Tolerance(
        table.amount("per_unit"), table.amount("per_line"), most_rounding() if at_most is None else at_most
    )
    table.finish()
    return tolerance


def _refuse_repeats(document: Table, kind: str, names: list[str], what: str) -> None:
    first: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name in first:
            document.problem(f"{kind}[{number}]", f"{what} {name} is already that of {kind}[{first[name]}]")
        first.setdefault(name, number)


def _refuse_unknown(document: Table, kind: str, key: str, names: list[str], known: Collection[str]) -> None:
    for number, name in enumerate(names, 1):
        if name and name not in known:
            listed = ", ".join(sorted(known)) or "none"
            document.problem(f"{kind}[{number}].{key}", f'no {key} has the key "{name}"; there are: {listed}')

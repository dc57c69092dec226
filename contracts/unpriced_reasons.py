"""The closed list of reasons for having no price, no site or no agreement, each with what a poster can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Refusal:
    """`code` is stored and counted; `sentence` is read by a poster; `cure` says what would let the line be priced."""

    code: str
    sentence: str
    cure: str


_ALL: Final = (
    # Which agreement
    Refusal(
        "no_payer",
        "No agreement on file names this payer.",
        "Add the payer's ids or name to [applies_to] of its agreement, or write an agreement for it.",
    ),
    Refusal(
        "no_product",
        "The payer is known, but none of its agreements covers this product.",
        "List the claim filing code, contract code or group number in [applies_to] of the agreement that covers it.",
    ),
    Refusal(
        "ambiguous",
        "More than one agreement fits this claim.",
        "Tell the agreements apart in [applies_to]: claim filing codes, contract codes or group numbers.",
    ),
    Refusal(
        "no_terms",
        "The agreement has no terms for this date of service.",
        "Add [[terms]] that cover the date.",
    ),
    Refusal(
        "foreign_currency",
        "The remittance pays in another currency than US dollars.",
        "Nothing to do: agreements and Medicare price in US dollars.",
    ),
    # Where the service was furnished
    Refusal(
        "no_practice",
        "The payee is none of the practices on file.",
        "Add the practice's tax id and NPI to shortpay.toml.",
    ),
    Refusal(
        "no_site",
        "Nothing on the remittance says at which site the service was furnished.",
        "Add the rendering provider, or the NPI of the site, to shortpay.toml.",
    ),
    Refusal(
        "ambiguous_site",
        "The remittance fits more than one site.",
        "Give the rendering provider one site in shortpay.toml, or the sites NPIs of their own.",
    ),
    Refusal(
        "no_locality",
        "The Medicare locality of the service is not known.",
        "Give the site a locality, or a ZIP that lies in one locality, in shortpay.toml.",
    ),
    Refusal(
        "home_visit",
        "The service was furnished where the patient lives, and the locality of that place is not known.",
        "Where all patients whom the site visits live in one locality, add home_locality to the site in shortpay.toml.",
    ),
    # What the line lacks
    Refusal(
        "no_units",
        "The line has no units to price.",
        "Look at the remittance: a paid line without units is the payer's mistake.",
    ),
    Refusal(
        "no_charge",
        "The contract's price depends on the charge, and the line has none.",
        "Look at the remittance: SVC02 is missing or unreadable, or stands on the line this code was taken apart from.",
    ),
    Refusal(
        "span_of_days",
        "The line covers several days, and the contract pays by the visit.",
        "Count the visits of the span by hand, and bill a line for each day.",
    ),
    Refusal(
        "span_of_terms",
        "The line covers several days, and the terms or fees change between them.",
        "Price the days before and after the change by hand, and bill a line for each day.",
    ),
    Refusal(
        "denied_in_part",
        "What is missing was denied with a reason of its own, and the lines are paid as a whole.",
        "Work the denial first: only what it leaves open is a question of the rate.",
    ),
    Refusal(
        "no_visit_number",
        "The contract pays by the number of the visit, and the line has none.",
        "Look at the remittance: a line without a date of service or a patient cannot be counted.",
    ),
    # What the contract leaves open
    Refusal(
        "no_rate",
        "The fee schedule has no rate for this code on this date.",
        "Add the code to the schedule, or unlisted_percent_of_charge to the terms if the contract says so.",
    ),
    Refusal(
        "two_rates",
        "Two rows of the fee schedule, or two clauses of the terms, fit this line with different amounts.",
        "Ask the payer which applies, and keep that one.",
    ),
    Refusal(
        "modifier_needs_review",
        "The line carries a modifier that changes the price, and nothing on file says by how much.",
        "Add a row with the code and the modifier to the fee schedule, or review the line by hand.",
    ),
    Refusal(
        "no_credential",
        "The contract pays by credential, and the rendering provider is not on file.",
        "Add the provider and the credential to shortpay.toml.",
    ),
    Refusal(
        "no_discipline",
        "The contract pays a visit by discipline, and the line names none, or two.",
        "Add the rendering provider and the credential to shortpay.toml, or bill the line with GP, GO or GN.",
    ),
    Refusal(
        "no_provider",
        "The contract pays a visit by provider, and the remittance names no rendering provider for this line.",
        "Look at the remittance: the rendering provider of the claim is missing.",
    ),
    Refusal(
        "credential_needs_percent",
        "Medicare pays this credential less than its fee, and the terms do not say whether that applies.",
        'Add npp = "medicare" or "none" to the terms, or credential_percent with their own, such as { NP = "85" }.',
    ),
    Refusal(
        "telehealth_needs_setting",
        "The service was furnished by telehealth, and the terms do not say in which setting that is paid.",
        'Add telehealth = "nonfacility" or "facility" to the terms, as the payer\'s telehealth policy says.',
    ),
    Refusal(
        "unit_limit_on_charge",
        "The unit limit cuts a line that is priced as a percent of its charge.",
        "Give the code a fee per unit in the schedule.",
    ),
    Refusal(
        "multiple_procedures",
        "Medicare ranks these procedures of one visit against each other in a way that is not priced here.",
        "Review the visit by hand.",
    ),
    Refusal(
        "visit_incomplete",
        "Another line of the visit has no price, and this one depends on it.",
        "Settle the other line first.",
    ),
    Refusal(
        "claim_level_cut",
        "The claim carries a cut of its own, and not every line of it has a price: laid on the lines by what each was"
        " allowed, it says nothing of this one.",
        "Ask the payer for adjustments by line, or give the other lines a price.",
    ),
    # What Medicare's files leave open
    Refusal(
        "unknown_code",
        "The code is not in the Medicare file on hand.",
        "Import the whole CMS relative value file of the year: shortpay rates import. A code of the state's"
        " or payer's own needs a fee in the agreement.",
    ),
    Refusal(
        "no_release_for_dos",
        "No Medicare file is on hand for this date of service.",
        "Import the CMS files of the year: shortpay rates import.",
    ),
    Refusal(
        "not_payable_status",
        "Medicare does not pay this code by the physician fee schedule.",
        "Nothing to compare; look the code's status up in the CMS file.",
    ),
    Refusal(
        "bundled_status",
        "Medicare never pays this code on its own.",
        "Nothing to compare; the payment is part of another service.",
    ),
    Refusal(
        "contractor_priced",
        "The Medicare contractor sets the price of this code; CMS publishes none.",
        "Ask the contractor for its price, or review the line by hand.",
    ),
    Refusal(
        "na_setting",
        "CMS sets no price for this code in this setting.",
        "Check the place of service on the claim.",
    ),
    Refusal(
        "ambiguous_zip",
        "The ZIP lies in more than one Medicare locality.",
        "Give the site its locality in shortpay.toml.",
    ),
    Refusal(
        "work_floor_unknown",
        "It is not known whether the work floor of 1.000 is in force on this date.",
        "Put the law of the day into rates/law/work_floor.toml.",
    ),
    Refusal(
        "no_conversion_factor",
        "The conversion factor of this date is not known.",
        "Import the CMS files of the year: shortpay rates import.",
    ),
    # Not priced by its nature
    Refusal(
        "capitated",
        "The code is prepaid under this agreement.",
        "Nothing is owed for it; if it should be carved out, add its fee to the schedule.",
    ),
    Refusal(
        "not_covered",
        "The agreement does not cover the code.",
        "Nothing to compare; if the contract covers it, take it out of the carve-outs.",
    ),
    Refusal(
        "priced_by_claim",
        "The agreement compares prices and charges of the claim; the line has no amount of its own.",
        "Compare the claim.",
    ),
    Refusal(
        "priced_by_visit",
        "The agreement pays one amount for the visit; the line has no price of its own.",
        "Compare the visit.",
    ),
)

REFUSALS: Final[Mapping[str, Refusal]] = {refusal.code: refusal for refusal in _ALL}

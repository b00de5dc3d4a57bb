"""What kinds, schemes and reasons of codes are called in the reader's language."""

from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.web.i18n import gettext, mark

_KINDS = {
    CodeKind.PARTY: mark("Party"),
    CodeKind.SITE: mark("Site"),
    CodeKind.ITEM: mark("Item"),
    CodeKind.UNIT: mark("Unit"),
    CodeKind.FACTOR: mark("Packing unit"),
}
_TABLES = {
    CodeKind.PARTY: mark("Parties"),
    CodeKind.SITE: mark("Sites"),
    CodeKind.ITEM: mark("Items"),
    CodeKind.UNIT: mark("Units"),
}
_SCHEMES = {
    "gln": mark("GLN"),
    "duns": mark("DUNS number"),
    "duns4": mark("DUNS number with suffix"),
    "uscc": mark("Unified social credit code"),
    "scac": mark("Carrier code (SCAC)"),
    "vat": mark("VAT number"),
    "tax_id": mark("Tax number"),
    "assigned_by_buyer": mark("Number given by the buyer"),
    "assigned_by_seller": mark("Number given by the seller"),
    "mutual": mark("Number agreed by both"),
    "edi_id": mark("EDI identity"),
    "name": mark("Name"),
    "gtin": mark("GTIN"),
    "buyer": mark("Buyer's item code"),
    "seller": mark("Seller's item code"),
    "manufacturer": mark("Manufacturer's item code"),
    "sku": mark("SKU"),
    "catalog": mark("Catalogue number"),
    "upc_no_check_digit": mark("UPC without its check digit"),
    "x12:355": mark("X12 unit (355)"),
    "x12:67": mark("X12 party code (67)"),
    "edifact:6411": mark("EDIFACT unit (6411)"),
    "ubl:unitCode": mark("UBL unit"),
}
SCHEMES_OF_KIND = {
    CodeKind.PARTY: ("assigned_by_buyer", "assigned_by_seller", "gln", "duns", "uscc", "name"),
    CodeKind.SITE: ("assigned_by_buyer", "assigned_by_seller", "gln"),
    CodeKind.ITEM: ("buyer", "seller", "gtin", "manufacturer", "sku", "catalog"),
    CodeKind.UNIT: ("x12:355", "edifact:6411", "ubl:unitCode"),
}
_WHY = {
    "same_gtin": mark("Same GTIN"),
    "similar_code": mark("Similar code"),
    "similar_name": mark("Similar name"),
    "as_packed": mark("As the order line says it is packed"),
    "found": mark("Found by your search"),
    "all": mark("In the directory"),
}
_ROLES = {
    "buyer": mark("Buyer"),
    "seller": mark("Seller"),
    "ship_to": mark("Ship to"),
    "ship_from": mark("Ship from"),
    "bill_to": mark("Bill to"),
    "remit_to": mark("Remit to"),
    "warehouse": mark("Warehouse"),
    "carrier": mark("Carrier"),
    "final_recipient": mark("Final recipient"),
    "other": mark("Another party"),
}
_QUESTIONS = {
    CodeKind.PARTY: mark("Which company is meant?"),
    CodeKind.SITE: mark("Which site is meant?"),
    CodeKind.ITEM: mark("Which item is meant?"),
    CodeKind.UNIT: mark("Which unit is meant?"),
    CodeKind.FACTOR: mark("How many base units does one hold?"),
}


def kind_name(kind: CodeKind) -> str:
    """What such a code stands for, in the singular."""
    return gettext(_KINDS[kind])


def table_name(kind: CodeKind) -> str:
    """The table of such codes, in the plural."""
    return gettext(_TABLES[kind])


def scheme_name(scheme: str) -> str:
    """Which list the code is from; an unusual one by its own name."""
    known = _SCHEMES.get(scheme)
    return gettext(known) if known else scheme


def why_name(why: str) -> str:
    """Why something is offered."""
    return gettext(_WHY[why])


def role_name(role: str) -> str:
    """Which part a party played where the code was seen."""
    return gettext(_ROLES.get(role, _ROLES["other"]))


def question(kind: CodeKind) -> str:
    """What a person is asked about such a code."""
    return gettext(_QUESTIONS[kind])

"""The words for values that the floors below keep as codes: roles, kinds, states. English here, translated when shown."""

from collections.abc import Iterable

from causeway.portal.web.i18n import gettext, mark

ROLES = {
    "supplier": mark("Supplier"),
    "distributor": mark("Distributor"),
    "buyer": mark("Buyer"),
    "integrator": mark("Integrator"),
    "tenant_admin": mark("Administrator"),
}
ROLE_ABOUT = {
    "supplier": mark("Sees the supplier's orders and answers them."),
    "distributor": mark("Sees the distributor's orders and their answers."),
    "buyer": mark("Sees all orders, answers replenishment orders, explains unknown codes."),
    "integrator": mark("Sees messages with their bytes, releases them, sets up partners."),
    "tenant_admin": mark("May do everything, people and partners included."),
}
SITE_KINDS = {"plant": mark("Plant"), "warehouse": mark("Warehouse"), "office": mark("Office")}


def role(name: str) -> str:
    """A role's word; a name that is none (any more) as it is kept."""
    return gettext(ROLES[name]) if name in ROLES else name


def roles(names: Iterable[str]) -> str:
    """Several roles in one line, in the product's order."""
    given = set(names)
    known = [role(name) for name in ROLES if name in given]
    return gettext(", ").join([*known, *sorted(given - ROLES.keys())])

"""What the catalogue refuses."""

from causeway.tenants.errors import ConflictError, DomainError


class ItemCodeTakenError(ConflictError):
    """Another item has that code already."""

    code = "item_code_taken"


class UnknownUnitError(DomainError):
    """The unit is not one of UN/ECE Rec 20 that we know."""

    code = "unit_unknown"


class InvalidFactorError(DomainError):
    """A factor is a number above zero, and the base unit's own is one."""

    code = "factor_invalid"


class InvalidItemError(DomainError):
    """An item has a code and a name, and its GTIN passes its check digit."""

    code = "item_invalid"

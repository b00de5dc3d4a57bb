"""The same people and traffic as for the message pages."""

from tests.portal.web.messages.conftest import (  # noqa: F401
    buyer,
    distributor,
    exchange,
    integrator,
    other_supplier,
    sign_in,
    supplier,
    trade,
)

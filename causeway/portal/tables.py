"""Every table of every floor, imported in one place, for whoever needs the whole schema at once."""

from causeway.gateway.exchanges import models as exchanges
from causeway.gateway.partners import models as partners
from causeway.portal.domain.catalog import models as catalog
from causeway.portal.domain.codes import models as codes
from causeway.portal.domain.orders import models as orders
from causeway.tenants import history, models, rules, work
from causeway.tenants.audit import models as audit
from causeway.tenants.auth import models as auth
from causeway.tenants.orm import Base

__all__ = [
    "audit",
    "auth",
    "catalog",
    "codes",
    "exchanges",
    "history",
    "metadata",
    "models",
    "orders",
    "partners",
    "rules",
    "work",
]

metadata = Base.metadata

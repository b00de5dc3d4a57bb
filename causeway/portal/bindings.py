"""THE table: which part of the business takes which message, and what its reasons are called.

Nobody else registers anything; a new document type or connector is one more row here.
"""

from causeway.gateway import registry
from causeway.gateway.canonical.orders import Order, OrderChange
from causeway.gateway.exchanges import reasons
from causeway.portal import tables
from causeway.portal.domain.orders import intake
from causeway.portal.domain.orders.reasons import SENTENCES

# A process that writes rows must know every table that their keys point to, whether or not it reads those tables
# through models; none may depend on what else happened to be imported.
METADATA = tables.metadata


def bind() -> None:
    """Connect the gateway to the business; called once by every process, and harmless when called again."""
    registry.register_handler(Order, intake.receive_order)
    registry.register_handler(OrderChange, intake.receive_change)
    reasons.register(SENTENCES)

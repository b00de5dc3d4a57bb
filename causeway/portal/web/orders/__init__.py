"""The pages of orders: the list, the order with its answer form, and its timeline."""

from causeway.portal.web.orders.views import blueprint

__all__ = ["blueprint"]

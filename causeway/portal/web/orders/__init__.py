"""The pages of orders: the list, the order with its answer form, and its timeline."""

"""What the product is measured against: the least that a server of the same kind could do with the same bytes."""

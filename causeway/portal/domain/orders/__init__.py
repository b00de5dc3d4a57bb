"""One order from both sides: what was ordered, what was answered, what happened."""

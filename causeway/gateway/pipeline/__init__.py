"""What happens to a message, step by step: accept, read, apply, deliver, acknowledge."""

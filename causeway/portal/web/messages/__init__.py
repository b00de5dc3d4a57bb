"""The pages of messages: the list, and one message from its bytes to its canonical form."""

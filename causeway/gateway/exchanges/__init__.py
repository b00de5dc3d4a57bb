"""The exchange log: bytes as they came and went, their envelopes, messages and acknowledgements."""

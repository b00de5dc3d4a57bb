"""Wire to canonical and back: envelopes, documents, partners, the exchange log and its pipeline."""

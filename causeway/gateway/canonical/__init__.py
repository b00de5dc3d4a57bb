"""The messages every reader yields, every writer takes and the outbox stores; pure values, nothing else."""

"""Benchmarks, run by `make bench`: each reports a ratio to a peer or a limit that was measured in the same run."""

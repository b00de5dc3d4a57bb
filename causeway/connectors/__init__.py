"""ERP connectors, one folder each; none yet."""

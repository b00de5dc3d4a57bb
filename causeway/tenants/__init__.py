"""Who acts, in which tenant, in which transaction: the lowest floor, which every other floor stands on."""

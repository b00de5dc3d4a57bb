"""Items as the tenant knows them."""

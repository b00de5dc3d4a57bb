"""The pages of the code tables and of the codes that nobody has explained yet."""

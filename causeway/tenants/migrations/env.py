"""Alembic's entry: the connection is given by `migrations.upgrade`, there is no other way in."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()

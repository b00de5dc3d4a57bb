"""The database roles: who owns the schema, who logs in, and whom a transaction becomes.

`causeway_app` logs in and has no rights of its own; it can only become `causeway_staff` or `causeway_partner`,
on which row-level security is forced. `causeway_owner` owns the schema and is used for migrations alone.
The same statements make the embedded database and are printed for an operator's own server (PostgreSQL 16 or
newer).
"""

from dataclasses import dataclass

OWNER = "causeway_owner"
APPLICATION = "causeway_app"
STAFF = "causeway_staff"
PARTNER = "causeway_partner"
DATABASE = "causeway"


@dataclass(frozen=True, slots=True)
class RolePasswords:
    """The passwords of the two roles that log in."""

    owner: str
    application: str


def role_statements(passwords: RolePasswords) -> list[str]:
    """Statements for a superuser that make the four roles, or give existing ones exactly these attributes."""
    nothing = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return [
        *_role(OWNER, f"LOGIN {nothing} PASSWORD {_literal(passwords.owner)}"),
        *_role(APPLICATION, f"LOGIN NOINHERIT {nothing} PASSWORD {_literal(passwords.application)}"),
        *_role(STAFF, f"NOLOGIN {nothing}"),
        *_role(PARTNER, f"NOLOGIN {nothing}"),
        f"GRANT {STAFF}, {PARTNER} TO {APPLICATION} WITH INHERIT FALSE, SET TRUE",
    ]


def database_statements() -> list[str]:
    """Statements for a superuser, once the database exists: it is the owner's, and strangers do not connect."""
    return [
        f"ALTER DATABASE {DATABASE} OWNER TO {OWNER}",
        f"ALTER DATABASE {DATABASE} SET timezone TO 'UTC'",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION}",
    ]


def create_database_statement() -> str:
    """The statement that makes the database; it cannot run inside a transaction."""
    return f"CREATE DATABASE {DATABASE} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0"


def roles_script() -> str:
    """SQL text for psql, to be run by a superuser of an external server after filling in two passwords."""
    passwords = RolePasswords(owner="CHANGE-ME-OWNER", application="CHANGE-ME-APPLICATION")
    statements = [*role_statements(passwords), create_database_statement(), *database_statements()]
    return "".join(f"{statement};\n" for statement in statements)


def _role(name: str, attributes: str) -> list[str]:
    make = (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') "
        f"THEN CREATE ROLE {name}; END IF; END $$"
    )
    return [make, f"ALTER ROLE {name} {attributes}"]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

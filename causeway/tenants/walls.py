"""The walls in the database: what class a table is of, and the grants and policies that follow from it.

Policies are plain equality on `tenant_id` and `partner_id`: the one shape that was measured to use indexes, to fail
closed and to work on a sharded Postgres. An unset setting is NULL and shows nothing. The catalogue test compares
what is declared here with what the database has.
"""

from dataclasses import dataclass
from enum import StrEnum

OWNER = "causeway_owner"
APP = "causeway_app"
STAFF = "causeway_staff"
PARTNER = "causeway_partner"

TENANT_SETTING = "app.tenant_id"
PARTNER_SETTING = "app.partner_id"
# NULLIF: after its first use in a connection an unset setting reads as '', which does not cast to uuid.
_TENANT = f"tenant_id = nullif(current_setting('{TENANT_SETTING}', true), '')::uuid"
_PARTNER = f"partner_id = nullif(current_setting('{PARTNER_SETTING}', true), '')::uuid"


class TableClass(StrEnum):
    """The four classes of tables."""

    GLOBAL = "global"
    TENANT = "tenant"
    SHARED = "shared"
    PARTNER_OWNED = "partner_owned"


ALL = frozenset({"select", "insert", "update", "delete"})
READ = frozenset({"select"})
INSERT = frozenset({"insert"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wall:
    """A table's class and what each role may do with the rows that it can see."""

    table_class: TableClass
    staff: frozenset[str] = ALL
    partner: frozenset[str] = NOTHING


def partner_condition(wall: Wall) -> str:
    """The condition of the partner role's policy for that class."""
    if wall.table_class is TableClass.PARTNER_OWNED:
        return f"{_TENANT} and {_PARTNER}"
    if wall.table_class is TableClass.SHARED:
        return f"{_TENANT} and (partner_id is null or {_PARTNER})"
    return _TENANT


def wall_statements(table: str, wall: Wall) -> list[str]:
    """The SQL that builds one table's wall: grants, row security forced, one policy per role."""
    statements = [f"revoke all on {table} from public"]
    statements += [
        f"grant {', '.join(sorted(rights))} on {table} to {role}"
        for role, rights in ((STAFF, wall.staff), (PARTNER, wall.partner))
        if rights
    ]
    if wall.table_class is TableClass.GLOBAL:
        return statements
    statements.append(f"alter table {table} enable row level security")
    statements.append(f"alter table {table} force row level security")
    statements.append(
        f"create policy staff_wall on {table} for all to {STAFF} using ({_TENANT}) with check ({_TENANT})"
    )
    if wall.partner:
        condition = partner_condition(wall)
        statements.append(
            f"create policy partner_wall on {table} for all to {PARTNER} using ({condition}) with check ({condition})"
        )
    return statements

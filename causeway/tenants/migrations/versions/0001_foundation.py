"""The foundation: every table, its wall, and the partitions of the big logs.

Frozen as SQL, so that it says for ever what it said when it ran; a test holds the models against the result.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEPARATOR = "\n;;\n"


def upgrade() -> None:
    """Create the schema from the SQL beside this file."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in statements.split(_SEPARATOR):
        if statement.strip():
            # A colon would be read as a bind parameter.
            op.execute(statement.replace(":", "\\:"))

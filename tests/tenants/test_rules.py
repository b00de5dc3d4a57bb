"""The nearest rule wins, on its dates, and says where it came from."""

from datetime import date, timedelta

from causeway.tenants import clock, db
from causeway.tenants.context import Role, Scope
from causeway.tenants.models import Organization
from causeway.tenants.rules import Level, Rule, resolve

NAME = "order.response.acceptance"
BUILT_IN = {"accept": "every_answer"}


def _rule(level, value, *, version=1, group=None, partner_id=None, start=date(2020, 1, 1), end=None):
    return Rule(
        name=NAME,
        level=level.value,
        partner_group=group,
        partner_id=partner_id,
        version=version,
        value=value,
        valid_from=start,
        valid_until=end,
        created_at=clock.now(),
        created_by="test",
    )


def test_without_a_row_the_built_in_answer_says_so(world):
    with db.unit_of_work(world.staff) as session:
        ruling = resolve(session, NAME, world.supplier_id, built_in=BUILT_IN)
    assert ruling.level is Level.BUILT_IN
    assert ruling.origin() == {"rule": NAME, "level": "built_in", "version": 1, "value": BUILT_IN}


def test_partner_beats_group_beats_default(world):
    with db.unit_of_work(world.staff) as session:
        session.add(_rule(Level.DEFAULT, {"v": "default"}))
        session.add(_rule(Level.GROUP, {"v": "group"}, group="gold"))
        session.get(Organization, (world.tenant_id, world.supplier_id)).partner_group = "gold"
    with db.unit_of_work(world.staff) as session:
        assert resolve(session, NAME, world.supplier_id, built_in=BUILT_IN).value == {"v": "group"}
        assert resolve(session, NAME, world.other_supplier_id, built_in=BUILT_IN).value == {"v": "default"}
        session.add(_rule(Level.PARTNER, {"v": "partner"}, partner_id=world.supplier_id, version=4))
        session.flush()
        ruling = resolve(session, NAME, world.supplier_id, built_in=BUILT_IN)
    assert (ruling.value, ruling.level, ruling.version) == ({"v": "partner"}, Level.PARTNER, 4)


def test_rule_applies_on_its_dates_only(world):
    today = clock.now().date()
    with db.unit_of_work(world.staff) as session:
        session.add(_rule(Level.DEFAULT, {"v": "past"}, end=today - timedelta(days=1)))
        session.add(_rule(Level.DEFAULT, {"v": "future"}, start=today + timedelta(days=1), version=2))
    with db.unit_of_work(world.staff) as session:
        assert resolve(session, NAME, world.supplier_id, built_in=BUILT_IN).level is Level.BUILT_IN
        tomorrow = today + timedelta(days=1)
        assert resolve(session, NAME, world.supplier_id, built_in=BUILT_IN, on=tomorrow).value == {
            "v": "future"
        }


def test_partner_reads_the_default_and_its_own_rule_but_not_anothers(world):
    with db.unit_of_work(world.staff) as session:
        session.add(_rule(Level.PARTNER, {"v": "theirs"}, partner_id=world.other_supplier_id))
        session.add(_rule(Level.DEFAULT, {"v": "default"}))
    with db.unit_of_work(Scope(world.tenant_id, Role.PARTNER, world.supplier_id)) as session:
        assert [rule.value for rule in session.query(Rule)] == [{"v": "default"}]
        assert resolve(session, NAME, world.supplier_id, built_in=BUILT_IN).value == {"v": "default"}

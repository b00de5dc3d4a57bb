"""Pages of the audit: newest first, by thing and by person, erased details said as such."""

from causeway.tenants import audit, db
from causeway.tenants.audit.erasing import erase_detail
from causeway.tenants.audit.reading import list_entries
from causeway.tenants.context import Actor, ActorKind, Scope
from causeway.tenants.ids import new_id
from tests.conftest import make_world
from tests.tenants.audit.conftest import act


def test_pages_follow_each_other_newest_first(world):
    ids = act(world, 7)
    act(make_world(), 2)
    pages, before = [], None
    with db.unit_of_work(world.staff) as session:
        while page := list_entries(session, before=before, limit=3):
            pages.append([line.entry.id for line in page])
            before = page[-1].entry.id
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [entry_id for page in pages for entry_id in page] == sorted(ids, reverse=True)


def test_one_thing_and_one_person_can_be_asked_for(world):
    order_id, person = new_id(), Actor(ActorKind.USER, new_id(), "Li Na")
    act(world, 3)
    with db.unit_of_work(Scope(world.tenant_id, actor=person)) as session:
        audit.record(session, "order.answered", "order", order_id, lines=10)
    with db.unit_of_work(world.staff) as session:
        by_thing = list_entries(session, object_kind="order", object_id=order_id)
        by_person = list_entries(session, actor_id=person.id)
        assert [line.detail for line in by_thing] == [{"actor": "Li Na", "lines": 10}]
        assert [line.entry.id for line in by_person] == [line.entry.id for line in by_thing]
        erase_detail(session, by_thing[0].entry.id, reason="asked for it")
        assert [line.detail for line in list_entries(session, object_id=order_id)] == [None]

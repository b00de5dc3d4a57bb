"""Agreements are checked when they are made, and found by what an envelope says."""

import pytest

from causeway.gateway.partners.models import Usage
from causeway.gateway.partners.routing import (
    EnvelopeParties,
    Refusal,
    agreement_of_group,
    find_agreements,
)
from causeway.gateway.partners.service import (
    Changes,
    Identities,
    NewAgreement,
    agreements_of,
    create_agreement,
    list_agreements,
    switch_agreement,
    terms_of,
    update_agreement,
)
from causeway.gateway.partners.terms import Terms, read_terms, stored_terms
from causeway.tenants.context import Role, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.errors import AgreementError, ConflictError, NotFoundError
from causeway.tenants.ids import new_id
from tests.conftest import make_world

ERP = Identities("ZZ", "EASTERP", "ZZ", "CAUSEWAY", "EASTERP", "CAUSEWAY")


def _make(world, organization_id=None, identities=ERP, **more):
    with unit_of_work(world.staff) as session:
        return create_agreement(
            session, NewAgreement(organization_id or world.own_id, "ERP", identities, **more)
        )


def _find(world, organization_id, *, sender="EASTERP", receiver="CAUSEWAY", usage="P"):
    with unit_of_work(world.staff) as session:
        parties = EnvelopeParties("ZZ", sender, "ZZ", receiver, usage)
        found = find_agreements(session, parties, sender_organization_id=organization_id)
        return found.reason if isinstance(found, Refusal) else [row.id for row in found]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"charset": "ebcdic"}, "charset"),
        ({"colour": "blue"}, "colour"),
        ({"delimiters": {"element": "*", "component": "*"}}, "differ"),
        ({"delimiters": {"terminator": "ab"}}, "one character"),
        ({"delimiters": {"element": "x"}}, "no letter"),
        ({"line_end": "\n", "delimiters": {"terminator": "\n"}}, "line end"),
        ({"versions": []}, "digits as in GS08"),
        ({"versions": ["latest"]}, "digits as in GS08"),
        ({"write_version": "4.1"}, "digits as in GS08"),
        ({"duplicate_window_days": 0}, "between 1 and 3660"),
        ({"ack_hours": 0}, "1 hour to 60 days"),
        ({"ack_hours": "soon"}, "ack_hours"),
        ({"replacement": "*"}, "none of the delimiters"),
        ({"time_zone": "Mars/Base"}, "time zone"),
        ({"leniencies": ["everything"]}, "leniency"),
    ],
)
def test_terms_that_cannot_work_are_refused_with_a_sentence(world, terms, sentence):
    with pytest.raises(AgreementError) as caught:
        _make(world, terms=terms)
    assert sentence in caught.value.message
    assert caught.value.message.endswith(".")
    with unit_of_work(world.staff) as session:
        assert list_agreements(session) == []


@pytest.mark.parametrize(
    "change",
    [
        {"their_qualifier": "Z"},
        {"their_qualifier": "zz"},
        {"their_id": ""},
        {"their_id": "X" * 16},
        {"our_id": "华东"},
        {"their_group_id": ""},
        {"our_group_id": "X" * 16},
    ],
)
def test_identities_that_fit_no_envelope_are_refused(world, change):
    values = {name: getattr(ERP, name) for name in ERP.__slots__}
    with pytest.raises(AgreementError):
        _make(world, identities=Identities(**{**values, **change}))


def test_only_what_differs_from_the_products_own_terms_is_stored(world):
    agreement = _make(world, terms={"charset": "gb18030", "ack_hours": 24})
    assert agreement.terms == {"charset": "gb18030"}
    assert terms_of(agreement) == Terms(charset="gb18030")
    assert stored_terms(read_terms({})) == {}


def test_identities_belong_to_one_agreement(world):
    _make(world)
    with pytest.raises(ConflictError):
        _make(world, world.distributor_id)
    _make(world, usage=Usage.TEST)
    _make(make_world("other"))


def test_a_change_names_the_revision_it_was_made_on(world):
    agreement = _make(world)
    with unit_of_work(world.staff) as session:
        changed = update_agreement(
            session, agreement.id, Changes(name=" New ", terms={"ack_hours": 2}), expected_revision=1
        )
        assert (changed.name, changed.revision, changed.terms) == ("New", 2, {"ack_hours": 2})
    with pytest.raises(ConflictError), unit_of_work(world.staff) as session:
        update_agreement(session, agreement.id, Changes(name="Late"), expected_revision=1)
    with pytest.raises(NotFoundError), unit_of_work(make_world("stranger").staff) as session:
        update_agreement(session, agreement.id, Changes(name="Mine"), expected_revision=2)


def test_an_agreement_with_an_organization_of_another_tenant_is_not_made(world):
    with pytest.raises(NotFoundError):
        _make(world, make_world("other").supplier_id)
    with pytest.raises(NotFoundError):
        _make(world, new_id())


def test_envelopes_find_their_agreement_or_a_reason(world):
    agreement = _make(world)
    test = _make(
        world, world.distributor_id, Identities("ZZ", "LAKES", "ZZ", "CAUSEWAY", "L", "C"), usage=Usage.TEST
    )
    assert _find(world, world.own_id) == [agreement.id]
    assert _find(world, world.own_id, sender="NOBODY") == "unknown_sender"
    assert _find(world, world.own_id, receiver="NOBODY") == "unknown_receiver"
    assert _find(world, world.distributor_id) == "identity_of_another"
    assert _find(world, world.own_id, usage="T") == "test_on_live"
    assert _find(world, world.own_id, usage="I") == "information_only"
    assert _find(world, world.distributor_id, sender="LAKES", usage="P") == "live_on_test"
    assert _find(world, world.distributor_id, sender="LAKES", usage="T") == [test.id]
    with unit_of_work(world.staff) as session:
        switch_agreement(session, agreement.id, on=False)
    assert _find(world, world.own_id) == "agreement_disabled"


def test_groups_select_among_the_agreements_of_one_interchange_identity(world):
    first = _make(world)
    second = _make(world, identities=Identities("ZZ", "EASTERP", "ZZ", "CAUSEWAY", "PLANT2", "CAUSEWAY"))
    with unit_of_work(world.staff) as session:
        both = agreements_of(session, world.own_id)
        assert [row.id for row in both] == [first.id, second.id]
        assert agreement_of_group(both, "PLANT2", "CAUSEWAY").id == second.id
        assert agreement_of_group(both, "PLANT3", "CAUSEWAY").reason == "unknown_group_parties"


def test_a_partner_sees_no_agreement_not_even_its_own(world):
    from sqlalchemy.exc import ProgrammingError

    _make(world, world.distributor_id)
    scope = Scope(tenant_id=world.tenant_id, role=Role.PARTNER, partner_id=world.distributor_id)
    with pytest.raises(ProgrammingError), unit_of_work(scope) as session:
        list_agreements(session)


def test_the_leniencies_of_terms_are_those_of_the_engine():
    from causeway.gateway.formats.x12 import Leniency
    from causeway.gateway.partners.terms import LENIENCIES

    assert set(LENIENCIES) == {leniency.value for leniency in Leniency}

"""Roles and permissions: what each side may do, and that nothing is granted by accident."""

import pytest

from causeway.tenants.context import Role
from causeway.tenants.errors import NotPermittedError
from causeway.tenants.permissions import Permission, RoleName, permissions_of, require, roles_of_side

STAFF_ONLY = set(Permission) - {
    Permission.ORDERS_READ,
    Permission.ORDERS_ANSWER,
    Permission.MESSAGES_READ,
    Permission.MESSAGES_RAW,
    Permission.MESSAGES_EXCHANGE,
}


def test_every_role_belongs_to_one_side():
    both = [*roles_of_side(Role.STAFF), *roles_of_side(Role.PARTNER)]
    assert sorted(both) == sorted(RoleName)


@pytest.mark.parametrize("role", roles_of_side(Role.PARTNER))
def test_no_partner_manages_anything_of_the_tenant(role):
    assert permissions_of([role]) & STAFF_ONLY == set()


@pytest.mark.parametrize("role", RoleName)
def test_machine_traffic_is_nobodys_role(role):
    assert Permission.MESSAGES_EXCHANGE not in permissions_of([role])


def test_only_the_administrator_manages_people_and_reads_the_audit():
    for permission in (Permission.PEOPLE_MANAGE, Permission.SETTINGS_MANAGE, Permission.AUDIT_READ):
        assert [role for role in RoleName if permission in permissions_of([role])] == [RoleName.TENANT_ADMIN]


def test_roles_add_up_and_an_unknown_one_adds_nothing():
    assert permissions_of(["buyer", "integrator"]) == permissions_of(["buyer"]) | permissions_of(
        ["integrator"]
    )
    assert permissions_of(["emperor"]) == frozenset()


def test_a_missing_permission_is_named_in_the_refusal():
    require({"orders:read"}, Permission.ORDERS_READ)
    with pytest.raises(NotPermittedError, match="orders:answer"):
        require(permissions_of(["distributor"]), Permission.ORDERS_ANSWER)

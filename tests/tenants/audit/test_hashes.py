"""The hashes are those of RFC 6962, held against the reference log's known answers."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from causeway.tenants.audit.canonical import (
    canonical_json,
    leaf_hash,
    merkle_path,
    merkle_root,
    node_hash,
)

# The leaves and roots that certificate-transparency implementations test themselves with.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_are_the_known_ones(size, root):
    assert merkle_root([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == root


@pytest.mark.parametrize("size", range(1, 40))
def test_every_path_leads_to_the_root(size):
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    for index, leaf in enumerate(leaves):
        at = leaf
        for side, sibling in merkle_path(leaves, index):
            at = node_hash(sibling, at) if side == "left" else node_hash(at, sibling)
        assert at == merkle_root(leaves)


def test_the_spelling_depends_on_the_value_alone():
    moment = datetime(2026, 3, 1, 8, 30, 0, 120, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=8)))
    assert canonical_json({"b": moment, "a": "通衢"}) == canonical_json({"a": "通衢", "b": elsewhere})
    assert canonical_json({"id": UUID(int=1), "none": None, "hash": b"\x01"}) == (
        b'{"hash":"01","id":"00000000-0000-0000-0000-000000000001","none":null}'
    )

"""The tree that HL segments state: any order, any depth; ids are texts that need not count from 1.

BSN05 says how a notice is built and cannot be relied on: the tree comes from HL01 and HL02 alone. A parent may stand
behind its child.
"""

from collections.abc import Sequence
from typing import Any

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.reading import Reading

DEEPEST = 24
"""More levels than this below one another are refused: no shipment is packed so, and whoever walks a tree recurses."""


class Node:
    """One HL: its id, its parent's, its level, and what is put together for it (`owner`)."""

    __slots__ = ("children", "code", "node_id", "owner", "parent", "parent_id", "segment")

    def __init__(self, segment: int, node_id: str, parent_id: str, code: str) -> None:
        self.segment = segment
        self.node_id = node_id
        self.parent_id = parent_id
        self.code = code
        self.owner: Any = None
        self.parent: Node | None = None
        self.children: list[Node] = []


def build_tree(r: Reading, nodes: Sequence[Node]) -> list[Node]:
    """Links the nodes and gives the roots, in the order they were sent; what is wrong with the tree is told."""
    _link(r, nodes, _by_id(r, nodes))
    roots = [node for node in nodes if node.parent is None]
    for node in roots[1:]:
        if not node.parent_id:
            r.problem("level_without_parent", Severity.WARNING, node.segment, 2, value=node.node_id)
    reached = _check_depth(r, roots)
    if reached < len(nodes):
        _tell_cycles(r, nodes)
    return roots


def _by_id(r: Reading, nodes: Sequence[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        if found.setdefault(node.node_id, node) is not node:
            r.problem(
                "duplicate_level_id",
                Severity.FATAL,
                node.segment,
                1,
                value=node.node_id,
                reference_number="628",
            )
    return found


def _link(r: Reading, nodes: Sequence[Node], by_id: dict[str, Node]) -> None:
    for node in nodes:
        if not node.parent_id:
            continue
        node.parent = parent = by_id.get(node.parent_id)
        if parent is None:
            r.problem(
                "parent_level_missing",
                Severity.FATAL,
                node.segment,
                2,
                value=node.parent_id,
                reference_number="734",
            )
        else:
            parent.children.append(node)


def _check_depth(r: Reading, roots: Sequence[Node]) -> int:
    """How many nodes hang from the roots; tells the first level that is too deep."""
    reached, depth, level = 0, 0, list(roots)
    while level:
        reached += len(level)
        depth += 1
        if depth == DEEPEST + 1:
            r.problem("levels_too_deep", Severity.FATAL, level[0].segment, 2, expected=str(DEEPEST))
        level = [child for node in level for child in node.children]
    return reached


def _tell_cycles(r: Reading, nodes: Sequence[Node]) -> None:
    """Tells each ring of parents once, at the segment where going up from the first of its nodes closes it."""
    walks: dict[Node, int] = {}
    for walk, start in enumerate(nodes):
        node: Node | None = start
        below = start
        while node is not None and node not in walks:
            walks[node] = walk
            below, node = node, node.parent
        if node is not None and walks[node] == walk:
            r.problem(
                "levels_in_a_circle",
                Severity.FATAL,
                below.segment,
                2,
                value=below.parent_id,
                reference_number="734",
            )


def deepest_levels(roots: Sequence[Node]) -> str:
    """The levels from a root to the first of the deepest nodes, a level below its like told once: `SOTPI`."""
    last: Node | None = None
    level = list(roots)
    while level:
        last = level[0]
        level = [child for node in level for child in node.children]
    codes: list[str] = []
    while last is not None:
        if not codes or codes[-1] != last.code:
            codes.append(last.code)
        last = last.parent
    return "".join(reversed(codes))

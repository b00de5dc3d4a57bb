"""From the text of a guide to its loops and places, and from a place and a tag to where the walk goes next."""

from collections.abc import Iterator, Mapping

from causeway.gateway.formats.x12.guides.dictionary import segment_defs
from causeway.gateway.formats.x12.guides.model import Edge, Guide, Loop, Place, SegmentDef


def compile_guide(set_id: str, version: str, functional_id: str, structure: str) -> Guide:
    """The guide for one set in one version, ready to walk."""
    segments = segment_defs(version)
    root = Loop(name="", mandatory=True, most=1, parent=None, index=0, path="")
    stack = [root]
    for line in structure.strip().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        del stack[depth + 1 :]
        loop = stack[-1]
        words = line.split()
        if words[0] == "loop":
            stack.append(_loop(loop, words[1:]))
        else:
            loop.members.append(_place(loop, words, segments))
    return Guide(set_id, version, functional_id, root, segments)


def _loop(parent: Loop, words: list[str]) -> Loop:
    name = words[0].removesuffix("!")
    path = f"{parent.path}{name}/"
    most = None if words[-1] == "*" else int(words[-1])
    loop = Loop(name, words[0].endswith("!"), most, parent, len(parent.members), path)
    parent.members.append(loop)
    return loop


def _place(loop: Loop, words: list[str], segments: Mapping[str, SegmentDef]) -> Place:
    tag = words[0].removesuffix("!")
    return Place(
        segment=segments[tag],
        mandatory=words[0].endswith("!"),
        most=None if words[-1] == "*" else int(words[-1]),
        tolerated="?" in words,
        loop=loop,
        index=len(loop.members),
        path=f"{loop.path}{tag}",
    )


def edge(place: Place, tag: str) -> Edge | None:
    """Where `tag` leads from `place`: forward in order first, else back to where it should have been; None: nowhere."""
    found = _forward(place, tag) or _backward(place, tag)
    if found is not None:
        place.edges[tag] = found
    return found


def _forward(place: Place, tag: str) -> Edge | None:
    missing: list[Place] = []
    loop: Loop | None = place.loop
    index = place.index
    if place.segment.tag == tag and place is not place.loop.trigger:
        return Edge(place, repeats=True)
    while loop is not None:
        for member in loop.members[index + 1 :]:
            target = member if isinstance(member, Place) else member.trigger
            if target.segment.tag == tag:
                return Edge(target, tuple(missing))
            if member.mandatory:
                missing.append(target)
        if loop.parent is not None and loop.trigger.segment.tag == tag:
            return Edge(loop.trigger, tuple(missing), repeats=True)
        index, loop = loop.index, loop.parent
    return None


def _backward(place: Place, tag: str) -> Edge | None:
    loop: Loop | None = place.loop
    index = place.index
    while loop is not None:
        for member in reversed(loop.members[:index]):
            target = member if isinstance(member, Place) else member.trigger
            if target.segment.tag == tag and target.segment.tag != "ST":
                return Edge(target, out_of_order=True)
        index, loop = loop.index, loop.parent
    return None


def places(guide: Guide) -> Iterator[Place]:
    """All places of the guide in its order."""
    pending: list[Place | Loop] = [guide.root]
    while pending:
        member = pending.pop()
        if isinstance(member, Place):
            yield member
        else:
            pending.extend(reversed(member.members))

"""One generated function per segment and number of elements: True means clean, False means look closer.

A check may say False for an unusual but right segment (signs and points count in a length here); `diagnose` is the
truth and is only run then. Only positions and lengths from our own tables enter the source; code lists are constants
of its namespace.
"""

from typing import Any

from causeway.gateway.formats.x12.guides.model import Check, ElementUse, RelationalNote, SegmentDef
from causeway.gateway.formats.x12.guides.values import DATES, INTEGERS, NUMBERS, TIMES


def check_for(segment: SegmentDef, count: int) -> Check:
    """The check for a segment with `count` elements, its tag not counted; generated at its first use."""
    check = segment.checks.get(count)
    if check is None:
        check = segment.checks[count] = _generate(segment, count)
    return check


def _never(_: list[str]) -> bool:
    return False


def _generate(segment: SegmentDef, count: int) -> Check:
    uses = segment.elements
    if count > len(uses) or any(use.mandatory for use in uses[count:]):
        return _never
    namespace: dict[str, Any] = {"N": NUMBERS, "I": INTEGERS, "D": DATES, "T": TIMES}
    terms = []
    for position, use in enumerate(uses[:count], 1):
        if use.element.codes:
            namespace[f"K{position}"] = use.element.codes
        terms.append(_term(f"e{position}", use, f"K{position}"))
    terms.extend(_note_term(note, count) for note in segment.notes)
    names = "".join(f", e{position}" for position in range(1, count + 1))
    body = " and ".join(term for term in terms if term) or "True"
    source = f"def check(s):\n _{names}, = s\n return ({body})"
    exec(source, namespace)  # noqa: S102 - built from our own tables only, see the module's text
    check: Check = namespace["check"]
    return check


def _term(name: str, use: ElementUse, codes: str) -> str:
    element = use.element
    if use.parts:
        return f"not {name}" if not use.mandatory else "False"  # composites are rare: look closer
    if element.codes:
        test = f"{name} in {codes}"
    elif element.type in ("AN", "ID"):
        test = f"{element.shortest} <= len({name}) <= {element.longest} and {name}[-1] != ' '"
    else:
        memo = {"R": "N", "DT": "D", "TM": "T"}.get(element.type, "I" if element.type == "N0" else "N")
        test = f"{element.shortest} <= len({name}) <= {element.longest} and {memo}[{name}] is not None"
    return f"({test})" if use.mandatory else f"(not {name} or {test})"


def _note_term(note: RelationalNote, count: int) -> str:
    names = [f"e{position}" if position <= count else "''" for position in note.positions]
    if all(name == "''" for name in names):
        return "False" if note.kind == "R" else ""
    first, rest = names[0], names[1:]
    if note.kind == "P":
        return f"(not {first}) == (not {rest[0]})" if len(rest) == 1 else _all_or_none(names)
    if note.kind == "R":
        return f"({' or '.join(names)})"
    if note.kind == "E":
        return f"sum(map(bool, ({', '.join(names)},))) < 2"
    joint = " and " if note.kind == "C" else " or "
    return f"(not {first} or ({joint.join(rest)}))"


def _all_or_none(names: list[str]) -> str:
    return f"sum(map(bool, ({', '.join(names)},))) in (0, {len(names)})"

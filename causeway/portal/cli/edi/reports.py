"""What was found in a file, as text for a person and as plain values for a machine."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from causeway.gateway.formats.base import Locale, Problem, Severity, describe
from causeway.gateway.formats.x12 import Group, Interchange, element_name, find_guide, segment_name
from causeway.portal.cli.edi.opening import EdiFile, ReadSet
from causeway.portal.cli.edi.words import language, say

_OFFENCES = (Severity.ERROR, Severity.FATAL)


@dataclass(slots=True)
class Tally:
    """How much was read, and how many problems of each severity were met."""

    sets: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)

    def count(self, problems: Iterable[Problem]) -> None:
        """Adds problems."""
        self.severities.update(problem.severity for problem in problems)

    @property
    def has_offences(self) -> bool:
        """Whether anything was met that the sender must be told."""
        return any(self.severities[severity] for severity in _OFFENCES)

    def verdict(self, *, usable: bool) -> str:
        """`unusable`, `problems`, `warnings` or `clean`."""
        if not usable:
            return "unusable"
        if self.has_offences:
            return "problems"
        return "warnings" if self.severities.total() else "clean"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and what it was met in; a problem of the file as a whole stands alone."""

    problem: Problem
    interchange: Interchange | None = None
    group: Group | None = None
    read: ReadSet | None = None


def envelope_problems(file: EdiFile) -> Iterator[Found]:
    """The problems of the file, its interchanges and groups, without those inside of sets."""
    yield from (Found(problem) for problem in file.transmission.problems)
    for interchange in file.transmission.interchanges:
        yield from (Found(problem, interchange) for problem in interchange.problems)
        for group in interchange.groups:
            yield from (Found(problem, interchange, group) for problem in group.problems)


def set_problems(read: ReadSet) -> Iterator[Found]:
    """The problems of one set, its own envelope included."""
    return (Found(problem, read.interchange, read.group, read) for problem in read.reading.problems)


def identity(qualifier: str, value: str) -> str:
    """An interchange identity as people write it: `ZZ:ACME`."""
    return f"{qualifier}:{value}"


def plain_problem(found: Found) -> dict[str, Any]:
    """A problem with its place and its sentence in both languages."""
    problem = found.problem
    position = {name: value for name, value in asdict(problem.position).items() if value is not None}
    member = found.read.transaction_set if found.read else None
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "interchange": found.interchange.control_number if found.interchange else None,
        "group": found.group.control_number if found.group else None,
        "set": {"id": member.set_id, "control_number": member.control_number} if member else None,
        "place": str(problem.position) or None,
        "position": position,
        "value": problem.value,
        "expected": problem.expected,
        "reference_number": problem.reference_number,
        "rule": problem.parameters.get("rule"),
        "text": {"en": describe(problem, "en"), "zh": describe(problem, "zh_CN")},
    }


def problem_line(found: Found) -> str:
    """A problem in one line."""
    problem = found.problem
    position = problem.position
    name = "problem" if position.segment is not None else "problem_in_file"
    return say(
        name,
        severity=say(f"severity_{problem.severity.value}"),
        place=str(position),
        segment=position.segment,
        byte=position.byte if position.byte is not None else "?",
        text=describe(problem, language()),
    )


def verdict_line(file: EdiFile, tally: Tally) -> str:
    """The whole in one sentence."""
    seen = tally.severities
    verdict = tally.verdict(usable=bool(file.transmission.interchanges))
    return say(
        f"verdict_{verdict}",
        name=file.name,
        sets=tally.sets,
        fatals=seen[Severity.FATAL],
        errors=seen[Severity.ERROR],
        warnings=seen[Severity.WARNING],
        notes=seen[Severity.NOTE],
    )


def interchange_line(interchange: Interchange) -> str:
    """An interchange in one line."""
    usage = interchange.usage if interchange.usage in ("P", "T", "I") else ""
    return say(
        "interchange",
        control=interchange.control_number,
        sender=identity(interchange.sender_qualifier, interchange.sender_id),
        receiver=identity(interchange.receiver_qualifier, interchange.receiver_id),
        version=interchange.version,
        usage=say(f"usage_{usage}"),
    )


def group_line(group: Group) -> str:
    """A group in one line."""
    return say(
        "group",
        control=group.control_number,
        functional_id=group.functional_id,
        version=group.version,
        sets=len(group.sets),
    )


def set_line(read: ReadSet) -> str:
    """A set in one line."""
    member = read.transaction_set
    first = member.first_segment_in_file
    return say(
        "set",
        set_id=member.set_id,
        name=segment_name_of_set(member.set_id),
        control=member.control_number,
        first=first,
        last=first + len(member.segments) - 1,
    ).replace("  ", " ")


def segment_name_of_set(set_id: str) -> str:
    """What a document is called, empty for one that we do not know."""
    names = _SET_NAMES.get(set_id)
    return names[language() == "zh_CN"] if names else ""


_SET_NAMES = {
    "810": ("invoice", "发票"),
    "820": ("remittance advice", "汇款通知"),
    "824": ("application advice", "应用通知"),
    "830": ("planning schedule", "计划预测"),
    "846": ("inventory report", "库存报告"),
    "850": ("purchase order", "采购订单"),
    "852": ("product activity", "产品动销"),
    "855": ("purchase order acknowledgment", "采购订单确认"),
    "856": ("ship notice", "发货通知"),
    "860": ("purchase order change", "采购订单变更"),
    "861": ("receiving advice", "收货通知"),
    "862": ("shipping schedule", "发运计划"),
    "865": ("change acknowledgment", "订单变更确认"),
    "997": ("functional acknowledgment", "功能确认"),
    "999": ("implementation acknowledgment", "实施确认"),
}


def plain_interchange(interchange: Interchange) -> dict[str, Any]:
    """An interchange without what is inside of it."""
    marks = interchange.delimiters
    return {
        "sender": identity(interchange.sender_qualifier, interchange.sender_id),
        "receiver": identity(interchange.receiver_qualifier, interchange.receiver_id),
        "control_number": interchange.control_number,
        "version": interchange.version,
        "usage": interchange.usage,
        "date": interchange.date,
        "time": interchange.time,
        "acknowledgement_requested": interchange.ack_requested,
        "delimiters": {
            "element": marks.element,
            "component": marks.component,
            "repetition": marks.repetition,
            "terminator": marks.terminator,
        },
        "bytes": [interchange.byte_start, interchange.byte_end],
        "acknowledgements": [list(ta1) for ta1 in interchange.ta1s],
    }


def plain_group(group: Group) -> dict[str, Any]:
    """A group without its sets."""
    return {
        "functional_id": group.functional_id,
        "sender": group.sender,
        "receiver": group.receiver,
        "control_number": group.control_number,
        "version": group.version,
        "date": group.date,
        "time": group.time,
        "claimed_sets": group.claimed_sets,
        "bytes": [group.byte_start, group.byte_end],
    }


def plain_set(read: ReadSet, *, with_segments: bool) -> dict[str, Any]:
    """A set with its problems, and its segments with names if wanted."""
    member = read.transaction_set
    plain: dict[str, Any] = {
        "set_id": member.set_id,
        "control_number": member.control_number,
        "segment_count": len(member.segments),
        "first_segment_in_file": member.first_segment_in_file,
        "bytes": [member.byte_start, member.byte_end],
        "has_guide": find_guide(member.set_id, read.group.version) is not None,
        "is_translated": read.reading.message is not None,
        "problems": [plain_problem(found) for found in set_problems(read)],
    }
    if with_segments:
        plain["segments"] = [
            {
                "number": number,
                "tag": segment[0],
                "name": {"en": segment_name(segment[0], "en"), "zh": segment_name(segment[0], "zh_CN")},
                "elements": segment[1:],
            }
            for number, segment in enumerate(member.segments, 1)
        ]
    return plain


def segment_lines(read: ReadSet) -> Iterator[str]:
    """The segments of a set, each with its name, and its elements with theirs below."""
    guide = find_guide(read.transaction_set.set_id, read.group.version)
    locale: Locale = language()
    for number, segment in enumerate(read.transaction_set.segments, 1):
        tag = segment[0]
        yield f"{number:>5}  {tag:<3}  {segment_name(tag, locale) or ''}".rstrip()
        for position, element in _sent(segment):
            name = element_name(tag, position, locale, guide) or ""
            yield f"         {tag}{position:02d}  {element}  {name}".rstrip()


def _sent(segment: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((position, element) for position, element in enumerate(segment[1:], 1) if element)

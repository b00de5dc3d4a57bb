"""The commands. Exit status: 0 clean (warnings included), 1 problems, 2 unusable."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from causeway.gateway.canonical import codec
from causeway.portal.cli.edi import reports
from causeway.portal.cli.edi.opening import UNUSABLE, EdiFile, ReadSet, each_set, open_file
from causeway.portal.cli.edi.words import say, set_language

PROBLEMS = 1


def _language(_: click.Context, __: click.Parameter, value: str | None) -> str:
    return set_language(value)


_file = click.argument("file", type=click.Path(path_type=str, allow_dash=True))
_agreement = click.option(
    "--agreement",
    type=click.Path(path_type=Path),
    help="JSON with an agreement's terms: charset, leniencies, versions, delimiters, meanings.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine.")
_lang = click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    callback=_language,
    is_eager=True,
    expose_value=False,
    help="Language of the text; without it, the terminal's.",
)


@click.group()
def edi() -> None:
    """Look into, check, translate and answer X12 files; `-` reads standard input. Needs no database."""


@edi.command()
@_file
@_agreement
@_json
@_lang
@click.option("--segments", is_flag=True, help="Show every segment and element with its name.")
def inspect(*, file: str, agreement: Path | None, as_json: bool, segments: bool) -> None:
    """Show what is in a file: interchanges, groups, transaction sets, and what is wrong with them."""
    opened = open_file(file, agreement)
    tally = reports.Tally()
    if as_json:
        click.echo(json.dumps(_inspected(opened, tally, with_segments=segments), ensure_ascii=False))
    else:
        _print_inspection(opened, tally, with_segments=segments)
    sys.exit(_status(opened, tally))


def _inspected(opened: EdiFile, tally: reports.Tally, *, with_segments: bool) -> dict[str, Any]:
    envelope = list(reports.envelope_problems(opened))
    tally.count(found.problem for found in envelope)
    interchanges: dict[int, dict[str, Any]] = {}
    groups: dict[int, dict[str, Any]] = {}
    for interchange in opened.transmission.interchanges:
        interchanges[id(interchange)] = plain = reports.plain_interchange(interchange)
        plain["groups"] = []
        for group in interchange.groups:
            groups[id(group)] = {**reports.plain_group(group), "sets": []}
            plain["groups"].append(groups[id(group)])
    for read in each_set(opened):
        tally.sets += 1
        tally.count(read.reading.problems)
        groups[id(read.group)]["sets"].append(reports.plain_set(read, with_segments=with_segments))
    return {
        "file": opened.name,
        "size": len(opened.data),
        "sha256": opened.sha256,
        "verdict": tally.verdict(usable=bool(interchanges)),
        "interchanges": list(interchanges.values()),
        "remainders": [list(stretch) for stretch in opened.transmission.remainders],
        "problems": [reports.plain_problem(found) for found in envelope],
    }


def _print_inspection(opened: EdiFile, tally: reports.Tally, *, with_segments: bool) -> None:
    for found in reports.envelope_problems(opened):
        tally.count([found.problem])
        click.echo(reports.problem_line(found))
    shown: set[int] = set()
    for interchange in opened.transmission.interchanges:
        for ta1 in interchange.ta1s:
            click.echo(say("ta1", text=" ".join(ta1)))
    for read in each_set(opened):
        if id(read.interchange) not in shown:
            shown.add(id(read.interchange))
            click.echo(reports.interchange_line(read.interchange))
        if id(read.group) not in shown:
            shown.add(id(read.group))
            click.echo("  " + reports.group_line(read.group))
        tally.sets += 1
        tally.count(read.reading.problems)
        click.echo("    " + reports.set_line(read))
        if with_segments:
            click.echo("\n".join("    " + line for line in reports.segment_lines(read)))
        for found in reports.set_problems(read):
            click.echo("      " + reports.problem_line(found))
    click.echo(reports.verdict_line(opened, tally))


@edi.command()
@_file
@_agreement
@_json
@_lang
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Ask pyx12 as well, and show both side by side; the exit status stays ours.",
)
def validate(*, file: str, agreement: Path | None, as_json: bool, second_opinion: bool) -> None:
    """Check a file against the guides and list everything that is wrong with it."""
    from causeway.portal.cli.edi import second

    if second_opinion:
        second.require()
    opened = open_file(file, agreement)
    tally = reports.Tally()
    listed = []
    asked = []
    for found in reports.envelope_problems(opened):
        tally.count([found.problem])
        listed.append(found)
    for read in each_set(opened):
        tally.sets += 1
        tally.count(read.reading.problems)
        listed.extend(reports.set_problems(read))
        if second_opinion:
            asked.append((read, second.opinion_on(opened, read)))
    if as_json:
        usable = bool(opened.transmission.interchanges)
        report: dict[str, Any] = {
            "file": opened.name,
            "verdict": tally.verdict(usable=usable),
            "sets": tally.sets,
            "problems": [reports.plain_problem(found) for found in listed],
        }
        if second_opinion:
            report["second_opinion"] = [second.plain(read, found) for read, found in asked]
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for problem in listed:
            click.echo(reports.problem_line(problem))
        for read, both in asked:
            click.echo("\n".join(second.lines(read, both)))
        click.echo(reports.verdict_line(opened, tally))
    sys.exit(_status(opened, tally))


@edi.command()
@_file
@_agreement
@_json
@_lang
@click.option(
    "--to",
    "target",
    type=click.Choice(["json", "x12"]),
    default="json",
    help="What to write: canonical JSON, one message a line (from X12), or X12 (from such JSON).",
)
@click.option("--sender", help="With --to x12: who sends, such as ZZ:ACME; without it, as the messages say.")
@click.option("--receiver", help="With --to x12: who receives, such as 01:123456789.")
@click.option(
    "--control-number", default=1, show_default=True, help="With --to x12: the first interchange's."
)
def translate(
    *,
    file: str,
    agreement: Path | None,
    as_json: bool,  # noqa: ARG001 - canonical messages are JSON in any case
    target: str,
    sender: str | None,
    receiver: str | None,
    control_number: int,
) -> None:
    """Turn a file into canonical messages, or canonical messages into a file."""
    if target == "x12":
        from causeway.portal.cli.edi.canonical_in import write_file

        sys.exit(write_file(file, agreement, sender=sender, receiver=receiver, control_number=control_number))
    opened = open_file(file, agreement)
    tally = reports.Tally()
    for found in reports.envelope_problems(opened):
        tally.count([found.problem])
        click.echo(reports.problem_line(found), err=True)
    untranslated = False
    for read in each_set(opened):
        tally.sets += 1
        tally.count(read.reading.problems)
        if read.reading.message is None:
            untranslated = True
            _tell_untranslated(read)
        else:
            click.echo(codec.encode(read.reading.message))
    sys.exit(max(_status(opened, tally), PROBLEMS if untranslated else 0))


def _tell_untranslated(read: ReadSet) -> None:
    member = read.transaction_set
    name = "not_translated" if read.reading.reason == "document_rejected" else "no_reader"
    click.echo(
        say(name, set_id=member.set_id, control=member.control_number, version=read.group.version), err=True
    )
    for found in reports.set_problems(read):
        click.echo("  " + reports.problem_line(found), err=True)


@edi.command()
@_file
@_agreement
@_json
@_lang
@click.option(
    "--control-number", default=1, show_default=True, help="The first interchange's control number."
)
def ack(*, file: str, agreement: Path | None, as_json: bool, control_number: int) -> None:
    """Write the acknowledgements that a file's senders are owed; with --json, their canonical form."""
    from causeway.portal.cli.edi.answering import acknowledgements, written

    opened = open_file(file, agreement)
    tally = reports.Tally()
    for found in reports.envelope_problems(opened):
        tally.count([found.problem])
    answers = list(acknowledgements(opened, tally))
    for answer in answers:
        if as_json:
            for message in answer.messages:
                click.echo(codec.encode(message))
    if not any(answer.messages for answer in answers):
        click.echo(say("nothing_to_acknowledge", name=opened.name), err=True)
    elif not as_json:
        for data in written(answers, opened.terms, control_number):
            click.echo(data, nl=False)
    sys.exit(_status(opened, tally))


@edi.command()
@_lang
def schema() -> None:
    """Print the JSON Schema (2020-12) of the canonical messages."""
    click.echo(json.dumps(codec.json_schema(), ensure_ascii=False, indent=2))


def _status(opened: EdiFile, tally: reports.Tally) -> int:
    if not opened.transmission.interchanges:
        return UNUSABLE
    return PROBLEMS if tally.has_offences else 0

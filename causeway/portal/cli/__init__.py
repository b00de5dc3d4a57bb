"""The command `causeway`: starts the product, its parts, and tells what is wrong with them.

Each command group is a module that is imported when it is asked for, so that help comes at once.
"""

import importlib
import sys

import click

from causeway.tenants.errors import SetupError

COMMANDS = {
    "up": ("causeway.portal.cli.up", "up"),
    "web": ("causeway.portal.cli.processes", "web"),
    "worker": ("causeway.portal.cli.processes", "worker"),
    "scheduler": ("causeway.portal.cli.processes", "scheduler"),
    "migrate": ("causeway.portal.cli.migrate", "migrate"),
    "tenant": ("causeway.portal.cli.tenant", "tenant"),
    "doctor": ("causeway.portal.cli.doctor", "doctor"),
    "config": ("causeway.portal.cli.config", "config"),
    "audit": ("causeway.portal.cli.audit", "audit"),
    "edi": ("causeway.portal.cli.edi", "edi"),
}
SUMMARIES = {
    "up": "Start everything: servers if none are named, web, workers, scheduler.",
    "web": "Run the web processes.",
    "worker": "Run one worker.",
    "scheduler": "Run the scheduler.",
    "migrate": "Bring the database to this version.",
    "tenant": "Found a tenant with its first administrator.",
    "doctor": "Tell which servers are used and what is wrong with them.",
    "config": "Show the settings and where they come from.",
    "audit": "Verify the audit and prove its entries.",
    "edi": "Look into, check, translate and answer X12 files, without a database.",
}


class LateGroup(click.Group):
    """A group whose commands are imported when they are run, and listed without that."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="causeway", message="%(prog)s %(version)s")
def cli() -> None:
    """Causeway (通衢): a B2B collaboration portal with an EDI/API gateway."""


def main() -> None:
    """Runs the command line; exits with 0, with 1 when something is wrong, with 2 when it was called wrongly."""
    try:
        cli(prog_name="causeway")
    except SetupError as error:
        for line in error.message.splitlines():
            click.echo(f"causeway: {line}", err=True)
        sys.exit(1)

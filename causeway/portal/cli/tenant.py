"""Commands on tenants: found one with its first administrator."""

import json
import re
from zoneinfo import ZoneInfo, available_timezones

import click

from causeway.portal.cli.settings import connected_settings
from causeway.tenants.errors import CausewayError, SetupError

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@click.group()
def tenant() -> None:
    """Found tenants."""


@tenant.command()
@click.argument("slug")
@click.option("--name", required=True, help="The core enterprise's name.")
@click.option("--admin-email", required=True, help="The first administrator's e-mail address.")
@click.option("--admin-name", required=True, help="The first administrator's name.")
@click.option("--time-zone", default="Asia/Shanghai", show_default=True, help="Zone of its calendar dates.")
@click.option("--locale", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(
    *, slug: str, name: str, admin_email: str, admin_name: str, time_zone: str, locale: str, as_json: bool
) -> None:
    """Found the tenant SLUG and print the link with which its first administrator joins."""
    if not _SLUG.fullmatch(slug):
        raise SetupError(f"{slug} is no short name: use 1 to 40 small letters, digits and inner hyphens.")
    if time_zone not in available_timezones():
        raise SetupError(f"{time_zone} is no time zone: use a name such as {ZoneInfo('Asia/Shanghai').key}.")
    settings = connected_settings()
    path = _found(settings.database_url, slug, name, (admin_email, admin_name), time_zone, locale)
    link = settings.public_url + path
    if as_json:
        click.echo(json.dumps({"tenant": slug, "link": link}, ensure_ascii=False))
    else:
        click.echo(f"Founded {slug}. {admin_name} joins within 7 days at\n{link}")


def _found(  # noqa: PLR0917 - what the options say, in their order
    database_url: str, slug: str, name: str, admin: tuple[str, str], time_zone: str, locale: str
) -> str:
    """The path of the invitation; tenant, company and administrator in one transaction, or nothing."""
    from causeway.tenants import db, directory
    from causeway.tenants.auth.people import invite_person
    from causeway.tenants.context import Scope
    from causeway.tenants.ids import new_id
    from causeway.tenants.permissions import RoleName

    configured = db.configure(database_url, pool_size=1)
    try:
        # A scope of a tenant that is about to exist: everything of it is made in one transaction.
        with db.unit_of_work(Scope(tenant_id=new_id())) as session:
            directory.found_tenant(session, slug=slug, name=name, locale=locale, time_zone=time_zone)
            own = directory.add_organization(
                session, directory.NewOrganization(name, is_own=True, locale=locale)
            )
            email, display_name = admin
            invitation = invite_person(
                session,
                own.id,
                email=email,
                display_name=display_name,
                roles=[RoleName.TENANT_ADMIN.value],
                locale=locale,
            )
            return invitation.link.path
    except CausewayError as error:
        raise SetupError(f"{error.message[:1].upper()}{error.message[1:]}.") from error
    finally:
        configured.close()

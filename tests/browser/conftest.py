"""A real Chromium before a real server, and a tenant in which something is going on."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from causeway.gateway.canonical.parties import Identifier
from causeway.gateway.partners.models import Agreement
from causeway.portal.app import create_app
from causeway.tenants import db
from causeway.tenants.auth import api_keys, people, tokens
from causeway.tenants.auth.models import LinkPurpose
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.sessions import Origin, begin_session
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.models import Membership, User
from causeway.tenants.settings import Settings
from tests.browser.looking import Variant, Visit, visiting
from tests.builders.orders import a_distributors_order, a_purchase_order
from tests.builders.trade import Trade, start_trading
from tests.conftest import make_world

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "harbour lantern 47"
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine; a continuous integration must have one."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on this machine: install the package chromium and a CJK font")
        pytest.skip("BROWSER TESTS DID NOT RUN: no Chromium on this machine (install the package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def application(servers, database) -> Flask:
    """The application on the test's servers, with links that lead to where it is served."""
    return create_app(
        Settings(
            database_url=servers.database_url,
            admin_database_url=servers.admin_database_url,
            redis_url=servers.redis_url,
            secret_key="s" * 40,
            public_url="http://127.0.0.1",
            log_level="WARNING",
        )
    )


@pytest.fixture(scope="session")
def address(application) -> Iterator[str]:
    """Where the application is served."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    application.config["PUBLIC_URL"] = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield application.config["PUBLIC_URL"]
    server.shutdown()
    thread.join()


@dataclass(frozen=True)
class Persona:
    """Somebody of the tenant."""

    email: str
    membership_id: UUID
    user_id: UUID

    def sign_in(self, agent: str = AGENT) -> str:
        """A session of theirs, as its cookie's value."""
        with db.unit_of_work(IDENTITY_SCOPE) as session:
            user = session.get_one(User, self.user_id)
        return begin_session(user, list_places(user.id)[0], ["password"], Origin("10.1.2.3", agent)).token


@dataclass(frozen=True)
class Site:
    """A tenant in which something is going on, and its people."""

    trade: Trade
    admin: Persona
    integrator: Persona
    buyer: Persona
    supplier: Persona
    distributor: Persona
    invited: Persona
    invitation: str
    reset: str
    agreement_id: UUID


@pytest.fixture(scope="session")
def site(application) -> Site:
    """The tenant, made by the product's own commands."""
    trade = start_trading(make_world("browser"))
    world = trade.world
    own, supplier, distributor = world.own_id, world.supplier_id, world.distributor_id
    admin = add_persona(trade, own, "周婷", "tenant_admin")
    invited = add_persona(trade, supplier, "Maximiliane von Hohenstein-Lichtenfeld", "supplier", invited=True)
    buyer = add_persona(trade, own, "陈敏", "buyer")
    with db.unit_of_work(world.staff) as session:
        invitation = people.resend_invitation(session, invited.membership_id).path
        reset = tokens.make_link(
            session, LinkPurpose.RESET, session.get_one(Membership, (world.tenant_id, buyer.membership_id))
        ).path
        agreement_id = session.query(Agreement.id).filter_by(organization_id=own).first()[0]
        api_keys.issue(session, supplier, is_own=False, name="production ERP")
        old, _ = api_keys.issue(session, supplier, is_own=False, name="test system 测试系统")
        api_keys.revoke(session, old.id)
    for number in ("4500018328", "4500018370", "4500018363"):
        trade.place(a_purchase_order(order_number=number).with_line().build())
    ours = (Identifier("seller", "M-100"),)
    sold = a_distributors_order(order_number="GL-2026-0117").with_line(ids=ours)
    trade.place(sold.build(), distributor=True)
    trade.hold(a_purchase_order(order_number="4500018399").with_line(buyer="NOBODY-KNOWS").build())
    return Site(
        trade=trade,
        admin=admin,
        integrator=add_persona(trade, own, "Alex Morgan", "integrator"),
        buyer=buyer,
        supplier=add_persona(trade, supplier, "王丽", "supplier"),
        distributor=add_persona(trade, distributor, "Dana Whitfield", "distributor"),
        invited=invited,
        invitation=invitation,
        reset=reset,
        agreement_id=agreement_id,
    )


def add_persona(
    trade: Trade, organization_id: UUID, name: str, *roles: str, invited: bool = False
) -> Persona:
    """Somebody new, who can sign in unless they are invited only."""
    email = f"{roles[0]}-{uuid4().hex[:6]}@example.com"
    with db.unit_of_work(trade.world.staff) as session:
        if invited:
            membership_id = people.invite_person(
                session, organization_id, email=email, display_name=name, roles=roles
            ).membership_id
        else:
            membership_id = people.add_person(
                session, organization_id, email=email, display_name=name, roles=roles, password=PASSWORD
            ).id
        user_id = session.get_one(Membership, (trade.world.tenant_id, membership_id)).user_id
    return Persona(email, membership_id, user_id)


Look = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture
def look(chromium, address, site) -> Look:
    """Open a window: `with look(variant, "admin") as visit: visit.open("/people")`."""

    def at(
        variant: Variant, who: str | Persona | None = None, **options: bool
    ) -> AbstractContextManager[Visit]:
        persona = getattr(site, who) if isinstance(who, str) else who
        token = persona.sign_in() if persona else None
        return visiting(chromium, address, variant, token, **options)

    return at

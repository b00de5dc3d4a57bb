"""What a page costs before it shows anything: this stack, one query, the layout's template.

It is the product itself with one more page, so that session, scope, headers and log are the same.
"""

from flask import render_template
from sqlalchemy import select

from causeway.portal import garbage
from causeway.portal.app import create_app
from causeway.portal.web.access import db_session, signed_in, visitor
from causeway.tenants.models import Organization
from causeway.tenants.settings import load_settings

app = create_app(load_settings())
garbage.collect_seldom()
_PAGE = app.jinja_env.from_string(
    '{% extends "layout.html" %}{% block title %}Bare{% endblock %}{% block page %}<p>{{ name }}</p>{% endblock %}'
)


@app.get("/bare")
@signed_in
def bare() -> str:
    """The name of the visitor's organization inside the frame of every page."""
    wanted = select(Organization.name).where(Organization.id == visitor().organization_id)
    return render_template(_PAGE, name=db_session().scalar(wanted))

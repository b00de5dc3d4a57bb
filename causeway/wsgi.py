"""The WSGI application, for any server: `granian --interface wsgi causeway.wsgi:app`."""

from causeway.portal.app import create_app
from causeway.tenants.settings import load_settings

app = create_app(load_settings())

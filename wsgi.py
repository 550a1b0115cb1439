"""The WSGI entry for any production server."""

from portal.app import create_app

app = create_app()

"""The staff's home page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.guards import staff_only

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@staff_only()
def home() -> ResponseReturnValue:
    """The dashboard."""
    return render_template("dashboard/staff/home.html")

"""The one blueprint of the accounts' staff pages."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

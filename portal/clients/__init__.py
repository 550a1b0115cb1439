"""Clients: the persons and organisations that buy, and their contacts."""

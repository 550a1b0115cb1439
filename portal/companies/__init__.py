"""Clients' companies with their registrations, and the workers they employ."""

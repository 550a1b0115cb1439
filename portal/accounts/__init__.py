"""Workspaces, their legal entities, staff with roles, API keys, and signing in."""

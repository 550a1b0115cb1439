"""Bawaba: a bilingual back office with client portal, vendor portal and JSON API."""

"""Quotations: priced proposals with versions, sent by link, answered by the client."""

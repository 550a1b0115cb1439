"""Pure building blocks: money, tax, dates, identifiers, text, working time and codes.

Nothing here knows the database, Flask or a reader's session. Errors carry a stable `code`; the
doors turn codes into sentences.
"""

"""What the demo data says: names, texts, services and people, as plain typed constants.

Nothing here knows of the database or of the web: the loader turns these values into rows.
Everything random takes a ``random.Random`` from the caller, so one seed gives one demo.
"""

"""What every domain stands on: database, actors, events, jobs, mail, files, audit, numbers."""

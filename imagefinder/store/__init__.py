"""SQLite: the schema and the only SQL in the program."""

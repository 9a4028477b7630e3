"""The program's words: types, errors, settings, paths. Imports nothing of the rest."""

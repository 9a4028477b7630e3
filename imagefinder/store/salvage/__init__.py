"""Brings back what can still be read of a damaged database that has no sound backup.

SQLite itself stops at the first page that makes no sense, and what lies below or behind it is out
of its reach. Here the file's pages are read one by one instead:

    file, log -> `pages` -> `records` -> `ownership` (which table does a page belong to?)
              -> `rescue` (a fresh database) -> `mending` (what refers to what) -> `salvage`

Only `salvage` is called from outside, by `imagefinder restore --salvage`.
"""

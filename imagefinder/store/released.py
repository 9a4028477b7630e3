"""The names of all migrations, apart from what they do (`schema`).

Whoever only reads asks no more than whether a library is older or newer than the program. What
migrates takes a fifth of a second to import, which the window's start would wait for.
"""

MIGRATION_SET = "imagefinder"
MIGRATION_NAMES = frozenset(
    {
        "m001_first_tables",
        "m002_lacking",
        "m003_marks",
        "m004_foreign_vectors",
        "m005_others",
        "m006_changes",
        "m007_judged_by",
    }
)

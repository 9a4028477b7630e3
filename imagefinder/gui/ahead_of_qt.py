"""What the window needs that is not Qt's and not its own, imported before Qt is.

PySide reads and searches the source of every module that is imported after it; a sixth of what the
imports of a start take goes there. Imported by whoever opens the window, first of all; a test holds
that nothing is missing here.
"""

import html  # noqa: F401
import sqlite3  # noqa: F401
import subprocess  # noqa: F401
import tempfile  # noqa: F401
import zipfile  # noqa: F401 - shiboken's

import msgspec.json  # noqa: F401
import numpy as np  # noqa: F401
import platformdirs  # noqa: F401
import send2trash  # noqa: F401

import imagefinder.core.log
import imagefinder.core.messages
import imagefinder.embed.weights
import imagefinder.engine.supervision
import imagefinder.files.crawl
import imagefinder.files.digest
import imagefinder.files.trash
import imagefinder.search.parse
import imagefinder.store.backup
import imagefinder.store.marks
import imagefinder.store.reader
import imagefinder.store.suggestions
import imagefinder.store.thumbs  # noqa: F401

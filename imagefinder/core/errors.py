"""The two kinds of error: the world's fault (a sentence to show) and ours (a traceback).

Raised everywhere below; decided upon in one place each: `cli.main` and the engine's worker loop.
"""


class KnownError(Exception):
    """The world's fault. Its text is one sentence, fit to show: what, which file, what to do."""


class BugError(Exception):
    """Our fault: a state that the code holds to be impossible. Shown with its traceback."""


class UnreadableImage(KnownError):
    """One file is no readable picture; the text is the reason, without the path."""


class NotAPicture(UnreadableImage):
    """The file's content is of no picture format at all."""


class Vanished(UnreadableImage):
    """The file was there when it was found and is gone now."""


class FolderOffline(KnownError):
    """A watched folder is missing, unreadable or suddenly empty; the text is the reason."""


class UnfinishedQuery(KnownError):
    """A filter at the end of typed text lacks its value: who is typing may be about to give it."""


class LibraryBusy(KnownError):
    """Another program is writing to this library."""


class DamagedLibrary(KnownError):
    """The database's file is damaged; a backup of it may be put back."""


class ModelUnavailable(KnownError):
    """The model's weights cannot be had: not there, broken, or the network refused."""


class Stopped(Exception):
    """Work was interrupted on request; what was done is kept."""

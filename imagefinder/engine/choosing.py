"""Carries out what the person decided in the window: settings, marks, kept searches.

Called by the engine process's writing thread, between two steps of an indexing.
"""

import numpy as np

from imagefinder.core.choices import (
    ChangeSettings,
    Choice,
    ForgetSearch,
    Hide,
    IgnoreProblems,
    LookAgain,
    SaveSearch,
)
from imagefinder.core.messages import Done
from imagefinder.engine.engine import Engine
from imagefinder.store.marks import Marks


def carry_out(engine: Engine, choice: Choice) -> Done:
    """Do it; the answer's text says how many photos or files it was about, where it was."""
    marks, number = Marks(engine.library.connection), choice.request
    match choice:
        case ChangeSettings(settings=settings):
            engine.change_settings(settings)
        case SaveSearch(name=name, query=query):
            marks.save_search(name, query)
        case ForgetSearch(name=name):
            marks.forget_search(name)
        case Hide(photo_ids=ids, hidden=hidden):
            return Done(number, str(marks.hide(np.frombuffer(ids, "<i8").tolist(), hidden)))
        case IgnoreProblems(paths=paths):
            return Done(number, str(marks.ignore_problems(paths)))
        case LookAgain(folders=folders):
            engine.look_again(folders)
    return Done(number)

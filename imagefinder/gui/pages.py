"""The pages that the window can turn to, by the names under which they are remembered."""

from enum import StrEnum


class Page(StrEnum):
    """In the order of the navigation; the first run and the viewer are no such pages."""

    SEARCH = "search"
    MAP = "map"
    TASTE = "taste"
    FOLDERS = "folders"
    PROBLEMS = "problems"
    SETTINGS = "settings"

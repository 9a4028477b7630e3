"""The settings page, and what carries out what is chosen there."""

from imagefinder.gui.settings.choosing import Choosing
from imagefinder.gui.settings.page import SettingsPage

__all__ = ["Choosing", "SettingsPage"]

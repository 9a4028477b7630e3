"""The page of tastes: vote on one picture after the other, and see what was learnt."""

from imagefinder.gui.taste.page import TastePage
from imagefinder.gui.taste.sources import Sources
from imagefinder.gui.taste.tasting import Tasting

__all__ = ["Sources", "TastePage", "Tasting"]

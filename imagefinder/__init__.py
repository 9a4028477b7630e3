"""imagefinder: finds photographs on your own disks by words, by example and by taste."""

__version__ = "0.1.0"

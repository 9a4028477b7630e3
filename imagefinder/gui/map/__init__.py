"""The map: a layout of the library to walk through, and the page that it stands on."""

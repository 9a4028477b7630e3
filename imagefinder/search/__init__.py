"""From a typed query to ranked hits."""

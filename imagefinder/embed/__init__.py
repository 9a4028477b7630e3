"""From pictures and words to unit vectors."""

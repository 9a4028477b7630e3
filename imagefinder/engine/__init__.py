"""Everything composed in one process: indexing, searching, watching, jobs."""

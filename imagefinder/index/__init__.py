"""Nearest vectors: the exact scan and the Annoy forest."""

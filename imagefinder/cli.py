"""Placeholder while the spine is being built."""


def main() -> int:
    """Run the program."""
    return 0

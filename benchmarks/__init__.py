"""What prints the figures in the README. See `__main__` for how to add one."""

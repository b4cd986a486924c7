"""A journal -> the problems that only show across keys and files."""

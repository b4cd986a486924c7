"""A journal -> the problems that only a look at several keys or files can find."""

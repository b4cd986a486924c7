"""Logs of other programs -> entries, and entries -> sessions of a journal."""

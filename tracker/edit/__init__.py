"""A file's text and one change -> its new text, proved to say just that."""

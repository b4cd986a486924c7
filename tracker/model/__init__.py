"""The nouns of a journal and of its plan, and the words of time: no files, no clock."""

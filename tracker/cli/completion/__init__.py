"""A command line up to the cursor -> the words that may follow."""

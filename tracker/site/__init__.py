"""A journal's folder -> the files of its site, for MkDocs and as plain Markdown."""

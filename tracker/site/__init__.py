"""A journal's folder -> the files of its site, for MkDocs and for plain Markdown."""

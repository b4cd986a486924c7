"""The boundary between the program and the disk: only the modules of this package find, read, write or delete files.

`reading` reads regular files of the journal, up to a size. `writing` writes and deletes the names of one table.
`cache` keeps what can be made again. `site_folder` decides whether a folder may be emptied for a site. `outside` reads
and writes what the author or git names by its path, and the program's own data files.
"""

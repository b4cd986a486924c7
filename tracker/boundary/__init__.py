"""The boundary between program and disk: only this package finds, reads, writes or deletes files.

`reading` reads regular files of the journal, up to a size. `writing` writes and deletes files whose
names stand in one table. `cache` keeps files that can be made again. `docs` reads the author's own
pages. `site_folder` decides whether a build may empty a folder. `outside` reads and writes the
files that the author or git names by path, and reads the program's own data files. `network` asks
a host, on command only.
"""

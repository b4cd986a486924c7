"""Jupyter notebooks that are named as a project's evidence -> pages."""

from tracker.notebook.cells import LARGEST, Notebook, page_of

__all__ = ["LARGEST", "Notebook", "page_of"]

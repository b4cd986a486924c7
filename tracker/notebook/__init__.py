"""Jupyter notebooks that are named as a project's evidence -> pages."""

from tracker.notebook.cells import LARGEST, Notebook, convert_notebook

__all__ = ["LARGEST", "Notebook", "convert_notebook"]

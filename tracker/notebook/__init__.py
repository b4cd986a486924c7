"""Jupyter notebooks that a project names as evidence -> pages."""

from tracker.notebook.cells import LARGEST, Notebook, convert_notebook

__all__ = ["LARGEST", "Notebook", "convert_notebook"]

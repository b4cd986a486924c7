"""LaTeX as bibliographies hold it -> text, and text -> LaTeX."""

from __future__ import annotations

import re

from tracker.exchange.log_entries import cut_text
from tracker.exchange.paper_texts import clean_line

_MARKED = re.compile(r"[\\{}$~%&]|--|''|``|[?!]`")
# In a bibliography these are text: only behind a backslash have they to be in LaTeX.
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_LOGOS = ("TeX", "LaTeX", "LaTeXe", "BibTeX", "XeTeX", "XeLaTeX", "LuaTeX", "pdfTeX")
_WRAPPERS = (
    "mbox",
    "hbox",
    "texttt",
    "textsc",
    "textrm",
    "textsf",
    "textnormal",
    "textrussian",
    "ensuremath",
)
_SWITCHES = ("em", "bf", "it", "sc", "tt", "rm", "sl", "itshape", "bfseries", "scshape", "relax")
_LETTERS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textquotedbl": '"',
    "textbar": "|",
}
# What text needs so that it is read back as it was. Braces have no other way: BibTeX counts those
# with a backslash, too.
_ESCAPES = str.maketrans(
    {
        **{letter: f"{{\\{name}}}" for name, letter in _LETTERS.items()},
        **{letter: f"\\{letter}" for letter in "$&%#_"},
    }
)
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)|(?<=,)(?=,)")


class LatexReader:
    """Reads LaTeX as text, and keeps remarks on what it could not read so.

    ImportError without the package pylatexenc, which comes with bibtexparser.
    """

    def __init__(self) -> None:
        from pylatexenc.latex2text import (
            LatexNodes2Text,
            MacroTextSpec,
            get_default_latex_context_db,
        )

        macros = [MacroTextSpec(name, name) for name in _LOGOS]
        macros += [MacroTextSpec(name, "%s") for name in _WRAPPERS]
        macros += [MacroTextSpec(name, "") for name in _SWITCHES]
        macros += [MacroTextSpec(name, letter) for name, letter in _LETTERS.items()]
        context = get_default_latex_context_db()
        context.add_context_category("bibliographies", prepend=True, macros=macros)
        # A command that is not known stays as it was typed, so that its author sees it.
        unknown = MacroTextSpec("", simplify_repl=lambda node: node.latex_verbatim())
        context.set_unknown_macro_spec(unknown)
        self._latex = LatexNodes2Text(latex_context=context, math_mode="text")
        self._remarks: list[str] = []

    def read(self, text: str) -> str:
        """Read a piece of LaTeX. What is none is taken as it stands, with a remark."""
        if not _MARKED.search(text):
            return clean_line(text)
        try:
            return clean_line(self._latex.latex_to_text(_BARE.sub(r"\1\\\2", text)))
        except (ValueError, IndexError, TypeError, AttributeError, KeyError, RecursionError):
            self._remarks.append(f"{cut_text(text)!r} is no LaTeX, and was taken as it stands")
            return clean_line(text)

    def take_remarks(self) -> list[str]:
        """Return the remarks since this was last asked."""
        remarks, self._remarks = self._remarks, []
        return remarks


def escape_latex(text: str) -> str:
    """Write a text so that LaTeX shows it, and `LatexReader` reads it, as it is."""
    return _LIGATURE.sub("{}", " ".join(text.split()).translate(_ESCAPES))

"""The parts of MkDocs, Material and Markdown on which tracker/site/faster_mkdocs.py builds -> a hash of the source of each.

`python -m tests.site.upstream_sources` prints those that are installed.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
from contextlib import suppress
from typing import Any

PARTS = (
    "mkdocs.commands.build:_populate_page",
    "mkdocs.commands.build:_build_page",
    "mkdocs.commands.build:build",
    "mkdocs.commands.build:get_context",
    "mkdocs.structure.pages:Page",
    "mkdocs.structure.pages:_RelativePathTreeprocessor",
    "mkdocs.structure.pages:_ExtractAnchorsTreeprocessor",
    "mkdocs.structure.pages:_RawHTMLPreprocessor",
    "mkdocs.structure.pages:_ExtractTitleTreeprocessor",
    "mkdocs.structure.toc:get_toc",
    "mkdocs.structure.toc:AnchorLink",
    "mkdocs.utils:clean_directory",
    "mkdocs.utils:copy_file",
    "mkdocs.structure.files:File.copy_file",
    "mkdocs.utils:write_file",
    "material.plugins.blog.structure:Post",
    "material.plugins.blog.structure:Excerpt",
    "material.plugins.blog.structure:View",
    "material.plugins.blog.plugin:BlogPlugin.on_page_markdown",
    "material.plugins.blog.plugin:BlogPlugin.on_page_content",
    "material.plugins.blog.plugin:BlogPlugin.on_env",
    "material.plugins.blog.plugin:BlogPlugin.on_page_context",
    "material.plugins.blog.plugin:BlogPlugin._generate_links",
    "material.plugins.blog.plugin:BlogPlugin._render",
    "material.plugins.blog.plugin:BlogPlugin._render_post",
    "material.plugins.search.plugin:SearchPlugin",
    "material.plugins.tags.plugin:TagsPlugin",
    "markdown.inlinepatterns:InlineProcessor",
    "markdown.treeprocessors:InlineProcessor",
)


def hash_sources() -> dict[str, str]:
    hashes = {}
    found: Any
    for part in PARTS:
        module, _, names = part.partition(":")
        found = importlib.import_module(module)
        for name in names.split("."):
            found = getattr(found, name, None)
        source = inspect.getsource(found) if found else ""
        hashes[part] = hashlib.sha256(source.encode()).hexdigest()[:16]
    return hashes


if __name__ == "__main__":
    with suppress(ImportError):  # as ProperDocs does
        importlib.import_module("properdocs.replacement")
    print(json.dumps(hash_sources(), indent=2))

"""The rules of the architecture: which package imports which, and who may touch the clock, the disk and the exit."""

import ast
import graphlib

import pytest

from tests.journal import ROOT
from tests.tools.draw_architecture import PICTURE, draw_architecture, read_imports

# A package may import those above it in this list, which is the order of the data. A module beside them counts as one.
LAYERS = [
    "model",
    "boundary",
    "format",
    "store",
    "checks",
    "cached_reader",
    "edit",
    "figures",
    "remembered",
    "markup",
    "notebook",
    "charts",
    "pages",
    "syndication",
    "exchange",
    "__init__",
    "site",
    "cli",
    "__main__",
]
COMMANDS = "tracker.cli.commands."
PLUGIN = "tracker.site.plugin"
LATE = {"PIL", "matplotlib", "numpy", "rich"}  # they take longer to start than a command
KNOW_MKDOCS = {PLUGIN, "tracker.site.faster_mkdocs"}
SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "misc",
    "common",
    "base",
    "manager",
    "service",
    "handler",
}

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def read_program() -> dict[str, str]:
    return {
        str(p.relative_to(ROOT)): p.read_text("utf-8")
        for p in sorted((ROOT / "tracker").rglob("*.py"))
    }


def name_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def package_of(module: str) -> str:
    """`tracker.cli.commands.log` -> `cli`, `tracker` -> `__init__`."""
    return [*module.split("."), "__init__"][1]


def imports(path: str, tree: ast.AST, modules: set[str]) -> list[tuple[ast.stmt, str]]:
    """Each import, wherever it stands, as its statement and the module that it names."""
    package = path.split("/")[:-1]
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            inner = [f"{source}.{alias.name}" for alias in node.names]
            found += [(node, name if name in modules else source) for name in inner]
    return found


def import_problems(program: dict[str, str]) -> list[str]:
    modules = {name_of(path) for path in program}
    found, graph = [], {}
    for path, text in program.items():
        tree = ast.parse(text)
        in_functions = {
            id(n) for f in ast.walk(tree) if isinstance(f, FUNCTION) for n in ast.walk(f)
        }
        me = package_of(name_of(path))
        if me not in LAYERS:
            found.append(f"{path}: add it to LAYERS")
            continue
        mine = imports(path, tree, modules)
        graph[name_of(path)] = {name for _, name in mine if name in modules}
        for node, name in mine:
            place, outer = f"{path}:{node.lineno}", name.split(".")[0]
            other = package_of(name)
            if outer == "tracker" and LAYERS.index(other) > LAYERS.index(me):
                found.append(f"{place}: {me} imports {other}")
            if name == PLUGIN:
                found.append(f"{place}: only MkDocs imports the plugin")
            if name_of(path).startswith(COMMANDS) and name.startswith(COMMANDS):
                found.append(
                    f"{place}: a command imports a command; what they share stands in cli/"
                )
            if outer in {"mkdocs", "material"} and name_of(path) not in KNOW_MKDOCS:
                found.append(f"{place}: only the plugin imports {outer}")
            if outer in LATE and id(node) not in in_functions:
                found.append(f"{place}: import {outer} where it is used")
        found += [f"{path}: TYPE_CHECKING"] * ("TYPE_CHECKING" in text)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        found.append("a cycle: " + " -> ".join(reversed(error.args[1])))
    return found


def call_problems(program: dict[str, str]) -> list[str]:
    found = []
    for path, text in program.items():
        me = package_of(name_of(path))
        for node in ast.walk(ast.parse(text)):
            place = f"{path}:{getattr(node, 'lineno', 0)}"
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            clock = called == "time.time" or called.split(".")[-1] in {
                "now",
                "today",
                "utcnow",
                "time_ns",
            }
            if clock and me not in {"boundary", "cli"} and name_of(path) != PLUGIN:
                found.append(
                    f"{place}: {called}() is for cli and the plugin; take the time as an argument"
                )
            leaves = isinstance(node, ast.Name) and node.id == "SystemExit"
            if (leaves or called in {"sys.exit", "exit", "quit"}) and me not in {"cli", "__main__"}:
                found.append(f"{place}: only cli leaves the program")
    return found


# What reads, writes, lists or deletes: as a function of `os`, of `os.path`, as a method of a path, or a module of it.
ON_DISK = {
    "os": "open fdopen listdir scandir walk fwalk unlink remove rename renames replace makedirs mkdir rmdir removedirs "
    "stat lstat access chmod chown link symlink readlink truncate utime mkfifo",
    "os.path": "exists lexists isfile isdir islink ismount realpath getsize getmtime samefile",
    "": "read_bytes read_text write_bytes write_text unlink mkdir rmdir glob rglob iterdir is_file is_dir is_symlink "
    "exists resolve stat lstat touch symlink_to hardlink_to rename samefile chmod open",
}
DISK_MODULES = {
    "shutil",
    "tempfile",
    "glob",
    "fileinput",
    "mmap",
    "dbm",
    "shelve",
    "sqlite3",
    "zipfile",
    "tarfile",
}
NOT_ON_DISK = {"find_item.resolve"}  # a function of ours of that name


def touches_disk(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    if called in {"open", "io.open"}:
        return True
    if not isinstance(call.func, ast.Attribute) or called in NOT_ON_DISK:
        return False
    owner, name = ast.unparse(call.func.value), call.func.attr
    if owner in {"os", "os.path"}:
        return name in ON_DISK[owner].split()
    one_word = (
        name == "replace" and len(call.args) == 1 and not call.keywords
    )  # of a path: a text's takes two
    return one_word or name in ON_DISK[""].split()


def disk_problems(program: dict[str, str]) -> list[str]:
    """Only the boundary opens, lists, unlinks or walks."""
    found = []
    for path, text in program.items():
        if package_of(name_of(path)) == "boundary":
            continue
        for node in ast.walk(ast.parse(text)):
            place = f"{path}:{getattr(node, 'lineno', 0)}"
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [
                f"{place}: imports {name}; that is for boundary"
                for name in names
                if name in DISK_MODULES
            ]
            if isinstance(node, ast.Call) and touches_disk(node):
                found.append(
                    f"{place}: {ast.unparse(node.func)}() touches the disk; that is for boundary"
                )
    return found


def name_problems(program: dict[str, str]) -> list[str]:
    return [
        f"{path}: a name that says nothing"
        for path in program
        if SAY_NOTHING & set(name_of(path).split("."))
    ]


@pytest.mark.parametrize("rule", [import_problems, call_problems, disk_problems, name_problems])
def test_architecture(rule) -> None:
    assert rule(read_program()) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "said"),
    [
        (import_problems, "attic", "", "add it to LAYERS"),
        (
            import_problems,
            "model/plan",
            "from tracker.figures import stats",
            "model imports figures",
        ),
        (
            import_problems,
            "model/plan",
            "def f():\n    from ..figures import stats",
            "model imports figures",
        ),
        (import_problems, "model/plan", "import tracker", "model imports __init__"),
        (import_problems, "charts/bars", "from ..pages import home", "charts imports pages"),
        (import_problems, "site/plugin", "from tracker import cli", "site imports cli"),
        (
            import_problems,
            "cli/commands/build",
            "from tracker.site import plugin",
            "only MkDocs imports the plugin",
        ),
        (
            import_problems,
            "cli/commands/log",
            "from tracker.cli.commands import stop",
            "a command imports a command",
        ),
        (import_problems, "site/files", "import mkdocs.config", "only the plugin imports mkdocs"),
        (import_problems, "figures/stats", "import tracker.figures.report", "a cycle: "),
        (
            import_problems,
            "charts/bars",
            "if True:\n    import numpy.random",
            "where it is used",
        ),
        (import_problems, "figures/stats", "from typing import TYPE_CHECKING", "TYPE_CHECKING"),
        (
            call_problems,
            "figures/stats",
            "import datetime as d\nd.date.today()",
            "stats.py:2: d.date.today()",
        ),
        (call_problems, "store", "import time\ntime.time()", "take the time as an argument"),
        (call_problems, "site/plugin", "import sys\nsys.exit(1)", "only cli leaves"),
        (call_problems, "format/loader", "raise SystemExit(1)", "only cli leaves"),
        (
            disk_problems,
            "cli/commands/build",
            "import os\nos.unlink('x')",
            "os.unlink() touches the disk",
        ),
        (
            disk_problems,
            "site/files",
            "from pathlib import Path\nPath('x').replace('y')",
            "touches the disk",
        ),
        (
            disk_problems,
            "site/files",
            "def f():\n    with open('x'): pass",
            "open() touches the disk",
        ),
        (disk_problems, "site/plugin", "import shutil", "imports shutil"),
        (
            disk_problems,
            "charts/bars",
            "import os.path as p\nimport os\nos.path.exists('x')",
            "touches the disk",
        ),
        (name_problems, "cli/utils", "", "says nothing"),
    ],
)
def test_a_broken_rule_is_seen(rule, path: str, text: str, said: str) -> None:
    names = (
        "__init__",
        "model/plan",
        "figures/stats",
        "cli/commands/stop",
        "pages/home",
        "site/plugin",
        "cli/__init__",
    )
    stub = {f"tracker/{name}.py": "" for name in names}
    stub["tracker/figures/report.py"] = "from tracker.figures import stats"
    assert rule(stub) == []
    assert [problem for problem in rule({**stub, f"tracker/{path}.py": text}) if said in problem]


def test_the_picture_is_drawn_from_the_imports() -> None:
    picture = draw_architecture(read_imports())
    assert picture == PICTURE.read_text("utf-8"), "the picture is stale: make architecture"

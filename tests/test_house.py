"""The house's import rule and its limits. A new module is one line in LAYERS."""

import ast
import graphlib
import math
from pathlib import Path

import pytest

# A module may import those below it, and those beside it while no cycle comes of that. A folder counts as one.
LAYERS = {
    "plan": 0,
    "model": 1,
    "when": 2,
    "periods": 2,
    "suggest": 2,
    "wording": 2,
    "platforms": 2,
    "scalars": 3,
    "encoding": 3,
    "fields": 4,
    "kept_fields": 4,
    "boundary": 5,
    "loader": 5,
    "limits": 1,
    "hosts": 2,
    "svg": 2,
    "pictures": 3,
    "spans": 6,
    "readers": 6,
    "findings": 6,
    "public": 6,
    "plan_checks": 6,
    "kept_checks": 6,
    "checks": 6,
    "stats": 6,
    "edit": 6,
    "amend": 6,
    "rename": 6,
    "enter": 6,
    "merge": 6,
    "schema": 6,
    "markup": 6,
    "notebook": 6,
    "report": 7,
    "ahead": 7,
    "measures": 7,
    "rhythm": 7,
    "knowledge": 7,
    "forecast": 7,
    "kept": 8,
    "store": 7,
    "exchange": 7,
    "cards": 8,
    "charts": 8,
    "pages": 9,
    "feeds": 9,
    "newsletter": 9,
    "share": 9,
    "settings": 9,
    "__init__": 10,
    "site": 10,
    "elsewhere": 10,
    "cli": 11,
    "plugin": 11,
    "__main__": 12,
}
NEVER_MEET = {("cli", "plugin"), ("plugin", "cli")}
SAY_NOTHING = {"utils", "util", "helpers", "misc", "common", "base", "manager", "service", "handler"}
FUNCTION_LINES, NINTH_DECILE = 40, 20

ROOT = Path(__file__).parent.parent
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def read_house() -> dict[str, str]:
    return {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in sorted((ROOT / "tracker").rglob("*.py"))}


def name_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room_of(module: str) -> str:
    """`tracker.cli.log` -> `cli`, `tracker` -> `__init__`."""
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


def import_problems(house: dict[str, str]) -> list[str]:
    modules = {name_of(path) for path in house}
    found, graph = [], {}
    for path, text in house.items():
        tree = ast.parse(text)
        in_functions = {id(n) for f in ast.walk(tree) if isinstance(f, FUNCTION) for n in ast.walk(f)}
        me = room_of(name_of(path))
        if me not in LAYERS:
            found.append(f"{path}: add it to LAYERS")
            continue
        mine = imports(path, tree, modules)
        graph[name_of(path)] = {name for _, name in mine if name in modules}
        for node, name in mine:
            place, outer = f"{path}:{node.lineno}", name.split(".")[0]
            room = room_of(name)
            if outer == "tracker" and (LAYERS.get(room, -1) > LAYERS[me] or (me, room) in NEVER_MEET):
                found.append(f"{place}: {me} imports {room}")
            if outer in {"mkdocs", "material"} and me != "plugin":
                found.append(f"{place}: only plugin imports {outer}")
            if outer == "matplotlib" and id(node) not in in_functions:
                found.append(f"{place}: import matplotlib where it is used")
        found += [f"{path}: TYPE_CHECKING"] * ("TYPE_CHECKING" in text)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        found.append("a cycle: " + " -> ".join(reversed(error.args[1])))
    return found


def call_problems(house: dict[str, str]) -> list[str]:
    found = []
    for path, text in house.items():
        me = room_of(name_of(path))
        for node in ast.walk(ast.parse(text)):
            place = f"{path}:{getattr(node, 'lineno', 0)}"
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            clock = called == "time.time" or called.split(".")[-1] in {"now", "today", "utcnow", "time_ns"}
            if clock and me not in {"boundary", "cli", "plugin"}:
                found.append(f"{place}: {called}() is for cli and plugin; take the time as an argument")
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
DISK_MODULES = {"shutil", "tempfile", "glob", "fileinput", "mmap", "dbm", "shelve", "sqlite3", "zipfile", "tarfile"}
NOT_ON_DISK = {"items.resolve"}  # a function of ours of that name


def touches_disk(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    if called in {"open", "io.open"}:
        return True
    if not isinstance(call.func, ast.Attribute) or called in NOT_ON_DISK:
        return False
    owner, name = ast.unparse(call.func.value), call.func.attr
    if owner in {"os", "os.path"}:
        return name in ON_DISK[owner].split()
    one_word = name == "replace" and len(call.args) == 1 and not call.keywords  # of a path: a text's takes two
    return one_word or name in ON_DISK[""].split()


def disk_problems(house: dict[str, str]) -> list[str]:
    """Only the boundary opens, lists, unlinks or walks."""
    found = []
    for path, text in house.items():
        if room_of(name_of(path)) == "boundary":
            continue
        for node in ast.walk(ast.parse(text)):
            place = f"{path}:{getattr(node, 'lineno', 0)}"
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{place}: imports {name}; that is for boundary" for name in names if name in DISK_MODULES]
            if isinstance(node, ast.Call) and touches_disk(node):
                found.append(f"{place}: {ast.unparse(node.func)}() touches the disk; that is for boundary")
    return found


def size_problems(house: dict[str, str]) -> list[str]:
    found, lengths = [], []
    for path, text in house.items():
        if SAY_NOTHING & set(name_of(path).split(".")):
            found.append(f"{path}: a name that says nothing")
        for node in (n for n in ast.walk(ast.parse(text)) if isinstance(n, FUNCTION)):
            lengths.append((node.end_lineno or 0) - node.lineno + 1)
            if lengths[-1] > FUNCTION_LINES:
                found.append(f"{path}:{node.lineno}: {node.name} has {lengths[-1]} lines, more than {FUNCTION_LINES}")
    ninth = sorted(lengths)[math.ceil(len(lengths) * 0.9) - 1] if lengths else 0
    if ninth > NINTH_DECILE:
        found.append(f"one function in ten has {ninth} lines or more; {NINTH_DECILE} is the limit")
    return found


@pytest.mark.parametrize("rule", [import_problems, call_problems, disk_problems, size_problems])
def test_house(rule) -> None:
    assert rule(read_house()) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "said"),
    [
        (import_problems, "attic", "", "add it to LAYERS"),
        (import_problems, "model", "from tracker.stats import hours", "model imports stats"),
        (import_problems, "model", "def f():\n    from . import stats", "model imports stats"),
        (import_problems, "model", "import tracker", "model imports __init__"),
        (import_problems, "charts/bars", "from ..pages import home", "charts imports pages"),
        (import_problems, "plugin", "from tracker import cli", "plugin imports cli"),
        (import_problems, "cli/build", "import mkdocs.config", "only plugin imports mkdocs"),
        (import_problems, "stats", "import tracker.checks", "a cycle: "),
        (import_problems, "charts/bars", "if True:\n    import matplotlib.figure", "where it is used"),
        (import_problems, "stats", "from typing import TYPE_CHECKING", "TYPE_CHECKING"),
        (call_problems, "stats", "import datetime as d\nd.date.today()", "stats.py:2: d.date.today()"),
        (call_problems, "store", "import time\ntime.time()", "take the time as an argument"),
        (call_problems, "plugin", "import sys\nsys.exit(1)", "only cli leaves"),
        (call_problems, "loader", "raise SystemExit(1)", "only cli leaves"),
        (disk_problems, "cli/build", "import os\nos.unlink('x')", "os.unlink() touches the disk"),
        (disk_problems, "site", "from pathlib import Path\nPath('x').replace('y')", "touches the disk"),
        (disk_problems, "site", "def f():\n    with open('x'): pass", "open() touches the disk"),
        (disk_problems, "plugin", "import shutil", "imports shutil"),
        (disk_problems, "charts/bars", "import os.path as p\nimport os\nos.path.exists('x')", "touches the disk"),
        (size_problems, "cli/utils", "", "says nothing"),
        (size_problems, "stats", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
        (size_problems, "stats", "def f():\n" + "    x = 1\n" * 20, "has 21 lines or more"),
    ],
)
def test_a_broken_rule_is_seen(rule, path: str, text: str, said: str) -> None:
    stub = {f"tracker/{name}.py": "" for name in ("__init__", "model", "stats", "cli/__init__", "pages/__init__")}
    stub["tracker/checks.py"] = "from tracker import stats"
    assert rule(stub) == []
    assert [problem for problem in rule({**stub, f"tracker/{path}.py": text}) if said in problem]

"""Memories below .tracker/: what was worked out before, for the program that worked it out.

A memory may be deleted at any time. It begins with a hash of its body and of what it depends on, so
that one that was cut off, changed, or written by another version is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from tracker.boundary.writing import delete_leftovers, read_own, write_own

_MOST = 200_000_000  # bytes


def read_memory(root: str, name: str, stamps: object) -> bytes:
    """Read the body of a memory; empty where there is none that depends on the same `stamps`."""
    head, _, body = (read_own(root, name, _MOST) or b"").partition(b"\n")
    return body if head == _hash_memory(body, stamps) else b""


def write_memory(root: str, name: str, stamps: object, body: bytes) -> None:
    """Write a memory. Where that fails, the next answer takes longer and is the same."""
    with suppress(OSError):
        delete_leftovers(root)
        write_own(root, name, _hash_memory(body, stamps) + b"\n" + body)


def read_memory_lines(root: str, name: str, stamps: object) -> dict[str, str]:
    """Read a memory of lines, each a key without a blank, and what is remembered under it."""
    body = read_memory(root, name, stamps)
    if not body:
        return {}
    remembered = {}
    for line in body.decode().split("\n"):
        key, _, packed = line.partition(" ")
        remembered[key] = packed
    return remembered


def write_memory_lines(root: str, name: str, stamps: object, remembered: Mapping[str, str]) -> None:
    """Write a memory of lines; none where a letter of it can't be written."""
    lines = [f"{key} {packed}" for key, packed in remembered.items()]
    try:
        body = "\n".join(lines).encode()
    except UnicodeEncodeError:
        return
    write_memory(root, name, stamps, body)


def hash_bytes(data: bytes) -> str:
    """Hash the bytes of a file, or of a memory: 32 letters."""
    return str(_import_blake2b()(data, digest_size=16).hexdigest())


def hash_program_files(paths: Iterable[str]) -> str:
    """Hash source files, for a memory that another installation of this version may use, too."""
    texts = []
    for path in paths:
        with open(path, "rb") as file:
            texts.append(file.read())
    return hash_bytes(b"".join(texts))


def _hash_memory(body: bytes, stamps: object) -> bytes:
    return hash_bytes(repr(stamps).encode() + body).encode()


@cache
def _import_blake2b() -> Any:
    """Import what hashes. hashlib would load all of OpenSSL, which takes longer than the work."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b

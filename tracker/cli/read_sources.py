"""Paths as typed -> the files of another program, as texts."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime

from tracker.boundary.outside import read_named
from tracker.exchange.log_entries import SourceFile
from tracker.model.journal import TrackerError

MOST_BYTES = 200_000_000
STDIN = "-"


def read_sources(
    paths: Sequence[str], now: datetime, columns: Mapping[str, str], day_order: str | None
) -> list[SourceFile]:
    """Read files, `-` for stdin. TrackerError for what is missing, too large or no text."""
    sources = []
    for path in dict.fromkeys(paths):
        text = decode_source(path, _read_bytes(path))
        sources.append(SourceFile(path, text, now, columns, day_order))
    return sources


def _read_bytes(path: str) -> bytes:
    if path == STDIN:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        try:
            data = read_named(path, MOST_BYTES)
        except OSError as error:
            raise TrackerError(f"{path}: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise TrackerError(f"{path} is larger than {MOST_BYTES:,} bytes; import it in parts")
    return data


def decode_source(path: str, data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with its mark; every line ends with one line feed."""
    if data.startswith(b"PK\x03\x04"):
        raise TrackerError(f"{path} is a workbook or an archive, no text; export it as CSV")
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TrackerError(
            f"{path}:{line}: expected UTF-8, found the byte 0x{data[error.start]:02x}; "
            "save the file as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")

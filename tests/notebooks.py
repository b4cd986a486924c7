"""Cells -> a notebook's file, as Jupyter would save it."""

from __future__ import annotations

import json
from typing import Any


def cell(kind: str, source: str, *outputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = {"outputs": list(outputs), "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "metadata": {},
        "source": source,
        "id": f"c{abs(hash(source)) % 10**6}",
        **own,
        **more,
    }


def shown_as(**data: str) -> dict[str, Any]:
    named = {key.replace("_", "/", 1): value for key, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": named}


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def book(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()

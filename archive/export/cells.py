"""What a cell holds where there are no lists and instants: CSV and SQLite."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any


def plain_cell(value: Any) -> Any:
    """Return a list as JSON, an instant as ISO 8601 in UTC, and all else as it is."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S.%f}Z"
    return value

"""What others captured, among the readings: kept beside our own captures, and never in their place.

The WARC says of each capture where it came from (`archive.warc.ORIGIN_FIELD`); this is the note of it. What we captured
ourselves speaks first: a rescued capture is asked only where ours have nothing to say.
"""

from __future__ import annotations

SCHEMA = """
CREATE TABLE IF NOT EXISTS rescued (record_id TEXT PRIMARY KEY, crawl TEXT, warc TEXT, offset INTEGER, origin TEXT,
    captured_at TEXT);
CREATE INDEX IF NOT EXISTS rescued_by_place ON rescued (warc, offset);
CREATE INDEX IF NOT EXISTS rescued_by_crawl ON rescued (crawl);
"""
# A capture whose date could not be believed has that of its rescue: others, of before, have the last word.
UNDATED = "(replace(replace(r.captured_at, '-', ''), ':', '') >= r.crawl)"


def rescued(table: str) -> str:
    """Return the SQL condition that a row's capture (its ``warc`` and ``offset``) is one that others made."""
    return f"EXISTS (SELECT 1 FROM rescued AS other WHERE other.warc = {table}.warc AND other.offset = {table}.offset)"

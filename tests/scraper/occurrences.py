"""Where people's names stand in a folder, in any file and any form: a judge that shares no code with the redaction.

Every file is read as its bytes and as what it packs: gzip, ZIP, the pages of SQLite, the columns of Parquet. Each text is
searched as it is and with escapes undone, for the characters in either script and the pinyin in any spacing and order.
"""

import gzip
import hashlib
import html
import importlib.util
import io
import re
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from pypinyin import lazy_pinyin

# The Traditional characters of the invented names in these tests.
TRADITIONAL = str.maketrans("顾兰闻单涂陈国车吕韩许乔卢温苇静区泽", "顧蘭聞單塗陳國車呂韓許喬盧溫葦靜區澤")
_GAP = r"[\W_\d]{0,4}"


def patterns(zh: str, en: str) -> list[re.Pattern[str]]:
    """Return what must not be found of a person."""
    han = [form for name in (zh, zh[1:]) if len(name) > 1 for form in {name, name.translate(TRADITIONAL)}]
    surname, _, given = en.partition(" ")
    read = "".join(lazy_pinyin(zh))
    spelled = {surname + given, given + surname, read}
    letters = {_bare(text) for text in spelled}
    found = [r"[\W_]{0,4}".join(form) for form in han] + [_GAP.join(text) for text in letters]
    digests = [
        hashlib.new(kind, text.encode()).hexdigest()
        for kind in ("md5", "sha1", "sha256")
        for text in (zh, en, zh.translate(TRADITIONAL), en.lower(), (surname + given).lower())
    ]
    return [re.compile(pattern, re.I) for pattern in (*found, *digests, *(digest[:12] for digest in digests))]


def occurrences(folder: Path, people) -> list[tuple[str, str]]:
    """Return (file, what was found)."""
    wanted = [pattern for zh, en in people for pattern in patterns(zh, en)]
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        texts = [name, *(_texts(path.read_bytes(), path) if path.is_file() else ())]
        for form in {form for text in texts for form in _forms(text)}:
            found += [(name, match[0]) for pattern in wanted if (match := pattern.search(form))]
    return found


def _texts(content: bytes, path: Path | None = None):
    yield from (content.decode(encoding, "replace") for encoding in ("utf-8", "gb18030"))
    if content.startswith(b"\x1f\x8b"):
        yield from _texts(gzip.decompress(content))
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name
                yield from _texts(package.read(name))
    if content.startswith(b"SQLite format 3") and path:
        with closing(sqlite3.connect(path)) as database:
            yield "\n".join(database.iterdump())
    if content.startswith(b"PAR1") and importlib.util.find_spec("pyarrow"):
        import pyarrow.parquet

        yield from (str(row) for row in pyarrow.parquet.read_table(pyarrow.BufferReader(content)).to_pylist())


def _forms(text: str):
    undone = html.unescape(unquote(unquote(re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text))))
    for one in {text, undone}:
        yield one
        yield _bare(one)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()

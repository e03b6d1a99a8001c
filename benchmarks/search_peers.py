"""One other search engine over prepared texts; run by `benchmarks/search.py` with the peers' interpreter.

Usage: python benchmarks/search_peers.py ENGINE FOLDER

FOLDER has texts.json (a list of {raw, folded, tokens} for each post) and queries.json (a list of {raw, folded, tokens,
is_open}). Prints JSON: {"build": seconds, "bytes": n, "answers": [{"ms": milliseconds, "found": [post, ...]}, ...]}.
Timed is what a page of results needs: how many there are, and twenty of them.
"""

import json
import re
import sqlite3
import sys
import time
from pathlib import Path

_PAGE = 20


class Fts5:
    """SQLite's FTS5 with one of its own tokenizers."""

    def __init__(self, folder, tokenizer):
        self.path = folder / f"{tokenizer}.sqlite"
        self.path.unlink(missing_ok=True)
        self.tokenizer = tokenizer
        self.database = sqlite3.connect(self.path)

    def text(self, one):
        return one["raw"]

    def build(self, texts):
        self.database.execute(f"CREATE VIRTUAL TABLE t USING fts5 (body, tokenize = '{self.tokenizer}')")
        self.database.executemany("INSERT INTO t (rowid, body) VALUES (?, ?)", enumerate(map(self.text, texts), 1))
        self.database.commit()
        self.database.execute("INSERT INTO t (t) VALUES ('optimize')")
        self.database.commit()

    def condition(self, query):
        if self.tokenizer == "trigram" and len(query["raw"]) < 3:
            return "body LIKE ?", f"%{query['raw']}%"
        return "t MATCH ?", '"{}"'.format(query["raw"])

    def page(self, query):
        condition, value = self.condition(query)
        self.database.execute(f"SELECT count(*) FROM t WHERE {condition}", (value,)).fetchone()
        self.database.execute(f"SELECT rowid FROM t WHERE {condition} ORDER BY rank LIMIT {_PAGE}", (value,)).fetchall()

    def found(self, query):
        condition, value = self.condition(query)
        return [row[0] - 1 for row in self.database.execute(f"SELECT rowid FROM t WHERE {condition}", (value,))]

    def size(self):
        return self.path.stat().st_size


class Jieba(Fts5):
    """FTS5 fed the words that jieba finds in folded text."""

    def __init__(self, folder):
        import jieba

        jieba.setLogLevel(60)
        self.cut = jieba.cut_for_search
        super().__init__(folder, "unicode61")

    def text(self, one):
        return " ".join(self.cut(one["folded"]))

    def condition(self, query):
        words = [word for word in self.cut(query["folded"]) if re.search(r"\w", word)]
        return "t MATCH ?", " AND ".join(f'"{word}"' for word in words) or '""'


class DuckDb:
    """DuckDB's contains() over folded text."""

    def __init__(self, folder):
        import duckdb

        self.path = folder / "duck.db"
        self.path.unlink(missing_ok=True)
        self.database = duckdb.connect(str(self.path))

    def build(self, texts):
        rows = self.path.with_suffix(".csv")
        lines = (f"{number}\t{one['folded'].replace(chr(10), chr(1))}\n" for number, one in enumerate(texts))
        rows.write_text("".join(lines), encoding="utf-8")
        self.database.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{rows}', delim='\t', header=false, quote='', escape='', "
            "columns={'id': 'BIGINT', 'body': 'VARCHAR'}, max_line_size=10000000)"
        )
        self.database.execute("CHECKPOINT")
        rows.unlink()

    def page(self, query):
        asked = [query["folded"]]
        self.database.execute("SELECT count(*) FROM t WHERE contains(body, ?)", asked).fetchone()
        self.database.execute(f"SELECT id FROM t WHERE contains(body, ?) LIMIT {_PAGE}", asked).fetchall()

    def found(self, query):
        rows = self.database.execute("SELECT id FROM t WHERE contains(body, ?)", [query["folded"]]).fetchall()
        return [row[0] for row in rows]

    def size(self):
        return self.path.stat().st_size


class Tantivy:
    """tantivy fed our own tokens."""

    def __init__(self, folder):
        import tantivy

        self.tantivy = tantivy
        self.folder = folder / "tantivy"
        self.folder.mkdir(exist_ok=True)
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True)
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace")
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(self.folder))

    def build(self, texts):
        writer = self.index.writer(heap_size=64_000_000)
        for number, one in enumerate(texts):
            writer.add_document(self.tantivy.Document(id=number, body=one["tokens"]))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def query(self, query):
        tokens = query["tokens"].split()
        if query["is_open"]:
            return self.tantivy.Query.regex_query(self.schema, "body", f"{tokens[0]}.*")
        if len(tokens) == 1:
            return self.tantivy.Query.term_query(self.schema, "body", tokens[0])
        return self.tantivy.Query.phrase_query(self.schema, "body", tokens)

    def page(self, query):
        self.searcher.search(self.query(query), limit=_PAGE, count=True)

    def found(self, query):
        hits = self.searcher.search(self.query(query), limit=self.searcher.num_docs).hits
        return [self.searcher.doc(address)["id"][0] for _, address in hits]

    def size(self):
        return sum(path.stat().st_size for path in self.folder.iterdir())


ENGINES = {
    "FTS5 unicode61": lambda folder: Fts5(folder, "unicode61"),
    "FTS5 trigram": lambda folder: Fts5(folder, "trigram"),
    "FTS5 + jieba + fold": Jieba,
    "DuckDB contains + fold": DuckDb,
    "tantivy + our tokens": Tantivy,
}


def main():
    """Build, ask, and print what came of it."""
    folder = Path(sys.argv[2])
    texts = json.loads((folder / "texts.json").read_bytes())
    queries = json.loads((folder / "queries.json").read_bytes())
    engine = ENGINES[sys.argv[1]](folder)
    start = time.perf_counter()
    engine.build(texts)
    build = time.perf_counter() - start
    answers = []
    for query in queries:
        start = time.perf_counter()
        engine.page(query)
        answers.append({"ms": (time.perf_counter() - start) * 1000, "found": engine.found(query)})
    print(json.dumps({"build": build, "bytes": engine.size(), "answers": answers}))


if __name__ == "__main__":
    main()

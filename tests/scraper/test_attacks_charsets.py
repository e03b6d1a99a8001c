"""Pages that lie about their characters: the right Chinese or a finding, and the bytes as they came: case N44."""

from warcio.archiveiterator import ArchiveIterator

from archive import store
from archive.layout import Layout
from scraper.demo.sentences import SENTENCES
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies

CHINESE = "".join(chinese for _, chinese in SENTENCES)
FOLDED = "四年来议会一直答应给出答复海港属于每一个在那里工作的人"  # in Big5 as well
UTF8 = CHINESE.encode()
CHARSETS = {
    # name: (declared in the header, declared in the page, bytes, the words that must be read)
    "utf8": (b"utf-8", b"utf-8", UTF8, CHINESE),
    "bom": (b"gb2312", b"big5", UTF8, CHINESE),
    "lie-gb2312": (b"gb2312", b"", UTF8, CHINESE),
    "lie-latin1": (b"iso-8859-1", b"iso-8859-1", UTF8, CHINESE),
    "gb18030": (b"gb18030", b"", CHINESE.encode("gb18030"), CHINESE),
    "gb2312-meta": (b"", b"gb2312", CHINESE.encode("gb18030"), CHINESE),
    "big5": (b"big5", b"", FOLDED.encode("gb18030").decode("gb18030").encode("big5", "ignore"), None),
    "escape": (b"unicode_escape", b"unicode_escape", UTF8 + rb"\u0041\x42", CHINESE + r"\u0041\x42"),
    "utf7": (b"utf-7", b"utf-7", UTF8 + b"+ADw-script+AD4-", CHINESE + "+ADw-script+AD4-"),
    "rot13": (b"rot13", b"zlib_codec", UTF8, CHINESE),
    "idna": (b"idna", b"punycode", UTF8, CHINESE),
    "unknown": (b"x-nonsense", b"x-" + b"n" * 500, UTF8, CHINESE),
    "undeclared-gb": (b"", b"", CHINESE.encode("gb18030"), None),
    "undeclared-big5": (b"", b"", FOLDED.encode("big5", "ignore"), None),
    "escape-gb": (b"unicode_escape", b"", CHINESE.encode("gb18030"), None),
    "broken": (b"utf-8", b"utf-8", UTF8 + b"\xff\xfe\x80", None),
}


def written(text, declared=b"", meta=b"", mark=b""):
    start = mark + (b"<meta charset='%s'>" % meta if meta else b"")
    body = start + replies.page(b"<p>%s</p>" % text)
    return replies.html(body, b"; charset=" + declared if declared else b"")


def read_charsets(folder, pages):
    """Return the run, and of each page the text that was read and the codes of its findings."""
    answers = {f"/2014/01/{name}.html": answer for name, answer in pages.items()}
    links = b"".join(b"<a href='%s'>a post</a>" % url.encode() for url in answers)
    with hostile.HostileServer(hostile.blog(answers, shown=(), more=links)) as server:
        done = observed.mirror(folder / "c", "--connect", server.route)
    texts = {
        record.url.rpartition("/")[2].removesuffix(".html"): "".join(paragraph.text for paragraph in record.paragraphs)
        for record in store.posts(Layout(folder / "c"))
    }
    codes = {}
    for url, code in done.findings:
        codes.setdefault(url.rpartition("/")[2].removesuffix(".html"), set()).add(code)
    return done, texts, codes


def test_n44_charset_lies_give_the_right_chinese_or_a_finding_and_the_bytes_are_kept(tmp_path):
    pages = {
        name: written(text, declared, meta, b"\xef\xbb\xbf" if name == "bom" else b"")
        for name, (declared, meta, text, _) in CHARSETS.items()
    }
    done, texts, codes = read_charsets(tmp_path, pages)
    assert done.code in (0, 3)
    done.stood(done.code)
    wrong = {}
    for name, (_, _, text, words) in CHARSETS.items():
        if words is not None and texts.get(name) != words:
            wrong[name] = texts.get(name, "")[:40]
        if words is None and not codes.get(name) and texts.get(name) != text.decode("big5"):
            wrong[name] = texts.get(name, "")[:40]
    assert wrong == {}
    blocks = warc_blocks(tmp_path / "c")
    assert [name for name, answer in pages.items() if answer not in blocks] == []


def test_n44_utf16_without_its_mark_is_read_or_flagged(tmp_path):
    pages = {}
    for name, declared, encoding in (("le", b"utf-16le", "utf-16-le"), ("be", b"utf-16be", "utf-16-be"), ("any-le", b"utf-16", "utf-16-le"),
                                     ("any-be", b"utf-16", "utf-16-be"), ("none", b"", "utf-16-le"), ("marked", b"utf-8", "utf-16")):  # fmt: skip
        pages[name] = replies.html(
            replies.page(b"<p>%s</p>" % UTF8).decode().encode(encoding), b"; charset=" + declared if declared else b""
        )
    done, texts, codes = read_charsets(tmp_path, pages)
    done.stood(done.code)
    unflagged = {name for name in pages if not codes.get(name) and f"/2014/01/{name}.html" not in done.missing}
    assert {name: texts.get(name, "")[:20] for name in unflagged if texts.get(name) != CHINESE} == {}


def test_n44_declarations_that_conflict_are_read_right_or_flagged(tmp_path):
    words = FOLDED
    pages = {
        "header-gb-meta-big5": written(words.encode("big5", "ignore"), b"gb2312", b"big5"),
        "header-big5-meta-gb": written(words.encode("gb18030"), b"big5", b"gb2312"),
    }
    done, texts, codes = read_charsets(tmp_path, pages)
    done.stood(done.code)
    right = {words, words.encode("big5", "ignore").decode("big5")}
    assert {name: texts.get(name) for name in pages if not codes.get(name) and texts.get(name) not in right} == {}


def warc_blocks(folder):
    blocks = []
    for path in (folder / "warc").iterdir():
        with path.open("rb") as file:
            blocks += [
                record.raw_stream.read()
                for record in ArchiveIterator(file, no_record_parse=True)
                if record.rec_type == "response"
            ]
    return blocks

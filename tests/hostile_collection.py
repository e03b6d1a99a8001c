"""Collections made by hand, sealed as a crawl leaves them: posts with chosen fields, and captures with chosen bytes."""

from archive.captures import captures
from archive.collection import create_collection
from archive.config import Config
from archive.layout import warc_name
from archive.manifest import seal
from archive.people import keep_people
from archive.readings import Readings
from archive.records import (
    Anchor,
    Attendance,
    Attendee,
    Author,
    CaptureRef,
    Comment,
    DateClaim,
    Embed,
    Finding,
    Image,
    Paragraph,
    Post,
    Provenance,
    Reading,
    Stated,
    Title,
)
from archive.store import documents, keep
from archive.warc import Record, WarcFile, digest, new_record_id

CRAWL = "20140305T143600Z"
HOST = "http://blog.example"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def make(folder, answers=(), posts=lambda refs: ()):
    """Return a sealed collection.

    ``answers`` are (address, media type, body) as a server gave them, and when where that matters, ``posts`` makes the records from their captures,
    by address.
    """
    layout = create_collection(folder, Config(address=f"{HOST}/"))
    name = warc_name(CRAWL, 0)
    file = WarcFile(layout.warc / name)
    for answer in answers:
        file.append([_response(*answer)])
    file.close()
    refs = {}
    notes = Readings(layout.readings)
    for capture in captures(layout.warc / name):
        notes.add(CRAWL, capture, Reading("item"))
        refs[capture.target_uri] = capture.ref
    notes.close()
    for post in posts(refs):
        keep(layout, post)
    keep_people(layout, documents(layout))
    kept = (path for folder in layout.kept for path in folder.rglob("*") if path.is_file())
    seal(layout, [path.relative_to(layout.root).as_posix() for path in kept])
    return layout


def _response(address, media_type, body, captured_at="2014-03-05T14:36:01Z"):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    fields = (("WARC-Target-URI", address), ("WARC-Payload-Digest", digest([body])))
    media = "application/http; msgtype=response"
    return Record("response", new_record_id(), captured_at, media, head + body, fields)


def post(number, text, refs=(), images=(), version=1):
    """Return a post with the same text in every field that a page may write."""
    ref = next(
        iter(refs), CaptureRef(f"{HOST}/{number}", warc_name(CRAWL, 0), 0, "<urn:uuid:0>", "", "2014-03-05T14:36:01Z")
    )
    return Post(
        id=f"tag:{number}{text}",
        url=f"{HOST}/2014/03/{number}.html",
        version=version,
        title=Title(text, text, text),
        author=Author(text, text),
        published=DateClaim("2014-03-05T22:36:00+08:00", text, "feed"),
        event_date=DateClaim("2014-03-05", text, "text-en"),
        event_kind=Stated("rally", text, "title"),
        place=Stated(text, text, "text-en", 0),
        labels=(text,),
        paragraphs=(
            Paragraph(0, text, "en", 1.0, pair=1),
            Paragraph(1, f"北门 {text}", "zh-Hans", 1.0, pair=0),
            Paragraph(2, text, text, 0.5, role="quote"),
        ),
        attendees=(
            Attendee(text, f"文琦{text}", affiliation=text, paragraphs=(0,)),
            Attendee("Wen Qi", "文琦", paragraphs=(0,)),
        ),
        attendance=Attendance(3, text),
        images=tuple(images),
        links=(Anchor(text, text), Anchor(f"javascript:{text}", text)),
        embeds=(Embed("iframe", text),),
        comments=(Comment("1", text, "2014-03-05T22:36:00+08:00", text),),
        unread=(text,),
        findings=(Finding("names-unread", text),),
        provenance=Provenance((ref,), CRAWL, "beilin test"),
    )


def image(address, body, text=""):
    return Image(address, None, text, text, digest([body]))

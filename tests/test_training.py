"""The training reports are what they are said to be, so that weights can be learned from them again."""

from training.collect import from_reports
from training.reports import FOLDER, reports


def test_everybody_who_was_there_is_named_in_his_report():
    missing = [
        (one.writer, one.name, name)
        for one in reports()
        for person in one.people
        for name in person
        if name and not any(name in text for text in (*one.paragraphs, one.title))
    ]
    assert missing == []


def test_a_report_is_read_as_a_post_with_its_captions():
    one = next(one for one in reports() if any(text.startswith("[cap] ") for text in one.paragraphs))
    post = one.post()
    assert [p.role for p in post.paragraphs].count("caption") == sum(t.startswith("[cap] ") for t in one.paragraphs)
    assert post.title.raw == one.title


def test_reports_have_many_writers_and_some_in_which_nobody_was():
    known = list(from_reports(FOLDER))
    assert len({writer for writer, *_ in known}) > 5
    assert sum(not there for *_, there in known) > 100

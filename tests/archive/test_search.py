"""Search that is true: what the index finds is what reading every post would find, in either script."""

import dataclasses
import itertools
import random
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import codec
from archive.errors import UsageError
from archive.layout import Layout
from archive.search import Index, Query, QueryError, facts, open_index, parse, update_index
from archive.search.folding import fold, folded_places
from archive.search.snippets import marked
from archive.search.tokens import phrase
from benchmarks.many_posts import make, post, seal

POSTS = 600


@pytest.fixture(scope="module")
def layout(tmp_path_factory) -> Layout:
    return make(tmp_path_factory.mktemp("search") / "collection", POSTS)


@pytest.fixture(scope="module")
def index(layout) -> Index:
    return open_index(layout.root)


@pytest.fixture(scope="module")
def posts():
    return [post(number) for number in range(POSTS)]


def texts(one) -> list[str]:
    return [one.title.raw, *(paragraph.text for paragraph in one.paragraphs)]


def found(index: Index, query: Query | str) -> set[str]:
    asked = parse(query) if isinstance(query, str) else query
    results = index.search(dataclasses.replace(asked, limit=1000))
    assert results.total == len(results.hits)
    assert sorted(hit.post_id for hit in results.hits) == sorted(index.identifiers(asked))
    return {hit.post_id for hit in results.hits}


def traditional(text: str) -> str:
    """Write a text in Traditional characters, by the table the other way."""
    table = {fold(c): c for c in "權記請願應該會員學習國華書館認識們獄絕葉門開關於從來說話"}
    return "".join(table.get(c, c) for c in text)


# ------------------------------------------------------------------ Chinese
@pytest.mark.parametrize("length", range(1, 9))
def test_chinese_of_any_length_is_found_as_by_reading_every_post(index, posts, length):
    rng = random.Random(length)
    folded = {one.id: [fold(text) for text in texts(one)] for one in posts}
    asked = set()
    while len(asked) < 25:
        text = rng.choice(rng.choice(posts).paragraphs[1::2]).text
        start = rng.randrange(len(text) - length + 1)
        piece = text[start : start + length]
        if all("\u3400" <= c <= "\u9fff" for c in piece):
            asked.add(piece)
    for piece in asked:
        there = {post_id for post_id, all_of in folded.items() if any(fold(piece) in text for text in all_of)}
        assert there
        for written in (piece, fold(piece), traditional(fold(piece))):
            assert found(index, written) == there, written


def test_a_character_that_no_post_has_is_not_found(index):
    assert found(index, "龘") == set()
    assert found(index, "龘龘") == set()


def test_what_is_parted_by_a_mark_is_no_phrase(tmp_path):
    layout = written(tmp_path, "我们要人，权利不要。", "人权在此。")
    assert numbers(open_index(layout.root), "人权") == [1]
    assert numbers(open_index(layout.root), '"人，权"') == [0]


def test_characters_and_words_beside_each_other_are_found_as_they_stand(tmp_path):
    layout = written(tmp_path, "八九64事件", "八九65事件", "64 事件")
    index = open_index(layout.root)
    assert numbers(index, "九64事") == [0]
    assert numbers(index, "八九") == [0, 1]
    assert numbers(index, "64事件") == [0, 2]


# ------------------------------------------------------------------ English
FORMS = (
    "protest protests protested protesting",
    "arrest arrests arrested arresting",
    "petition petitions petitioned petitioning",
    "travel travels travelled traveled travelling traveling",
    "die dies died dying",
    "hold holds held holding",
    "write writes wrote written writing",
    "woman women women's",
    "child children children's",
    "crisis crises",
    "city cities",
    "free freed frees freeing",
    "traffic trafficked trafficking",
    "Carry carries carried carrying",
    "judge judges judged judging",
    "large larger largest",
    "happy happier happiest",
    "panic panics panicked panicking",
    "stop stops stopped stopping",
)


@pytest.mark.parametrize("forms", FORMS)
def test_english_is_found_in_every_inflection(tmp_path, forms):
    words = forms.split()
    index = open_index(written(tmp_path, *(f"Some {word} here." for word in words)).root)
    for word in words:
        assert numbers(index, word) == list(range(len(words))), word
        assert numbers(index, f'"some {word.upper()} here"') == list(range(len(words)))


def test_case_width_and_accents_tell_nothing_apart(tmp_path):
    index = open_index(written(tmp_path, "Café ＲＩＧＨＴＳ", "CAFE\u0301 rights").root)
    for asked in ("cafe", "CAFÉ", "cafe\u0301", "right", "ｒｉｇｈｔｓ"):
        assert numbers(index, asked) == [0, 1]


# ------------------------------------------------------------------ the query language
def test_words_phrases_exclusion_either_and_brackets(tmp_path):
    index = open_index(written(tmp_path, "red lamp", "red tree", "blue lamp 人权", "lamp red").root)
    assert numbers(index, "red lamp") == [0, 3]
    assert numbers(index, '"red lamp"') == [0]
    assert numbers(index, "red -lamp") == [1]
    assert numbers(index, "red －lamp") == [1]
    assert numbers(index, "tree OR blue") == [1, 2]
    assert numbers(index, "tree｜人權") == [1, 2]
    assert numbers(index, "(tree OR blue) lamp") == [2]
    assert numbers(index, "（tree | blue） lamp") == [2]
    assert numbers(index, "-red") == [2]
    assert numbers(index, "-(red lamp)") == [1, 2]
    assert numbers(index, "NOT red AND lamp") == [2]
    assert numbers(index, "blue OR (red -lamp)") == [1, 2]
    assert numbers(index, "") == numbers(index, " ，。 ") == [0, 1, 2, 3]


def test_fields_in_both_languages_find_what_the_filters_find(index, posts):
    of = {one.id: one for one in posts}
    person = {i for i, one in of.items() if any(a.zh == "白若木" for a in one.attendees)}
    assert person
    for text in ('person:"Bai Ruomu"', "人物:白若木", "人物：白若木", 'person:"ruomu BAI"', "person:bairuomu"):
        assert found(index, text) == person, text
    rally = {i for i, one in of.items() if one.event_kind and one.event_kind.value == "rally"}
    assert found(index, "kind:rally") == found(index, "类型:集会") == found(index, Query(kind="rally")) == rally
    assert found(index, "-kind:rally") == of.keys() - rally
    images = {i for i, one in of.items() if one.images}
    assert found(index, "has:images") == found(index, "含:图片") == found(index, Query(has_images=True)) == images
    assert found(index, Query(has_images=False)) == of.keys() - images
    hant = {i for i, one in of.items() if one.paragraphs[1].language == "zh-Hant"}
    assert found(index, "lang:zh-Hant") == found(index, "语言:繁体") == found(index, Query(language="zh-hant")) == hant
    assert found(index, "lang:zh") == of.keys()
    label = {i for i, one in of.items() if "harbour 海港" in one.labels}
    assert found(index, 'label:"harbour 海港"') == found(index, '标签："HARBOUR 海港"') == label
    place = {i for i, one in of.items() if one.place.value in ("Harbour Square",)}
    assert found(index, 'place:"harbour square"') == found(index, Query(place="Harbour")) == place
    in_2012 = {i for i, one in of.items() if one.published.value.startswith("2012")}
    assert found(index, "after:2012 before:2013") == in_2012
    assert found(index, Query(published_from="2012", published_to="2012")) == in_2012
    assert found(index, Query(event_from="2012-01-01", event_to="2012-12-31")) == in_2012
    assert found(index, "晚于:2012年1月1日 早于:2013年") == in_2012
    assert found(index, "kind:rally OR has:images") == rally | images
    assert found(index, "(kind:rally lang:zh-Hant) OR (has:images -kind:rally)") == (rally & hant) | (images - rally)


def test_what_is_newest_stands_first_and_pages_follow_each_other(index, posts):
    by_date = sorted((one.published.value for one in posts), reverse=True)
    for sort, expected in (("newest", by_date), ("oldest", by_date[::-1])):
        pages = [index.search(Query(sort=sort, limit=100, offset=offset)).hits for offset in range(0, POSTS, 100)]
        hits = [hit for page in pages for hit in page]
        assert [hit.published for hit in hits] == expected
        assert len({hit.post_id for hit in hits}) == POSTS


def test_the_title_counts_for_more(tmp_path):
    layout = written(tmp_path, "lamp " + "word " * 30, "word " * 30, titles={1: "lamp"})
    assert [hit.url[-6] for hit in open_index(layout.root).search(parse("lamp")).hits] == ["1", "0"]
    assert numbers(open_index(layout.root), "title:lamp") == numbers(open_index(layout.root), "标题:lamp") == [1]


HOSTILE = (
    '"', '""', '"" OR ""', "' OR 1=1 --", '" OR rowid > 0 --', "人*", "*", "^a", "a NEAR b", "NEAR(a b)", "title : a", "{title body} : a",
    "a AND", "OR", "AND OR NOT", "NOT", "-", "--", "- -", "(", ")", "()", ")(", "((((", "a)b", "person:", "person:''", ":", "::", "a:b:c",
    "words MATCH 'x'", "; DROP TABLE post", "\x00", "\x00\x01", "\ue000", '"\ue000"', "\ud800", "\u202e人权", "%", "_", "\\", "a\\\"b", "before:x",
    "after:9999-99", "has:x", "http://a.example/x?y=1", "12:30", "“", "”“", "「」", "a" * 2000, "(" * 999, "-" * 999, "a " * 999, "lang:",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_v87_a_hostile_query_is_text_or_refused_in_one_sentence(index, text):
    try:
        results = index.search(parse(text))
    except UsageError as error:
        assert str(error).count("\n") == 0 and str(error).endswith(".")
    else:
        assert 0 <= results.total <= POSTS


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(list("人权a \"“”'()（）:：|-－*^{}+,OR AND NOTperson title0\x00\ue000\ud800é")),
        max_size=60,
    )
)
def test_v87_any_query_is_answered_or_refused(index, text):
    try:
        index.search(parse(text))
    except QueryError as error:
        assert str(error)


@given(st.text(max_size=80))
def test_v87_a_text_in_quotes_is_a_text(text):
    wanted = phrase(text)
    quoted = '"' + text.replace('"', "") + '"'
    assert wanted is None or parse(quoted) is not None or len(text) > 2000


def test_v87_a_query_of_a_megabyte_is_refused_at_once(index):
    with pytest.raises(QueryError, match="characters"):
        parse("人" * 1_000_000)
    with pytest.raises(QueryError, match="characters"):
        index.search(Query("人权 " * 300_000))


def test_v87_a_query_that_takes_too_long_is_stopped(index, monkeypatch):
    monkeypatch.setattr("archive.search.opening.LONGEST", -1.0)
    monkeypatch.setattr("archive.search.opening._STEPS", 1)
    with pytest.raises(QueryError, match="seconds"):
        index.search(parse("the OR a OR 人"))
    monkeypatch.undo()
    assert index.search(Query()).total == POSTS


@pytest.mark.parametrize(
    "query", [Query(published_from="soon"), Query(sort="best"), Query(limit=-1), Query(limit=10**6), Query(offset=-1)]
)
def test_a_filter_that_cannot_be_is_refused(index, query):
    with pytest.raises(UsageError):
        index.search(query)


@pytest.mark.parametrize(
    "text", ['"human rights', 'human rights"', '"', "“人权", "人权」", 'person:"Bai Ruomu', 'a "b" "c']
)
def test_a_quotation_mark_without_its_other_is_said(index, text):
    with pytest.raises(QueryError, match="quotation mark without its other"):
        index.search(parse(text))


# ------------------------------------------------------------------ filters, which FTS5 answers as tokens
def fitting(posts, holds) -> set[str]:
    return {one.id for one in posts if holds(one)}


def has_word(one, word: str) -> bool:
    forms = {word + ending for ending in ("", "s", "ed", "ing")}  # as `benchmarks.many_posts` writes words
    return any(forms.intersection(re.findall(r"[a-z]+", text.lower())) for text in texts(one))


FACTS = {
    "label": lambda rng, one: (Query(label=one.labels[0].upper()), lambda each: one.labels[0] in each.labels),
    "place": lambda rng, one: (Query(place=one.place.value[1:]), lambda each: one.place.value[1:] in each.place.value),
    "kind": lambda rng, one: (
        Query(kind=one.event_kind.value if one.event_kind else "post"),
        lambda each: not one.event_kind or each.event_kind == one.event_kind,
    ),
    "language": lambda rng, one: (
        Query(language=one.paragraphs[1].language),
        lambda each: one.paragraphs[1].language in {paragraph.language for paragraph in each.paragraphs},
    ),
    "person": lambda rng, one: (
        Query(person=one.attendees[0].zh),
        lambda each: one.attendees[0].zh in {attendee.zh for attendee in each.attendees},
    ),
    "images": lambda rng, one: (Query(has_images=bool(one.images)), lambda each: bool(each.images) == bool(one.images)),
    "published": lambda rng, one: (
        Query(published_from=one.published.value[:7], published_to=one.published.value[:7]),
        lambda each: each.published.value[:7] == one.published.value[:7],
    ),
    "event": lambda rng, one: (
        Query(event_from=one.event_date.value[:4]),
        lambda each: each.event_date.value[:4] >= one.event_date.value[:4],
    ),
}


@pytest.mark.parametrize("names", [*itertools.combinations(FACTS, 1), *itertools.combinations(FACTS, 2)], ids="-".join)
def test_filters_alone_and_together_are_as_reading_every_post(index, posts, names):
    rng = random.Random(str(names))
    given, holds = [], []
    for one in rng.sample(posts, 3):
        for name in names:
            query, hold = FACTS[name](rng, one)
            given.append({key: value for key, value in vars(query).items() if value != getattr(Query(), key)})
            holds.append(hold)
    for start in range(0, len(given), len(names)):
        fields = {key: value for each in given[start : start + len(names)] for key, value in each.items()}
        both = holds[start : start + len(names)]
        assert found(index, Query(**fields)) == fitting(posts, lambda one, b=both: all(hold(one) for hold in b))
        with_word = fitting(posts, lambda one, b=both: all(hold(one) for hold in b) and has_word(one, "china"))
        assert found(index, Query("china", **fields)) == with_word


def test_not_and_or_over_filters_words_and_dates_are_as_reading_every_post(index, posts):
    label, place, year = posts[0].labels[0], posts[1].place.value, "2012"

    def dated(one):
        return one.published.value >= year

    asked = {
        f'-label:"{label}"': lambda one: label not in one.labels,
        f'label:"{label}" OR after:{year}': lambda one: label in one.labels or dated(one),
        f'-(label:"{label}" OR after:{year})': lambda one: not (label in one.labels or dated(one)),
        f'china -place:"{place}" before:{year}': lambda one: (
            has_word(one, "china") and place not in one.place.value and not dated(one)
        ),
        f"(has:images -kind:vigil) OR (china -after:{year})": lambda one: (
            (one.images and (one.event_kind is None or one.event_kind.value != "vigil"))
            or (has_word(one, "china") and not dated(one))
        ),
        "-has:images -china": lambda one: not one.images and not has_word(one, "china"),
        "state:missing OR has:images": lambda one: one.images,
        "label:nothing-has-this": lambda one: False,
        "-label:nothing-has-this": lambda one: True,
        "-state:missing": lambda one: True,
    }
    for text, holds in asked.items():
        assert found(index, text) == fitting(posts, holds), text


def test_a_value_that_looks_like_a_fact_or_fts5_is_only_a_value(tmp_path):
    """Facts lie beside words in one table: neither may be taken for the other."""
    label = 'x" OR facts : "'
    layout = written(tmp_path, "every post", "label rally")
    one = dataclasses.replace(post(2), labels=(label, "label:rally", "*"))
    keep(layout, one)
    seal(layout)
    index = open_index(layout.root)
    for each in one.labels:
        assert found(index, Query(label=each)) == {one.id}
    fact = facts.token(facts.LABEL, "*")
    assert found(index, fact) == set()
    assert found(index, Query(label="rally")) == set()


# ------------------------------------------------------------------ snippets
def test_snippets_cut_no_word(tmp_path):
    words = "The harbour wardens of Oldbridge deliberated about extraordinarily complicated petitions before noon. " * 3
    index = open_index(
        written(tmp_path, words + "A lantern was lit. " + words, "x" * 300 + " lantern " + "y" * 300).root
    )
    for hit in index.search(parse("lantern")).hits:
        pieces = [text for text, _ in hit.snippets[0].parts]
        assert pieces[0] == pieces[-1] == "…"
        shown = "".join(pieces[1:-1])
        if not shown.startswith("x"):
            assert set(re.findall(r"\w+", shown)) <= set(re.findall(r"\w+", words + "A lantern was lit"))
        assert "lantern" in shown and len(shown) <= 200
    (hit,) = open_index(written(tmp_path / "zh", "在" * 100 + "人权" + "了" * 300).root).search(parse("人权")).hits
    assert [len(text) for text, _ in hit.snippets[0].parts] == [1, 40, 2, 118, 1]


def test_snippets_are_in_the_script_of_the_post_and_marked(tmp_path):
    index = open_index(written(tmp_path, "當局拒絕公民權利，" * 3).root)
    (hit,) = index.search(parse("公民权利")).hits
    parts = hit.snippets[0].parts
    assert [text for text, is_match in parts if is_match] == ["公民權利"] * 3
    assert "".join(text for text, _ in parts) == "當局拒絕公民權利，" * 3
    assert hit.snippets[0].paragraph == 0


def test_snippets_of_both_languages_are_shown(index):
    hit = index.search(parse("dead OR 改革")).hits[0]
    assert len({snippet.language for snippet in hit.snippets if snippet.paragraph is not None}) == 2


@given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_every_piece_of_a_text_that_is_a_phrase_is_found_and_marked_in_it(text, start, length):
    piece = text[start : start + length]
    wanted = phrase(piece)
    if wanted is None or any(marks in fold(piece) for marks in "'"):
        return
    for begin, end in marked(text, [wanted]):
        assert 0 <= begin < end <= len(text)


@given(st.text(max_size=60))
def test_places_in_the_folded_text_lead_back_to_the_text(text):
    begins = folded_places(text)
    folded = fold(text)
    assert begins[-1] == len(folded)
    for number, character in enumerate(text):
        assert folded[begins[number] : begins[number + 1]] == fold(character)


@given(st.text(alphabet="人权公民權會 ，a", min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 8))
def test_what_is_marked_is_what_was_asked_for(text, start, length):
    piece = text[start : start + length]
    if not piece or any(c in " ，a" for c in piece):
        return
    spans = marked(text, [phrase(piece)])
    covered = {at for begin, end in spans for at in range(begin, end)}
    wanted = set()
    for at in range(len(text) - len(piece) + 1):
        if fold(text[at : at + len(piece)]) == fold(piece):
            wanted |= set(range(at, at + len(piece)))
    assert covered == wanted


# ------------------------------------------------------------------ kept current
def written(folder: Path, *bodies: str, titles=None, start: int = 0) -> Layout:
    """Make a collection of posts with these texts."""
    layout = make(folder / "collection", 0)
    for number, body in enumerate(bodies, start):
        one = post(number)
        paragraph = dataclasses.replace(one.paragraphs[0], text=body)
        title = dataclasses.replace(one.title, raw=(titles or {}).get(number, ""), en=None, zh=None)
        keep(layout, dataclasses.replace(one, paragraphs=(paragraph,), title=title, attendees=(), labels=()))
    seal(layout)
    return layout


def keep(layout: Layout, one) -> Path:
    from archive.layout import record_folder

    path = layout.records / record_folder(one.kind, one.url) / f"v{one.version}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(codec.dump(one), encoding="utf-8")
    return path


def numbers(index: Index, text: str) -> list[int]:
    return sorted(int(post_id.rpartition("-")[2]) for post_id in found(index, text))


def test_an_update_takes_in_what_changed_and_nothing_else(tmp_path, monkeypatch):
    layout = written(tmp_path, "lamp", "tree", "stone")
    assert numbers(open_index(layout.root), "tree") == [1]
    edited = dataclasses.replace(
        post(1), version=2, paragraphs=(dataclasses.replace(post(1).paragraphs[0], text="bridge"),)
    )
    keep(layout, edited)
    keep(layout, dataclasses.replace(post(7), paragraphs=(dataclasses.replace(post(7).paragraphs[0], text="river"),)))
    (layout.records / "posts/2006/01/post-0/v1.json").unlink()
    seal(layout)
    read = []
    import archive.search.preparing as preparing

    monkeypatch.setattr(
        preparing,
        "read_record",
        lambda path, digest, real=preparing.read_record: read.append(path.split("/")[-2]) or real(path, digest),
    )
    index = open_index(layout.root)
    assert sorted(read) == ["post-1", "post-7"]
    assert (numbers(index, "tree"), numbers(index, "bridge"), numbers(index, "river"), numbers(index, "lamp")) == (
        [],
        [1],
        [7],
        [],
    )
    assert index.post(edited.id).version == 2
    assert [place.version for place in index.versions(edited.id)] == [1, 2]
    assert [hit.post_id for hit in index.search(Query(sort="newest")).hits] == [
        one.id for one in sorted((post(1), post(2), post(7)), key=lambda one: one.published.value, reverse=True)
    ]


def test_posts_between_others_stay_in_order_however_many_come(tmp_path):
    layout = make(tmp_path / "collection", 0)
    dates = [*range(0, 40, 8), *(n for n in range(40) if n % 8)]
    for turn in range(0, 40, 5):
        for number in dates[turn : turn + 5]:
            claim = dataclasses.replace(post(0).published, value=f"2014-01-01T00:00:{number:02}+08:00")
            keep(
                layout,
                dataclasses.replace(
                    post(number), id=f"{number:02}", url=f"https://many.example/2014/01/p{number}.html", published=claim
                ),
            )
        seal(layout)
        hits = open_index(layout.root).search(Query(sort="oldest", limit=100)).hits
        assert [hit.post_id for hit in hits] == sorted(f"{number:02}" for number in dates[: turn + 5])


def test_what_was_updated_answers_as_what_was_made_anew(tmp_path):
    layout = make(tmp_path / "collection", 60)
    open_index(layout.root)
    for number in range(50, 90):
        changed = (
            post(number)
            if number >= 60
            else dataclasses.replace(post(number + 100), id=post(number).id, url=post(number).url, version=2)
        )
        keep(layout, changed)
    seal(layout)
    asked = ["改革", "dead", "天", "kind:rally", "person:白若木 has:images"]
    updated = [found(open_index(layout.root), text) for text in asked]
    people = open_index(layout.root).people(limit=100)
    layout.index.unlink()
    anew = open_index(layout.root)
    assert [found(anew, text) for text in asked] == updated
    assert anew.people(limit=100) == people
    check = sqlite3.connect(layout.index)
    check.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    check.close()


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"id": 3}', b"\xff\xfe", b"[" * 100_000, b'{"id": "\\ud800"}'],
    ids=["empty", "cut", "list", "null", "fields", "bytes", "deep", "surrogate"],
)
def test_a_damaged_record_is_left_out_and_told(tmp_path, damage):
    layout = written(tmp_path, "lamp", "lamp", "lamp")
    path = layout.records / "posts/2007/08/post-1/v1.json"
    path.write_bytes(damage)
    index = open_index(layout.root)  # it is not the file that was sealed
    assert numbers(index, "lamp") == [0, 2]
    (unread,) = index.search(parse("lamp")).unread
    assert unread.path == "records/posts/2007/08/post-1/v1.json" and "sealed" in unread.reason
    seal(layout)  # it is, and is no record
    assert numbers(open_index(layout.root), "lamp") == [0, 2]
    assert len(open_index(layout.root).unread()) == 1


def test_of_a_record_with_a_damaged_version_the_one_before_is_found(tmp_path):
    layout = written(tmp_path, "lamp")
    newer = keep(layout, dataclasses.replace(post(0), version=2))
    seal(layout)
    newer.write_bytes(b"{")
    index = open_index(layout.root)
    assert numbers(index, "lamp") == [0]
    assert index.search(parse("lamp")).hits[0].version == 1
    keep(
        layout,
        dataclasses.replace(
            post(0), version=2, paragraphs=(dataclasses.replace(post(0).paragraphs[0], text="mended"),)
        ),
    )
    seal(layout)
    assert numbers(open_index(layout.root), "mended") == [0] and not open_index(layout.root).unread()


def test_what_is_not_sealed_is_not_found_until_it_is(tmp_path):
    layout = written(tmp_path, "lamp")
    index = open_index(layout.root)
    keep(layout, post(5))  # a crawl is at it
    assert found(open_index(layout.root), "") == {post(0).id}
    assert index.is_current
    seal(layout)
    assert not index.is_current and found(index, "") == {post(0).id}
    assert found(open_index(layout.root), "") == {post(0).id, post(5).id}


def test_of_a_collection_that_was_never_sealed_all_records_are_found(tmp_path):
    layout = make(tmp_path / "collection", 2)
    layout.manifest.unlink()
    assert len(found(open_index(layout.root), "")) == 2
    keep(layout, post(5))
    assert len(found(open_index(layout.root), "")) == 3


@pytest.mark.parametrize("damage", [b"", b"no database", "cut", "old", "zeros"])
def test_a_broken_or_old_index_is_made_anew(tmp_path, damage):
    layout = written(tmp_path, *("lamp " * 500 for _ in range(50)))
    open_index(layout.root).close()
    data = layout.index.read_bytes()
    if damage == "old":
        other = sqlite3.connect(layout.index)
        other.execute("UPDATE meta SET value = '0' WHERE name = 'version'")
        other.commit()
        other.close()
    elif damage == "zeros":
        layout.index.write_bytes(data[:20_000] + bytes(len(data) - 20_000))
    else:
        layout.index.write_bytes(data[: len(data) // 2] if damage == "cut" else damage)
    index = open_index(layout.root)
    assert numbers(index, "lamp") == list(range(50))
    assert index.people().total == 0
    assert layout.index.stat().st_mode & 0o077 == 0


def test_on_a_disk_that_cannot_be_written_the_index_is_elsewhere(tmp_path, monkeypatch):
    layout = written(tmp_path, "lamp")
    (layout.state / "index.lock").mkdir()  # root may write everywhere: so it is refused here
    index = open_index(layout.root)
    assert numbers(index, "lamp") == [0]
    assert not layout.index.exists()


def test_what_a_killed_process_left_is_cleared_away(tmp_path):
    layout = written(tmp_path, "lamp")
    left = layout.state / "index.sqlite.123.part"
    left.write_bytes(b"half")
    assert numbers(open_index(layout.root), "lamp") == [0]
    assert not left.exists()


def test_an_update_that_cannot_be_written_is_left_to_the_next_search(tmp_path, monkeypatch):
    layout = written(tmp_path, "lamp")
    (layout.state / "index.lock").mkdir()
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: pytest.fail("an index that nobody reads"))
    update_index(layout)
    assert not layout.index.exists()


def test_while_another_makes_the_index_the_old_one_answers(tmp_path):
    import fcntl

    layout = written(tmp_path, "lamp")
    open_index(layout.root)
    keep(layout, post(5))
    seal(layout)
    with (layout.state / "index.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert found(open_index(layout.root), "") == {post(0).id}
    assert len(found(open_index(layout.root), "")) == 2


def test_a_manifest_cannot_lead_out_of_the_records(tmp_path):
    layout = written(tmp_path, "lamp")
    (tmp_path / "v1.json").write_text(codec.dump(post(9)), encoding="utf-8")
    with layout.manifest.open("a") as file:
        file.write(f"{'0' * 64}  records/posts/../../../v1.json\n")
    assert open_index(layout.root).unread() == ()


def test_several_processes_make_the_same_index_as_one(layout, index, monkeypatch):
    from archive.search import preparing
    from archive.search.sealed import in_order, records_of

    records = records_of(layout)
    asked = in_order(layout.root, list(records.folders.items()))
    alone = [preparing.prepare(layout.root, one) for one in asked]
    monkeypatch.setattr(preparing, "_ALONE", 10)
    assert list(preparing.prepare_all(layout.root, asked)) == alone


# ------------------------------------------------------------------ people
def test_people_are_found_by_every_way_to_write_them(index):
    for text in (
        "朴晨宇",
        "樸晨宇",
        "Piao Chenyu",
        "chenyu piao",
        "PIAO CHEN-YU",
        "piao chen yu",
        "piaochenyu",
        "Park Chenyu",
        "Pu Chenyu",
    ):
        assert index.people(text).people[0].zh == ("朴晨宇",), text
    for text in ("Lü Zhiqiu", "lv zhiqiu", "Lu Zhiqiu", "吕知秋", "呂知秋", "zhiqiu lü"):
        assert index.people(text).people[0].zh == ("吕知秋",), text
    assert {name for one in index.people("Bai").people for name in one.zh} == {"白若木", "白洛溪"}
    assert index.people("nobody at all").total == 0
    assert index.people().total == 32 and len(index.people(limit=5, offset=30).people) == 2


def test_two_people_of_one_romanisation_stay_two(tmp_path):
    layout = make(tmp_path / "collection", 0)
    for number, (zh, en) in enumerate(
        [("许安岚", "Xu Anlan"), ("徐安澜", "Xu Anlan"), (None, "Xu Anlan"), ("許安嵐", None)]
    ):
        attendee = dataclasses.replace(post(0).attendees[0], zh=zh, en=en)
        keep(layout, dataclasses.replace(post(number), attendees=(attendee,)))
    seal(layout)
    index = open_index(layout.root)
    people = index.people("anlan xu").people
    assert sorted(one.zh for one in people) == [(), ("徐安澜",), ("許安嵐", "许安岚")]
    assert all(one.ambiguous for one in people)
    assert found(index, Query(person="许安岚")) == {post(0).id, post(3).id}
    (alone,) = [one for one in people if not one.zh]
    page = index.person(alone.id)
    assert {one.zh for one in page.may_be} == {("徐安澜",), ("許安嵐", "许安岚")}
    assert [seen.post_id for seen in page.namings[0].seen] == [post(2).id]
    assert found(index, Query(person=alone.id)) == {post(2).id}
    assert index.person("nobody") is None


# ------------------------------------------------------------------ counts
def test_counts_are_those_of_the_posts(index, posts):
    months = {tally.of: tally.posts for tally in index.posts_per_month()}
    assert sum(months.values()) == POSTS
    assert months["2006-01"] == sum(one.published.value.startswith("2006-01") for one in posts)
    assert sum(tally.posts for tally in index.events_per_month()) == POSTS
    assert sum(tally.posts for tally in index.languages_per_month() if tally.language == "en") == POSTS
    assert {tally.of: tally.posts for tally in index.labels()} == {
        label: sum(label in one.labels for one in posts) for label in {label for one in posts for label in one.labels}
    }
    assert sum(tally.posts for tally in index.kinds()) == sum(one.event_kind is not None for one in posts)
    first = index.together(1)[0]
    names = {first.one.zh[0], first.other.zh[0]}
    assert first.posts == sum(names <= {a.zh for a in one.attendees} for one in posts)
    assert index.post("none") is None and index.versions("none") == ()


def test_counts_after_an_update_are_those_of_a_new_index(tmp_path):
    layout = make(tmp_path / "collection", 40)
    open_index(layout.root).close()
    changed = dataclasses.replace(
        post(3), version=2, labels=("quite new",), attendees=post(4).attendees, place=None, event_kind=None, images=()
    )
    keep(layout, changed)
    for path in layout.records.glob("posts/*/*/post-7"):
        shutil.rmtree(path)
    keep(layout, post(41))
    seal(layout)
    updated = counted(open_index(layout.root))
    layout.index.unlink()
    anew = counted(open_index(layout.root))
    assert updated == anew
    assert ("quite new", 1) in {(tally.of, tally.posts) for tally in anew[2]}
    assert sum(tally.posts for tally in anew[0]) == 40


def counted(index: Index):
    return (
        index.posts_per_month(), index.events_per_month(), index.labels(), index.places(), index.kinds(),
        index.languages_per_month(), index.together(50), index.people(None, 100),
    )  # fmt: skip

"""People who are named for the part they had in an event: who opened, led, hosted, spoke. One name is enough there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.both_scripts import both_scripts, words_in_both
from pipelines.listed import Listed
from pipelines.mentions import FOREIGN
from pipelines.name_runs import Run, keep_stops, names_in
from pipelines.name_series import is_parted
from pipelines.names import is_full_name, is_hyphenated, is_listed_name
from pipelines.presence import ELSEWHERE, NOT_THERE_EN, NOT_THERE_ZH
from pipelines.scripts import HAN, has_one_of
from pipelines.told_lists import people_en, people_zh

_LONGEST = 2000
_MOST = 8  # of one wording in one sentence
_SENTENCE = re.compile(rf"(?:[^.。!?！？;\n]|\.(?!\s|$|[A-Z{HAN}])){{4,400}}")
_BEFORE = 160  # characters before what somebody did that may name who it was
_OPENING = re.compile(
    r" ?(?:(?:Then|First|Finally|Next|Today|Afterwards|After [^,]{2,40},|At [^,]{2,40},|In [^,]{2,40},),? )?"
)
_NAMES_ZH = rf"(?P<names>[{HAN}·、和的]{{2,32}}?)"
_EVENT = (
    "rally|protest|meeting|march|vigil|demonstration|gathering|ceremony|conference|seminar|forum|memorial|hearing"
    "|dinner"
    "|evening|discussion|afternoon|sit-in|workshop|reading|service"
)
_OFFICE = (
    "(?:co-?)?(?:host|chair(?:person|man|woman)?|moderator|speaker|emcee|MC|master of ceremonies|reader|organi[sz]er"
    "|interpreter|interpretation|panell?ist|panel|discussant|respondent|preacher|sermon|prayer|scripture"
    "|reading|piano|pianist|organist|organ|violin|violinist|guitar|flute|musician|singer|soloist|choir leader"
    "|conductor|usher|steward|marshal|pallbearer|minutes|note-?taker|timekeeper|welcome|opening|closing|blessing"
    "|first aid|sound|megaphone|banner|flag-?bearer|volunteer|helper|cook|kitchen|reception|on duty"
    "|question(?:s|er)|keynote(?: speaker)?|commentator|presenter|lecturer|rapporteur|testimony|solo|performer"
    "|dancer|cello|drum|accordion|refreshments|tea|catering"
    "|candle|protester|demonstrator|marcher|walker|mourner|faster|hunger striker|on the spot|sitting in|fasting"
    r"|marching|cast|actor|picket|picketer|soprano|alto|tenor|bass|choir|chorus|orchestra|singer|rider"
    r"|cyclist|runner|rower)s?(?: (?:of|at|for|on|in) (?:the )?[a-z]{3,14}"
    r"|,? (?:today|tonight|this (?:time|year|month|week|morning|afternoon|evening|sunday|saturday)))?"
)
_OFFICE_ZH = (
    "会议主席|大会主席|主席台|主持人?|发言人?|发言者|主讲人?|讲者|讲员|司仪|召集人|领唱|朗诵者?|司琴|钢琴|伴奏|口译|传译|现场翻译|记录|书记员|领祷|祷告|读经|证道"
    "|讲道|主礼|招待|接待|纠察|纠察队|音响|司会|与谈人?|与谈者|对谈人?|评议人|评论人|宣读者|朗读者|领读者|特邀嘉宾|嘉宾|演员|独唱|演唱|演奏|小提琴|吉他|长笛|扶灵|抬棺|献花|总指挥|指挥|旗手|值班"
    "|厨师|掌勺|报到|签到|提问者?|主题演讲|主旨演讲|演讲者?|评论|点评|讲评|回应|报告人|引言人?|见证|开场|致辞|致词|致谢|祝福|祝祷|演出者?|表演者?|大提琴|二胡|鼓手|茶点|茶水|献花者?|献诗|点烛者?"
    "|抗议者|示威者|游行者|静坐者|绝食者|步行者|守夜者|请愿者|集会者|祭扫者|志愿者|义工|志工|当值|击鼓|打鼓|敲锣|举横幅|拉横幅|扛横幅|打横幅|扛旗|举旗|掌旗|举牌|发传单|派发传单|分发传单"
    "|(?:大提琴|二胡|古筝|手风琴|小提琴|钢琴|吉他)(?:演奏|伴奏)"
)
_SPEAK_ZH = "发言|发了言|致辞|致词|讲话|讲了话|朗读了|朗诵了|宣读了|念了|领唱|带领大家|作了[^,]{0,8}(?:发言|报告|演讲)"
_LABEL = re.compile(
    rf"(?:^|\b|(?<=[上下]午)|(?<=[当當今][天日晚]))(?:{_OFFICE}|"
    + both_scripts(_OFFICE_ZH)
    + r") ?: ?(?P<names>[^:.。;]{2,300})$",
    re.I,
)
# Who translates beside a host was there; alone, or beside who photographed, he may have translated the report.
_IS_SPOKEN = re.compile(both_scripts("主持|司仪|主讲") + r"|\b(?:hosts?|moderators?|chair|speakers?)\b", re.I)
_INTERPRETS = re.compile(both_scripts("翻译") + r"(?= ?:)|\b(?:translators?|translation)(?= ?:)", re.I)
# Behind an election offices are told of, and no parts in a gathering.
_ELECTED = re.compile(
    both_scripts("当选|选出|选举|改选|新一届") + r"|\b(?:elect(?:ed|s|ion)|new board|new officers|voted in)\b", re.I
)
_HAS_ELECTED = has_one_of("elect|new |voted|选|選|新一")
# One alone, as a statement ends: who spoke at a gathering is told with others.
_SPOKESMAN = re.compile("[发發]言人 ?: ?[^,、;:]{2,12}$")
_INTERPRETER = "interpreter"
_BY = re.compile(
    rf"\b(?:{_EVENT})\b[^,:]{{0,40}}?,? (?:was|were)?\b ?(?:also )?"
    r"(?:chaired|hosted|moderated|opened|led|presided over|emceed) by (?P<names>[^;:]{4,160})"
)
_SPEAKS = re.compile(
    r" (?:then |also |first |again |both |later |finally )?"
    r"(?:chaired|hosted|moderated|presided\b|spoke\b(?! of| for| against)|addressed the"
    r"|gave (?:a|the) (?:speech|talk|address|opening|closing)|read (?:out )?(?:a|the|from|aloud|his|her|two|three|our)"
    r"|opened the (?:rally|meeting|vigil|gathering|forum|ceremony|evening)|took the (?:floor|microphone|chair)"
    r"|joined us\b|were heard|said a (?:prayer|few words)|gave the words"
    r"|led the (?:march|singing|chanting|crowd|way|procession|prayer))"
)
_BY_ZH = re.compile(
    f"由{_NAMES_ZH}"
    + both_scripts(
        "(?:共同|一起|轮流|担任)?(?:主持|致辞|致词|致[开闭]幕|致开场|致欢迎|领唱|代读|宣读|朗读|司仪|总指挥|主礼|证道|讲道|领祷|带领|祝祷|主讲|与谈|演出|演唱"
        "|颁奖|伴奏|司琴|口译|传译|现场翻译)(?!的)"
    )
)
_PART_ZH = re.compile(
    both_scripts("(?:^ ?|,|然后|接着|随后|最后)(?!由)")
    + _NAMES_ZH
    + both_scripts(
        rf"(?:首先|接着|随后|最后|先后|也|都|又|则|分别|轮流|在会上){{0,2}}(?:主持(?:了?[会集仪]|$)|担任(?:翻译"
        rf"|司仪|主持|记录|主席|领队)|加入了我们|{_SPEAK_ZH})"
    )
)

# "First to speak was A, then B, and last C."
_THEN = re.compile(
    r",? ?(?:and )?\b(?:then|next|followed by|after (?:him|her|that)|last(?:ly)?(?: of all)?"
    r"|finally)\b(?: (?:came|spoke|was))? ?"
)
_ONE_BY_ONE = re.compile(
    r"\b(?:first|opening) (?:to (?:speak|read|sing|talk)|speaker|reader|singer)s? (?:was|were) "
    r"(?P<names>[^;:]{4,60}?, (?:and )?(?:then|next|followed|after|last|finally)\b[^;:]{4,160})",
    re.I,
)
_THEN_ZH = re.compile(both_scripts(",(?:其次|然后|接着|随后|接下来|再次|再|最后)(?:是|为|由)?"))
_ONE_BY_ONE_ZH = re.compile(
    both_scripts("(?:第一[位个]|首先)[^,:;、]{0,6}(?:发言|演讲|讲话|朗读|朗诵|演唱|致辞|致词|上台|讲)的是")
    + rf"(?P<names>[{HAN}·、和的]{{2,16}},[{HAN}·、和的,]{{4,80}})"
)
_HAS_FIRST = has_one_of("first|opening")


# What the wordings above need, each before its own: most texts have none of it.
_HAS_OFFICE = has_one_of(
    "host|chair|moderator|speaker|emcee|mc|master of ceremonies|reader|organi|interpret|panel|discussant|respondent"
    "|preacher|sermon|prayer|scripture|reading|piano|violin|guitar|flute|music|singer|soloist|choir|conductor"
    "|usher|steward|marshal|pallbearer|minutes|taker|keeper|welcome|opening|closing|blessing|first aid|sound"
    "|megaphone|banner|bearer|volunteer|helper|cook|kitchen|reception|on duty|question|keynote|commentator"
    "|presenter|lecturer|rapporteur|testimony|solo|performer|dancer|cello"
    "|drum"
    "|accordion|refreshments|tea|catering|candle|protester|demonstrator|marcher|walker|mourner|faster|striker|on the"
    "|sitting in|fasting|marching|cast|actor|picket|soprano|alto|tenor|bass|choir|chorus|orchestra|rider"
    "|cyclist|runner|rower|" + words_in_both(re.sub(r"[|][(][^|]{1,4}[|].*|.[?]", "", _OFFICE_ZH))
)
_HAS_BY = has_one_of("ed by|over by")
_HAS_BY_ZH = has_one_of(
    words_in_both(
        "主讲|与谈|演|主持|致|领唱|代读|宣读|朗读|司仪|总指挥|主礼|证道|讲道|领祷|带领|祝祷|颁奖|伴奏|司琴|口译|传译|翻译"
    )
)
_HAS_PART_ZH = has_one_of(
    words_in_both(
        "主持|担任|加入了我们|发言|发了言|致辞|致词|讲话|讲了话|朗读了|朗诵了|宣读了|念了|领唱|带领大家|报告|演讲"
    )
)
_HAS_SPOKEN = has_one_of(
    "chaired|hosted|moderated|presided|spoke|addressed the|gave |read |opened the|took the|joined us|were heard"
    "|said a|led the"
)


def parts_played(text: str) -> Iterator[Run]:
    """Yield whom a text, folded as by `pipelines.scripts.plain`, names for a part in the event, each as a run."""
    text = text[:_LONGEST]
    for sentence in _SENTENCE.findall(keep_stops(text)) if _may_tell(text) else ():
        if not _may_tell(sentence) or ELSEWHERE.search(sentence):
            continue
        people = [*_labelled(sentence), *_by(sentence), *_doing(sentence), *_one_by_one(sentence)]
        people = [one for one in people if "·" not in (one.zh or "") or FOREIGN.fullmatch(one.zh or "")]
        if people and all(map(_is_plain, people)):
            yield Run(tuple({one.name: one for one in people}.values()))


def labelled(text: str) -> Run:
    """Return whom lines such as "Speakers: A, B" name: a list, whatever stands around it."""
    text = keep_stops(text[:_LONGEST]) if ":" in text and _HAS_OFFICE(text) and not _SPOKESMAN.match(text) else ""
    if _HAS_ELECTED(text):
        text = _ELECTED.split(text, maxsplit=1)[0]
    if _IS_SPOKEN.search(text):
        text = _INTERPRETS.sub(_INTERPRETER, text)
    sentences = (sentence for sentence in _SENTENCE.findall(text) if not ELSEWHERE.search(sentence))
    lists = (list(_labelled(sentence)) for sentence in sentences)
    return Run(tuple(one for people in lists for one in people if any(map(_is_plain, people)) or _is_titled(one)))


def _may_tell(text: str) -> bool:
    """Say whether a text has a word of one of the wordings."""
    return (
        _HAS_SPOKEN(text)
        or _HAS_PART_ZH(text)
        or (":" in text and _HAS_OFFICE(text))
        or _HAS_BY(text)
        or ("由" in text and _HAS_BY_ZH(text))
        or "的是" in text
        or bool(_HAS_FIRST(text))
    )


def _labelled(sentence: str) -> Iterator[Listed]:
    for found in islice(_LABEL.finditer(sentence), _MOST) if ":" in sentence and _HAS_OFFICE(sentence) else ():
        before = sentence[: found.start()]
        if not NOT_THERE_EN.search(before) and not NOT_THERE_ZH.search(before):
            run = names_in(found["names"])
            yield from run.people if run.only_names else ()


def _by(sentence: str) -> Iterator[Listed]:
    for found in islice(_BY.finditer(sentence), _MOST) if _HAS_BY(sentence) else ():
        yield from people_en(found["names"])
    for wording, has_word in ((_BY_ZH, _HAS_BY_ZH), (_PART_ZH, _HAS_PART_ZH)):
        for found in islice(wording.finditer(sentence), _MOST) if has_word(sentence) else ():
            people = people_zh(found["names"])
            yield from people if is_parted(found["names"], Run(tuple(people))) else ()


def _doing(sentence: str) -> Iterator[Listed]:
    """Yield whom an English sentence begins with, where it goes on with what they did."""
    done = _SPEAKS.search(sentence) if _HAS_SPOKEN(sentence) else None
    before = _OPENING.sub("", sentence[: done.start()], count=1) if done else ""
    if len(before) <= _BEFORE and not NOT_THERE_EN.search(before):
        yield from people_en(before)


def _one_by_one(sentence: str) -> Iterator[Listed]:
    if _HAS_FIRST(sentence) and (found := _ONE_BY_ONE.search(sentence)):
        yield from people_en(_THEN.sub(", ", found["names"]))
    if "的是" in sentence and (found := _ONE_BY_ONE_ZH.search(sentence)):
        yield from people_zh(_THEN_ZH.sub("、", found["names"]))


def _is_titled(person: Listed) -> bool:
    return bool(person.en and re.match(r"(?:Dr|Mr|Ms|Mrs|Prof|Rev)\b", person.raw))


def _is_plain(person: Listed) -> bool:
    known = is_full_name(person.en or "") or is_hyphenated(person.en or "")
    return known or is_listed_name(person.zh or "") or bool(person.en and person.zh)

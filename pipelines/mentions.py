"""Names of people in running text: where they stand, and what stands before them that belongs to them.

Only what is plainly a name is one: a whole name in pinyin or in another system, a name of the West under a title or
with characters that write its sound elsewhere in the post, three characters that begin with a surname where a name may
begin. The text is folded (`pipelines.scripts.plain`), its stops as by `pipelines.name_runs.keep_stops`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.romanisation import letters, syllables
from archive.romanisation_tables import DOUBLE_SURNAMES
from archive.search.folding import fold
from pipelines.alternatives import by_first_character
from pipelines.both_scripts import both_scripts
from pipelines.deeds import ROLE_BEHIND_ZH
from pipelines.english_pieces import is_english_name
from pipelines.name_tables import NO_NAMES, RARE_SURNAMES, SURNAMES
from pipelines.names import is_chinese_name, is_full_name, is_hyphenated, is_listed_name, is_romanised, surname_words
from pipelines.once import once_a_paragraph
from pipelines.roles import without_role
from pipelines.scripts import HAS_HAN


@dataclass(frozen=True)
class Mention:
    """A name at its place in a sentence; ``begins`` with the title before it; ``sure`` if no other proof is needed."""

    name: str
    begins: int
    start: int
    end: int
    sure: bool


_WORD = r"[A-Z][A-Za-zÀ-ɏ'’ʼ․-]{1,20}"
_CAPITALS = re.compile(rf"{_WORD}(?: (?:{_WORD}|(?:de|van|von|der|al|bin)\b)){{0,5}}")
_TITLES = frozenset(
    """
    Mr Ms Mrs Miss Master Dr Prof Professor Rev Reverend Pastor Father Sister Brother Rabbi Bishop Deacon Councillor
    Councilor Senator Congressman Congresswoman Ambassador Attorney Lawyer Poet Writer Artist Teacher Comrade
    President Chairman Chairwoman Chairperson Chair Secretary Treasurer Aunt Uncle Grandmother Grandfather Madam Lady
    Sir Dean Elder Editor Doctor Nurse Historian Singer Painter Novelist Violinist Pianist Guitarist Critic Reporter
    Journalist Student Farmer Worker Scholar Director Actor Actress Photographer Translator Librarian Baker Engineer
    Founder Host Moderator Officer Chief Judge Warden Sergeant Captain Inspector Constable Commissioner Prosecutor
    Procurator Member Parliament Volunteer Organizer Organiser Coordinator Musician Composer Conductor Widow Widower
    Colleague Cousin Friend
    """.split()  # noqa: SIM905
)
_OWNER = ("'s", "’s", "ʼs", "s'", "s’", "sʼ")  # how the word for an owner ends
_BEFORE_TITLE = frozenset(("Old", "Young", "Little", "The", "Our", "Then", "His", "Her"))


def mentions_en(sentence: str) -> Iterator[Mention]:
    """Yield the names of an English sentence."""
    for found in _CAPITALS.finditer(sentence):
        if " " in found[0]:  # a word alone is nobody's whole name
            yield from _among(found[0].split(" "), found.start())


def _among(words: list[str], at: int) -> Iterator[Mention]:
    """Yield the name that ends a row of words with capitals, and the one before an owner's mark."""
    cut = next((n for n, word in enumerate(words) if word.endswith(_OWNER)), None)
    if cut is not None and cut + 1 < len(words):
        begin = at + sum(len(word) + 1 for word in words[: cut + 1])
        yield from _among(words[cut + 1 :], begin)
    if cut is not None:
        return  # what he has is named, not he
    for skipped in range(len(words) - 1):
        name = " ".join(words[skipped:])
        if len(words) - skipped > 2 and is_full_name(" ".join(words[-2:])) and not is_hyphenated(name):
            continue  # "Stallholder Fu Guilin"
        titled = skipped > 0 and words[skipped - 1].rstrip("․") in _TITLES
        kind = _kind_of(name, titled)
        if kind is None:
            continue
        start = at + sum(len(word) + 1 for word in words[:skipped])
        first = _first_of(words, skipped)
        begins = at + sum(len(word) + 1 for word in words[:first])
        yield Mention(name, begins, start, start + len(name), kind)
        return


def _first_of(words: list[str], skipped: int) -> int:
    first = skipped
    while first and (words[first - 1].rstrip("․") in _TITLES or words[first - 1] in _BEFORE_TITLE):
        first -= 1
    return first


@functools.lru_cache(maxsize=1024)  # a post names its people again and again
def _kind_of(name: str, titled: bool) -> bool | None:
    """Return whether a text in capitals is surely a name; False if something else must prove it, None if it is none."""
    words = name.split(" ")
    if words[0].rstrip("․") in _TITLES or words[0] in _BEFORE_TITLE:
        return None
    if is_full_name(name) or is_hyphenated(name):
        return True
    if is_romanised(name):
        counts = [syllables(word) or 0 for word in words]
        short = counts == [1, 1] and letters(words[0]) in surname_words()
        return titled if short or (len(words) == 2 and sum(counts) > 2) else None
    return titled if 2 <= len(words) <= 4 and is_english_name(name) else None


# Characters that write the sounds of foreign names; a name in them.
_SOUNDS = (
    "阿埃艾爱安奥巴白班邦保鲍贝本比彼毕宾波伯博布查达戴丹当道德登迪蒂丁东杜顿多俄恩尔伐法凡范菲费芬丰冯夫弗福盖冈高戈哥格根古瓜哈海汉豪赫黑亨胡华"
    "怀惠霍基吉加贾杰金京卡凯坎康考柯科可克肯孔库夸奎拉莱赖兰朗劳勒雷里利莉丽力历立连廉琳林伦隆卢鲁路露吕罗洛马玛迈麦曼芒毛梅门蒙米密敏明摩莫默姆"
    "木穆纳娜乃南内尼妮宁纽农努诺欧帕派潘庞佩彭皮平珀普奇齐契恰钱强乔切琴琼丘让热日荣瑞若撒萨塞赛桑瑟森沙莎山珊尚舍申圣施什石史士舒朔斯丝松苏孙索"
    "塔泰坦汤唐陶特提缇廷图托瓦万旺威韦维魏温文沃乌武伍西希锡夏香肖谢欣休许雅亚延扬杨尧耶叶伊易因英尤约云扎泽曾詹张哲珍芝治朱兹子佐娅茨廖胥伽辛迦"
    "噶益姬增玉久次仁卓旦珠措蕾得黛芙芮妲琪薇茱嘉黎喀贡果雪素吐肉昂娃绍紹灿燦蔡柴曹翁宗龙龍碧柳逊遜侯卜廓裘甸匈宋渡槐崎弥赞邓拜敦楚斐荷简津妥幸裕兆焦吾买牙依孜江爾羅維貝倫馬瑪麗麥蘭賴達諾納紐魯盧費蓋庫凱喬"
    "傑澤亞華萬葉約雲蘇孫陳韋鮑龐彌濟略佛滋雍祖昆阔寇娇季妙缪涅蓬丕钦沁鄂厄甫甘圭桂郭罕翰杭捷晋鸠坷宽孟缅奈瑙蒲却茹席祐宇茂炯內薩圖鄧蘿婭滿韓"
)
_WRITE_SOUNDS = frozenset(_SOUNDS)
SOUNDS = frozenset(fold(_SOUNDS))  # in Simplified form
# Those with characters that are words as often.
_WITH_WORDS = "大[卫衛]|[马馬]修|肯尼思|朱迪思|[约約][书書]亚|艾希[礼禮]|[优優]素福|[热熱]合曼|[赛賽][义義]德|雅各"
_SOUND = rf"(?:(?!夫人|拉比|路人|博士|女士|修士|大夫|先生|小姐)(?:{_WITH_WORDS}|[{_SOUNDS}]))"
FOREIGN = re.compile(rf"(?<!·){_SOUND}{{1,5}}(?:·{_SOUND}{{1,7}}){{1,2}}")
# Beside one of these a name may be cut: they write sounds, too, and the table above cannot have them.
_CUT_BEFORE = frozenset("盛生优優音合其义義大卫衛修书書思各雄兴興星容辉輝旋礼禮车車岛島察代藏通富列留")
_CUT_BEHIND = frozenset("盛优優音义義卫衛辉輝雄思")
_BEGINNING = both_scripts(
    r",|;|:|。|!|\?|、|\n|\"|“|”|「|」|『|』|\(|\)|的|教授|博士|老师|律师|牧师|医生|议员|理事长|会长|主席|秘书长?"
    r"|诗人|作家"
    r"|画家|歌手|记者|编辑|学者"
    r"|演员|导演|学生|教师|工人|农民|矿工|司机|船长|面包师|神父|修女|邻居|会员|社员|盟员|成员|代表|义工|朋友"
    r"|同学|[老好亲]友|友人|夫人|主人|出版人|主持人|撰稿人|负责人|创办人|发起人|家长|表[妹弟哥姐]|侄子|外甥|妻子"
    r"|丈夫|儿子|女儿"
    r"|母亲|父亲"
    r"|哥哥|弟弟|姐姐|妹妹|奶奶|爷爷|外婆|孙女|孙子|遗孀|游客|[和与跟由同有是]|接着|随后|然后|最后|其中"
    r"|[上下中]午|晚上|当晚|今天|昨天"
    r"|以及|老板|历史学家|音乐家|艺术家|钢琴家|家|嘉宾|来宾|讲者|主讲人?|社长|村长|校长|院长|主编|总编|干事|司库"
    r"|理事|主任|委员|队长|组长|团长|[摊店]主|之子|之女|姐夫|妹夫|弟媳|岳[父母]|[叔舅姑][叔舅姑]|侄女|兄长|[长次][子女]"
    r"|会上|现场|在(?=[^,。;]{2,20}(?:带领|率领|陪同|主持)下)"
)
_MAY_BEGIN = re.compile(by_first_character(_BEGINNING) + " ?")  # a blank, where the marks are those of English
_BEGUN = re.compile(f"(?:{_BEGINNING}|先生)$")
_JOINING = frozenset("和与與及同跟")
_LONGEST_ROLE, _SHORTEST = 4, 2  # characters of a role, and of a name
# Words that begin with the last character of what looks like a name: 梅港民|主联盟.
_ACROSS = frozenset(
    "代表 民主 民間 民间 公民 人民 国民 國民 联盟 聯盟 同盟 协会 協會 学会 學會 工会 工會 文学 文學 自由".split()  # noqa: SIM905
)
_NOT_GIVEN = frozenset(
    "的了着著過过在是有和与與及从從到去说說话話被把让讓给給向对對于於就又再都也还還只才已正将將很最更不没沒未无無会會要想得地上下里裡后後内內外"
    "间間候等们們个個位次手声聲起出进進回走站坐带帶拿同跟当當随隨先自由每两兩几幾此其各所因为為但而且吗呢吧啊并並或人员員众眾党黨团團赶趕夜中头頭旁侧側口角处處岸底顶頂尾"
    "社盟坛壇契协協院校局厅廳集示抗程时時前边邊面场場家市省国國军軍警年日天"
)
# Of these one may stand in a given name of two characters: 建国, 学军, 天佑, 永年.
_MAY_BE_GIVEN = frozenset("国國军軍天年才前")
_DAYS = frozenset("夏天 全天 连天 連天 成天 全国 全國 万国 萬國 全军 全軍 周年 成年 常年 童年 方才".split())  # noqa: SIM905
_NEVER_FIRST = frozenset("从從和向于於对對与與及由在把被给給为為同跟以将將就也还還都")
# What a name may begin with.
FIRST = (SURNAMES | RARE_SURNAMES) - _NEVER_FIRST
_NO_PIECE = re.compile(both_scripts(rf"游行|步行|大家|我们|.(?:{ROLE_BEHIND_ZH.pattern})"))
_MONTH = re.compile("[一二三四五六七八九十正本上下每今这這个個数數几幾]月")
_VERB = re.compile(
    both_scripts(
        "朗读|朗诵|宣读|主持|演[讲唱奏]|发言|讲[话了述]|带[来着]|献[花上]|签[名到]|合影|鞠躬|默哀|祈祷|静坐|分发"
        "|散发|代[读领]|出席|参加|前来|介绍|回忆"
        "|表示|高呼|指出|提议|建议|答应|宣布|报告|补充|强调|感谢|解释|呼吁|回答|领唱|点燃|举[着起行]|唱[了着起]"
        "|念[了着]|拉(?:[小大中]提琴|二胡|手风琴|琴)"
    )
)
_WORDS_TOO = frozenset(
    "向于於时時常全方连連尤解查任易单單顾顧左练練应應从從支计計经經干高"
)  # surnames that are words as often
_NO_PERSON = frozenset(
    "温哥华 溫哥華 马德里 馬德里 马尼拉 馬尼拉 安卡拉 洛杉矶 宁夏区 华盛顿 華盛頓 石家庄 连云港 任何人".split()  # noqa: SIM905
)
_GOES_ON = re.compile(
    both_scripts(
        rf"$|{ROLE_BEHIND_ZH.pattern}"
        rf"|[、,和与及跟从在也都还则便就正一带给为向对以用首先接随最当专特分轮率来站坐跪举捧抬扛拉念唸唱弹吹画作于钢二端抱推点敲搬摆挂煮烧做倒递披戴穿提牵扶骑划切守陪打送拿走展朗宣发讲读致演主献领代问说告回指认呼建答报补强谈统介感欢拥握流哭鼓参出到赶抵现露加默鞠祈静维值合收清照轮冒第停接探看慰拜访递担迎任开协高翻记伴表总负将把独]"
    )
)


_TITLE = re.compile(both_scripts("先生|女士|教授|博士|老师|律师|牧师|医生|神父|议员|小姐|太太|同学|法师"))


@once_a_paragraph
def mentions_zh(sentence: str) -> tuple[Mention, ...]:
    """Return the names of a Chinese sentence; of those that are not sure one may lie in another."""
    return tuple(_mentions_zh(sentence))


def _mentions_zh(sentence: str) -> Iterator[Mention]:
    end = 0
    seen: set[int] = set()
    for start, titled in _beginnings(sentence):
        for found in _names_at(sentence, start, titled) if end <= start else ():
            yield found
            end = found.end if found.sure else end
            seen.add(found.end)
    yield from (found for found in _before_titles(sentence) if found.end not in seen)
    for name in foreign_names(sentence):
        yield Mention(name[0], name.start(), name.start(), name.end(), True)


def _beginnings(sentence: str) -> Iterator[tuple[int, bool]]:
    """Yield where a surname stands and a name may begin, and whether behind a word for who somebody is."""
    places = ((place.end(), place[0]) for place in _MAY_BEGIN.finditer(sentence))
    for start, before in itertools.chain(((0, ""),), places):
        if sentence[start : start + 1] in FIRST or sentence[start : start + 2] in DOUBLE_SURNAMES:
            yield start, len(before.strip()) > 1


def foreign_names(text: str) -> Iterator[re.Match[str]]:
    """Yield the names with a middle dot in running text, but those that may be cut: half a name is a wrong one."""
    for found in FOREIGN.finditer(text) if "·" in text else ():
        before = text[max(0, found.start() - _LONGEST_ROLE) : found.start()]
        behind = text[found.end() : found.end() + 1]
        whole = not HAS_HAN(behind) or _GOES_ON.match(text[found.end() : found.end() + 24])
        if whole and behind not in _CUT_BEHIND and (before[-1:] not in _CUT_BEFORE or _BEGUN.search(before)):
            yield found


def begins_behind(before: str) -> bool:
    """Say whether a name may begin behind a text: a mark, a word for who somebody is."""
    return bool(_BEGUN.search(before))


def goes_on(behind: str) -> bool:
    """Say whether a sentence goes on behind a name with this."""
    return bool(_GOES_ON.match(behind) or _TITLE.match(behind))


def _names_at(text: str, start: int, titled: bool) -> Iterator[Mention]:
    """Yield the name that begins at a place of a text, if one does, or those that may, of which none is sure."""
    double = text[start : start + 2] in DOUBLE_SURNAMES
    if not double and text[start : start + 1] not in FIRST:
        return
    for length in (4, 3) if double else (3, 2):
        name, end = text[start : start + length], start + length
        given = 2 if double else 1
        if len(name) < length or not _may_be_name(name):
            continue
        behind = text[end : end + 24]
        short = length == 2
        if short and behind[:1] in _JOINING and not any(_names_at(text, end + 1, titled=True)):
            continue  # 殷宽和作报告: who knows where the name ends
        longest = length == (4 if double else 3)
        if (longest and _VERB.match(text, end - 1)) or text[end - 1 : end + 1] in _ACROSS:
            continue
        whole = bool(_GOES_ON.match(behind)) and _is_given(name, given)
        plain = is_chinese_name(name) and not short and (name[0] not in _WORDS_TOO or bool(_VERB.match(behind)))
        sure = whole and (plain or titled or bool(ROLE_BEHIND_ZH.match(behind)))
        if whole or not short:
            yield Mention(name, start, start, end, sure)
        if whole:
            return


def _before_titles(text: str) -> Iterator[Mention]:
    """Yield the names right before titles, whatever words for who they are stand before them: 石门学院尹鹤峰教授."""
    for title in _TITLE.finditer(text):
        for length in (4, 3, 2):
            begin = title.start() - length
            name = text[max(0, begin) : title.start()]
            double = name[:2] in DOUBLE_SURNAMES
            if len(name) < length or (length == 4 and not double) or (length == 2 and double):
                continue
            if (double or name[0] in FIRST) and _may_be_name(name) and _is_given(name, 2 if double else 1):
                yield Mention(name, begin, begin, title.start(), False)
                break


def _may_be_name(name: str) -> bool:
    if (
        name[0] in _NEVER_FIRST
        or not is_listed_name(name)
        or name in _NO_PERSON
        or name[:2] in NO_NAMES
        or name[1:] in NO_NAMES
        or name[1:] == "老"
        or len(without_role(name)) < _SHORTEST  # 焦师母: a surname, and who she is
    ):
        return False
    if name[0] in RARE_SURNAMES and _WRITE_SOUNDS.issuperset(name):
        return False  # 沃尔什: a surname of the West
    return not _NO_PIECE.search(name) and not _MONTH.search(name)


def _is_given(name: str, surname: int) -> bool:
    """Say whether what stands behind a surname is no other word."""
    given = name[surname:]
    barred = _NOT_GIVEN.intersection(given)
    return not barred or (len(given) > 1 and len(barred) == 1 and barred <= _MAY_BE_GIVEN and name[:2] not in _DAYS)

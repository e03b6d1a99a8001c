"""Honorifics and offices that stand before or behind a Chinese name, and are no part of it."""

from __future__ import annotations

import re

from pipelines.alternatives import by_first_character
from pipelines.not_there import NAMES_OTHERS
from pipelines.scripts import HAN, HAS_HAN

_KINDS = (  # of offices and of people
    "前(?=[村乡鄉镇鎮会會校院队隊社])|退休|藏族?|维吾尔族?|維吾爾族?|蒙古族?|蒙族|朝鲜族|朝鮮族|回族|哈萨克族?"
    "|哈薩克族?|香港|台湾|台灣|外国|外國|美国|美國"
    "|英国|英國|德国|德國|法国|法國|西人|西藏|新疆|当地|當地|本地|国会|國會|欧洲|歐洲|独立|獨立|青年|资深|資深"
    "|流亡|著名|知名|联合|聯合|共同|执行|執行|人权|人權|维权|維權|轮值|輪值|名誉|名譽|荣誉|榮譽|常务|常務|前任?"
    "|现任|現任|副|总|總|本会|我会"
)
_OFFICES = (
    "先生|女士|小姐|博士|硕士|教授|老师|老師|律师|律師|主席|秘书长|秘書長|秘书|秘書|会长|會長|理事长|理事長"
    "|理事|主任|文书|文書|牧师|牧師|拉比|神父|修女|法师|法師|议员|議員|大娘|大爷|大爺|阿姨|太太"
    "|会员|會員|成员|成員|代表|作家|诗人|詩人|记者|記者|学者|學者|画家|發言人|发言人|负责人|負責人|召集人"
    "|创办人|创始人|主持人|路人"
    "|司库|司庫|监事|監事|干事|幹事|顾问|顧問|主编|主編|校长|校長|主教|长老|長老|执事|執事|队长|隊長|部长|部長"
    "|院长|院長|团长|團長|组长|組長|站长|站長|社长|社長|班长|班長|村长|總幹事|总干事|干事长|幹事長"
    "|弟兄|姊妹|师母|師母|传道|傳道|修士|格西|活佛|仁波切|喇嘛|伊玛目|伊瑪目|阿訇|居士|医生|醫生|医师|醫師|同学"
    "|同學|大姐|大哥|师傅|師傅|前辈|前輩"
    "|编辑|編輯|导演|導演|歌手|演员|演員|翻译家|翻譯家|评论员|評論員|评论家|評論家|艺术家|藝術家|音乐家|音樂家|钢琴家"
    "|鋼琴家|摄影师|攝影師|工程师|工程師"
    "|男爵夫人|男爵|爵士|伯爵|撰稿人|活动家|活動家|专栏作家|專欄作家|义工|義工|志工|志愿者|志願者|学生领袖"
    "|學生領袖|同仁|同志|朋友|夫妇|夫婦|夫人|伉俪|伉儷|老先生|奶奶|爷爷|爺爺|伯伯|叔叔|婆婆|护士|護士|渔民|漁民|农民|農民"
    "|矿工|礦工|司机|司機|店主|商人|木匠|裁缝|裁縫|厨师|廚師|一家[人三四五六]?口?|全家|等"
)
ROLE = f"{by_first_character(_KINDS)}{{0,4}}{by_first_character(_OFFICES)}"
_BEFORE = re.compile(rf"{ROLE}(?:[:—-]{{1,2}})? ?(?=[{HAN}])")
_BEHIND = re.compile(rf"{ROLE}$")
# What a role ends with; of an office that is no plain word, all it has. "$" is the place before a line's end, too.
_ENDS = frozenset("\n").union(*(office[-1] if HAS_HAN(office[-1]) else office for office in _OFFICES.split("|")))
# People in a list without a name: "an old friend", "some guests from the south", 几位老朋友.
_UNNAMED = re.compile(
    r"(?:[a-z\d'-]+ ){0,4}(?:friends?|guests?|hosts?|members?|participants?|representatives?|delegates?|teachers?"
    r"|students?|supporters?|volunteers?|colleagues?|neighbou?rs?|others?)(?: (?:of|from|at|in) [^,;]{2,60})?"
    rf"|[{HAN}\d]{{0,6}}(?:朋友|嘉宾|嘉賓|来宾|來賓|贵宾|貴賓|贵客|貴客|同仁|同道|代表|成员|成員|会员|會員|人士"
    rf"|主持人|学生|學生|教师|教師|师生|師生|民众|民眾"
    r"|邻居|鄰居)[们們]?",
    re.I,
)


def is_unnamed(text: str) -> bool:
    """Say whether a piece of a list is somebody without a name, and nobody who is campaigned for.

    >>> is_unnamed("几位老朋友"), is_unnamed("释放几位朋友"), is_unnamed("free Wen Qi")
    (True, False, False)
    """
    return bool(_UNNAMED.fullmatch(text)) and not NAMES_OTHERS(text)


def may_have_role(text: str) -> bool:
    """Say whether a text has what a role ends with."""
    return not _ENDS.isdisjoint(text)


def role_before(text: str) -> str:
    """Return the office or honorific that a text begins with, if a name follows; "" where there is none."""
    found = _BEFORE.match(text) if may_have_role(text) else None
    return found[0] if found else ""


def without_role_behind(text: str) -> str:
    """Return a name without the honorific or office at its end: 白若木博士."""
    return _BEHIND.sub("", text) if text[-1:] in _ENDS else text


def without_role(text: str) -> str:
    """Return a name without the honorific or office around it.

    >>> without_role("会长白若木博士")
    '白若木'
    """
    return without_role_behind(_BEFORE.sub("", text, count=1)) if may_have_role(text) else text

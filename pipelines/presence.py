"""The words around names in a row that say that their people were there, and those that say that they were not.

What every reader of lists takes for absence stands in `pipelines.not_there`; here is what running text adds to it.

Tables of alternatives, parted by blanks ("_" is a blank within one), English ones from the start of a word on.
"""

from __future__ import annotations

import re

from pipelines.alternatives import any_of, by_first_character, in_either, word
from pipelines.both_scripts import both_scripts
from pipelines.not_there import AWAY_EN, AWAY_ZH, BARRED_EN, DEAD_ZH, SUFFERED_EN
from pipelines.scripts import has_one_of

_KEPT_AWAY_EN = f"{word(f'{SUFFERED_EN}|{BARRED_EN}')}|{AWAY_EN}"
_KEPT_AWAY_ZH = rf"{AWAY_ZH}|{DEAD_ZH}"


def _english(table: str, end: str = "", *, also: str = "") -> re.Pattern[str]:
    words = word(any_of(table), end)
    return re.compile(f"{words}|{also}" if also else words, re.I)


def _chinese(table: str, *, also: str = "") -> re.Pattern[str]:
    words = both_scripts(any_of(table))
    return re.compile(by_first_character(f"{words}|{also}" if also else words))


_DID = by_first_character(
    any_of(r"""
    answer testif
    attend appear arriv assembl beat\b blew bow brought c[ao]me cut\b carr chant clean climb collect cook danc distribut
    fasted fill gather gave hand held help hoist hung join kept knelt laid lean led lift light lit\b listen march
    mov open pass play pull pour push put rais rall rang read recit ran\b sang sat\b serv set\b shar shout show
    represented_(?:us|the|our) mind spoke spen[dt] stay(?!_away|ed_away) stood stretch sweep swept t[ao]ke took
    talk travel
    turned_(?:up|out) tied unfurl unroll
    walk watch were_(?:there|present|with_us|among|received|welcomed) wore\b sing speak stand
"""),
    any_case=True,
)
_THEN = (
    r"(?:(?:and (?:many )?others|(?:etc|who|all|each|both|also|then|too|again|had|have|in turn"
    r"|one after another|together"
    r"|today|that day|took turns)\b),? ?){0,3}"
)
DID_EN = re.compile(rf"(?: \([^()]{{1,40}}\))?,? ?{_THEN}{_DID}\w{{0,6}}\b", re.I)
# "We thank ..., who stood with us": the thanks are for being there.
WHO_DID_EN = re.compile(rf",? who (?:all |each |both |again |also )?{_DID}\w{{0,6}}\b", re.I)
THANKS_EN = re.compile(r"\b(?:thank\w*(?: go| are due)?(?: to)?|sent|grateful to)\b ?", re.I)
THERE_EN = _english(
    r"""
    attend\w* delegation present in_attendance on_hand stayed took_part take_part taking_part participa\w+ joined_by
    accompanied_by those_who who_came came with_us
    among_(?:us|them|those|the_(?:crowd|people|guests|speakers|faces|company|demonstrators|participants|marchers|mourners|protesters|visitors|listeners))
    turn(?:ed|ing)_(?:up|out) stood sat walked marched gathered carried assembled roll_call signed_in sign-in arrived
    (?:hosted|chaired|moderated|led|opened|given|read|carried|played|sung|brought|lit|laid|held_up|organi[sz]ed)_by
    speakers? spoke took_the_(?:floor|microphone) addressed_us on_the_(?:steps|platform|stage|square|spot) company
    we_(?:\w{1,10}_)?were(?=[^:.]{0,24}:) standing_with among_the_[A-Z]\w{2,12}_(?:friends|guests)
    with_(?:our_|the_)?(?:members|friends|supporters|guests|neighbou?rs|volunteers)
    roll(?=:) pickets? picketers? of_us(?=[^:.]{0,20}:) went_(?:along|with_us|too) turn-?out crew(?=:) our_people
    at_our_side
    on_the_(?:pavement|bridge|pier|quay|hill|beach|bus|boat|train|march|day)
    there_(?:came|stood|sat|marched|walked|gathered|were|was) came_to_(?:the|our|this) on_site (?:joining|joined)_us
    (?:walk|march|protest|demonstrat|sing|cycl|rid|runn|paddl|row|fast|pray|sitt|stand|campaign|leaflet|petition|canvass)ers?
    members_from (?:at|in|on|outside|before|beside|under|around|inside)_(?:the|our)_[\w'_]{2,40}(?=(?:_were|_are)?:?_?$)
    hosts? chairs? moderators? emcees? musicians readers stewards marshals volunteers together today tonight
    visitors guests mourners pallbearers panel panell?ists witnesses_at fasted fasting hunger_strikers testified
    discussants respondents performers choir on_the_(?:line|call) dialled_in dialed_in in_our_midst this_sunday
    at_the_table joined_in(?=:)
    (?:presented|translated|interpreted|read_out|conducted|officiated|joined)_by
    this_(?:morning|afternoon|evening) that_(?:day|morning|afternoon|evening)
    """,
    r"\b",
)
# What stands right before the first name of a list, so that it is no object of another verb.
LEADS_ON_EN = re.compile(
    r"(?:[:,—-]|\b(?:"
    + any_of("""
        are were was is be being included? includes including by with and also even too us came stood sat walked marched
        gathered carried arrived spoke then today tonight there here namely both friends? members? teachers? guests?
        poets? writers? lawyers? doctors? students? speakers? hosts? volunteers? stewards? marshals? musicians? readers?
        professors? neighbou?rs? parents? the
    """)
    + ")) ?$",
    re.I,
)
NOT_THERE_EN = _english(
    r"""
    prison releas freed?\b freedom_for absen dead\b died death murder victim disappear demand invit will\b would\b
    should\b award elect nominat appoint author wrote writt signed(?!_in\b) signator donat candidate prize
    poster portrait picture photograph placard hero(?:e?s)?\b martyr support_for solidarity in_support on_behalf oppos
    name[sd]?\b last_(?:year|spring|summer|autumn|winter|time)\b
    cellmates? inmates? founding founded
    think(?:ing|s)?_of before_us ahead_of_us stopped turned_(?:back|away) refus denied
    next_(?:year|month|week|time|rally|meeting|march|vigil|protest|event|gathering)
    congratulat telegram condolence remember film book poem letter message greeting statement judge police officer
    official mayor minister
    thank in_memory memory_of mourn honou?r for_the_sake plight case trial charge accus exile born history sent\b
    from_abroad apolog regret expect quot accord such_as family_of families_of like\b
    about\b(?!_(?:\d|a_(?:dozen|hundred|score)|two_dozen|ten|twelve|fif|twen|thir|for|six|seven|eigh|nine))
    never\b taken\b dock\b
    cells?\b late\b years_ago guards?\b banner slogan bore\b (?:was|is|were)_for\b in_(?:19|20)\d\d\b
    (?:for|to|against|(?<!members_)(?<!friends_)(?<!consisting_)(?<!consisted_)(?<!made_up_)of):?$
    """,
    also=_KEPT_AWAY_EN,
)
HELD_EN = _english(
    r"""
    died disappear would will\b should invited wrote signed award elected exile were_taken was_taken were_held
    every_(?:day|week|night|month|year) are_held remain had_been have_been (?:in|of|since)_(?:19|20)\d\d\b years_ago
    crackdown cells?\b
    we_(?:|want|miss|remember) sent_(?:a|their|greet|word) apolog regret
    """,
    also=_KEPT_AWAY_EN,
)

_COUNTED = r"(?:等?(?:[\d一二两三四五六七八九十百数几多余]{1,5}[位名个]?[人友员]?)?(?:朋友|会友|同仁|成员|会员|人)?,?)"
_THEN_ZH = any_of("""
    也 都 还 便 就 先后 分别 轮流 依次 相继 一起 一同 共同 一道 今天 今日 当天 当晚 冒雨 从 专程 随后 又 各自 们
""")
_DID_ZH = any_of("""
    参加 参与 出席 到场 在场 与会 前来 赶来 来到 来了 到了 到会 站 坐 走 举 手持 手捧 捧 抬 扛 拉起 拉着 展开 朗读
    朗诵 宣读 念 发言 讲话 致辞 致词 演讲 主持 献花 点 唱 合影 散发 派发 带 送来 陪同 守 聚 集合 签到 报到 露面 现身
    加入 抵达 默哀 鞠躬 静坐 打着 领唱 敲 打鼓 搬 摆 挂 收拾 作证 回答 受到[^,]{0,10}接[见待] 致悼词 献上 分享 见证
    坚持 割草 锄草 拔草 绝食 禁食 祷告 唱诗 领奖 表演
    发表了?(?:演讲|讲话|感言|致辞) 与[^、,]{0,8}(?:座谈|对谈|讨论|交流) 围坐 手拉手 手挽手
""")
DID_ZH = re.compile(
    f" ?{both_scripts(_COUNTED)}{by_first_character(both_scripts(_THEN_ZH))}{{0,4}}"
    + by_first_character(both_scripts(_DID_ZH))
)
SPOKE_ZH = _chinese("主持 发言 朗读 朗诵 宣读 致辞 致词 讲话 演讲 首先 接着 随后 最后 先后 轮流")
THERE_ZH = _chinese(r"""
    [来到][^,的]{0,8}的 在一起 守夜 代表
    值[夜班勤]的 跟着唱
    点名 同[去往车船游] 前去 步行 骑行 徒步 一行(?=[^,。]{0,8}:) 我们(?=[两二三四五六七八九十\d]{1,3}[人位个]:)
    到了(?=[^,。]{0,8}:)
    到场 在场 与会 出席 参加 参与 前来 赶来 来的 来了 到的 到会 同来 同行 现场 签到 报到 名单 主持 发言 讲者 主讲
    朗读 朗诵 领唱 演讲 致辞 致词 司仪 召集 今天 今日 今晚 当天 当晚 站 坐 走 举着 手持 一起 一同 其中有 陪同 露面
    现身 值班 纠察 义工 志愿者 聚 来宾 嘉宾 参会 到者 来者 参 就[座坐] 我们是(?=:) [族人]朋友有
    讲话 作证 列席 旁听 前往 赴会 来访 随行 随同 上台 助阵
    加入 组成 站街 绝食 禁食 点燃 扶灵 抬棺 送行 送别 献花 上香 读经 祷告 证道 讲道 司琴 诗班 献唱 表演 分享 见证
    [者众宾群]中,?有 与谈 对谈 主礼 悼词 颁奖 领奖 代领 守在 守着 演出者 表演者 演奏者
""")
NOT_THERE_ZH = _chinese(
    r"""
    被(?!拦) 释放 囚 狱 缺 未 没 不(?![多少分论止]) 死 要求 呼吁 邀请 应邀 将 获 当选 作者 联署 签名 警 法官 纪念
    悼 缅怀 感谢
    致谢 捐 候选 (?<!到会)(?<!出席)(?<!与会)(?<!在场)(?<!到场)(?<!列席)理事 海报 (?<!前来)(?<!参加)(?<!来)(?<!到场)声援
    关注 营救 良心犯 反对 英雄 烈士 名字 记住 电影 照片 图片
    本会代表: 本社代表: 我会代表:
    视频 电话 线上 网上 远程 去年 前年 上次 往年 历年 下一?[次周月届回] 明[天年日] 届时 想起 想到 [想怀思]念 念及 前面的
    画像 故事 逝 遗 关押 判 拘 捕 抓 冤 受害 案 贺信 来信 发来 委托 代表.{0,6}问候 因(?![天雨雪风]|[大下][雨雪风])
    请假 历史 当年 曾 据 写
    著 编 译 官 局长 书记 部长 像 高呼 喊 关心 为的是 为了 关在 开庭 宣判 庭 六四 八九
    [12]\d{3}年(?!_?\d) 例如 比如 诸如 特邀 委员会 唁 花圈 筹备 治丧
    """,
    also=_KEPT_AWAY_ZH,
)
HELD_ZH = _chinese(
    """
    被 因 委托 写(?!下) 不幸 逝世 来信 发来 的(?:画像|照片|名字|遗像|家) 获 仍 至今 监 牢 法庭
    正在狱 入狱 签署 联名
    """,
    also=_KEPT_AWAY_ZH,
)
# Of one person in a list: who is on it, and was not there.
ABSENT = in_either(
    word(
        r"absent|apolog\w+|could not|unable|did not|excused|not present|in absentia|abroad|imprisoned|jailed"
        r"|in (?:prison|jail|custody|detention)|(?:by|via) (?:video|phone|telephone|letter|mail|skype|zoom)",
        r"\b",
    ),
    both_scripts("缺席|请假|未到|没有到|因病|因故|病假|未能|[狱獄]中|在押|服刑|视频|书面|来信|发来|代(?!表|领)"),
)
_A_TOWN = (
    r" (?!(?:the|front|his|her|our|their|a|Chinese|English|Tibetan|Uyghur|both|Mandarin|Cantonese|January|February"
    r"|March|April|May|June|July|August|September|October|November|December)\b)[A-Z][a-z]+\b"
    "(?! Square| Hall| Street| Park)"
)
_APART_EN = (
    "video telephone phone online Skype Zoom recorded recording would will once in_19\\d\\d in_20\\d\\d years_ago"
    " last_year last_month last_week in_prison in_court in_custody"
)
ELSEWHERE = re.compile(
    by_first_character(
        "|".join(
            (
                *(rf"(?<!\w){word}{_A_TOWN}" for word in ("in", "from")),
                *(rf"(?<!\w){words}\b" for words in any_of(_APART_EN).split("|")),
                both_scripts("视频|电话|连线|录音|曾|当年|狱|庭上|将|因|被"),
            )
        )
    )
)


_STAYED_EN = re.compile(
    r"\b(?:did|do|would|could) not (?:go home|go away|leave|give up|move|stir|miss it|want to (?:leave|go"
    r"|miss|be (?:named|photographed|seen))|wish to be named)\b",
    re.I,
)
_STAYED_ZH = re.compile(
    by_first_character(
        both_scripts(
            "没有?(?:离开|离去|回家|走开|散去|缺席)|未曾(?:离开|离去|回家|走开|散去|缺席)"
            "|不(?:[肯愿想](?:离开|离去|回家|走开|散去|缺席)|离不弃|顾|[愿想肯便]意?(?:具名|署名|透露|公开))"
        )
    )
)


_HAS_NOT = has_one_of("not")


def as_stayed(text: str) -> str:
    """Return a text in which those who did not leave are said to have stayed.

    >>> as_stayed("Those who did not go home were Wen Qi and Rui An.")
    'Those who stayed were Wen Qi and Rui An.'
    """
    if _HAS_NOT(text):
        text = _STAYED_EN.sub("stayed", text)
    return text if text.isascii() else _STAYED_ZH.sub("在场", text)


def is_about_others(text: str) -> bool:
    """Say whether a line of its own, within a list of who was there, says that those below or beside it were not.

    >>> is_about_others("Apologies"), is_about_others("In prison:"), is_about_others("From the Guild:")
    (True, True, False)
    """
    tests = (NOT_THERE_EN, NOT_THERE_ZH, HELD_EN, HELD_ZH)
    return ABSENT(text) or any(pattern.search(text) for pattern in tests)

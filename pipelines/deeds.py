"""What people do who are at an event, in the words behind a name and before it.

Only what one does on the spot is here: whoever came, stood, sang, brought soup, or told the others something. Words
that are said of the absent as well (wrote, sent, hoped) are not. What says that somebody was elsewhere is in
`pipelines.elsewhere`. Tables of alternatives, parted by blanks ("_" is a blank within one); Chinese ones in Simplified
characters, for both scripts.
"""

from __future__ import annotations

import re

from pipelines.alternatives import any_of
from pipelines.both_scripts import both_scripts
from pipelines.scripts import has_one_of

_DEED_EN = any_of(r"""
    accompanied addressed answered_(?:questions|the)
    appeared arrived assembled attended baked beat_(?:a|the|time) bowed brought came
    carried_(?!his|her)(?:the|our|an?|\w+) carried
    chaired
    chanted cleaned cleared climbed collected conducted cooked danced distributed draped drove drummed embraced fasted
    fetched filmed_the greeted guided
    gave_(?:an?|the)_(?:\w{3,12}_){0,2}(?:speech|talk|address|lecture|report|concert|paper|toast|blessing|welcome) gave
    handed_(?:over|in|(?:the|our|an?|his|her|its)_(?:\w{3,10}_)?(?:letter|petition|statement|appeal|list))
    handed held helped hoisted hosted hugged hung interpreted introduced
    joined_(?:the|in|us|hands|them) kept_(?:the|order|watch|vigil|time|us) knelt knocked laid led lent_us lifted
    listened
    lit lowered marched moderated offered_(?!to) opened_(?:the|with|our) closed_(?:the|with) painted
    passed_(?:round|around|out|the)
    performed picked_up placed planted played poured prayed preached presented presided pulled pushed
    put_(?:up|down|on|his|her|the|out) raised rang read recited rode rolled_up rowed sang sat served shared shook
    shouted
    showed signed_the spoke(?!_(?:for_(?!an?_|\w+_(?:minute|hour)s)|against|to_reporters)) spread stayed stepped stood
    stopped stretched swept talked testified thanked_(?:the|all|every)
    threw tied took_(?:off|part|turns|the|her|his|pictures|photo\w+|down|out|over|up|care|minutes|notes) translated_for
    travell?ed turned_(?:up|out) unfurled unrolled waited walked watched_over waved welcomed
    visited met_with called_(?:on|at)_(?:the|his|her|him|them) delivered submitted
    went_(?:up|round|from|along|ahead|first)
    wept wore wrapped
    wrote_(?:[a-z]+_){1,3}on_the_spot looked_after said_(?:(?:a|the)_(?:prayer|blessing|few)|grace)
    lectured officiated hurried rushed
    reported_on(?!_(?:the_)?(?:trial|case)s?) laughed toasted cut_the rose_to
    received_(?:the(?:_(?:prize|award|medal))?|us|them) accepted_the demonstrated gathered protested rallied
    (?:was|were)_(?:there|present|with_us|among_(?:us|them|the)|on_hand|at_the_(?:door|piano|table|microphone|drum))
    (?:was|were)_(?:the_)?(?:master_of_ceremonies|host|chair|moderator|first_to|last_to|guest|speaker|interpreter)
    had_(?:just_)?(?:come|driven|travelled|traveled|flown|walked|brought|baked|cooked)
""")
_SPEECH_EN = any_of("""
    praised congratulated compared commended paid_tribute said told asked answered replied explained described
    recalled recounted reported added announced declared stressed
    proposed promised urged called_(?:on|for) counted argued remarked pointed_out reminded warned suggested thanked
    related spoke
""")
# Deeds of words: what stands behind them is what was told, not where it was done.
WORDS_EN = re.compile(
    r"(?:reported on|lectured|spoke|talked|showed|read|recited|sang|played|testified|performed|interpreted"
    r"|introduced|presented|thanked)$",
    re.I,
)
# A part that somebody had in an event itself: who is told of it right behind the report of the event was there.
PART_EN = re.compile(
    r"\b(?:accompanied|addressed|chaired|closed (?:the|with)|conducted|gave \w+|handed \w+|received the (?:prize"
    r"|award|medal)|hosted|interpreted|laid|led"
    r"|lit|lowered|moderated|opened|performed|played|presented|delivered|preached|presided|raised|rang|read|recited"
    r"|sang|spoke|welcomed"
    r"|shared|kept the|took (?:the|minutes|notes|pictures|photo\w+)|translated for|unfurled|unrolled|beat"
    r"|drummed|carried \w+|thanked"
    r"|handed out|distributed|collected signatures|cut the|reported on|gave thanks|interviewed|lectured|officiated"
    r"|answered|said (?:a|the|grace)|(?:was|were) (?:the )?(?:master|host|chair|moderator|first|last"
    r"|guest|speaker|interpreter)"
    r"|(?:was|were) at the)\b",
    re.I,
)
# Behind what somebody did: it was done to those who were there, or with them.
AT_HAND_EN = re.compile(
    r"\b(?:(?<!at )(?<!against )us|our (?:banners?|guests?|rally|members|friends|leaflets|petition|table|questions)"
    r"|everybody['’]?s?"
    r"|everyone['’]?s?|all (?:who|those|of us|present|guests)|those (?:present|who)|the (?:guests|crowd|audience"
    r"|visitors"
    r"|participants|mourners|marchers|families|speakers?|passers-by)|passers-by|on the spot"
    r"|for (?:some |about |over |more than )?[a-z-]{2,9} (?:people|guests|visitors|persons))\b",
    re.I,
)
AT_HAND_ZH = re.compile(
    both_scripts(
        "[为给向与和跟请带教]我们|欢迎我们|我们的(?:横幅|问题|客人)|大家|来宾|客人们|众人|在场|路人|行人|群众|到场"
        "|与会|听众|观众|当场|现场"
    )
)
NO_VERB_ZH = re.compile(
    both_scripts(
        "[的之等被是乃即在因于从将曾遭获已仍还却自至]|先生的|女士的|写|死|去世|病|寄|托|来信|发来|没有?|未|不|拒绝"
        "|教过|希望|成为"
    )
)
# Who was asked to come and speak, by those who report it.
INVITED_EN = re.compile(
    r"\b(?:invited|hosted|welcomed) (?:as (?:its|our|the) (?:guests?|speakers?) )?(?:the |our |an? )?"
    r"(?:[a-z-]{3,14},? ){0,5}$",
    re.I,
)
TO_SPEAK_EN = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?:,? (?:of|from) [^,;:.]{2,60}?)?,? (?:to (?:speak|talk|lecture|read|report|give|tell"
    r"|perform|sing|play"
    r"|introduce|share|discuss)|for an? (?:talk|lecture|reading|discussion))\b",
    re.I,
)
INVITED_ZH = re.compile(both_scripts("(?:邀请|请来|请到|[邀请]了)[^,;:。]{0,20}$"))
TO_SPEAK_ZH = re.compile(
    both_scripts(
        "[^,;:。、]{0,8}(?:主讲|演[讲唱奏]|讲[述解课话]|作[^,;:。]{0,10}(?:报告|讲座|演讲|发言|介绍)|介绍|分享|报告"
        "|谈|朗[读诵]|表演|座谈|对谈)"
    )
)
# What is handed over is handed to officials, too.
HANDED_EN = re.compile(r"\b(?:handed|delivered|presented|submitted|gave)\b", re.I)
HANDED_ZH = re.compile(both_scripts("递|交给|呈交|转交|交到"))
PART_ZH = re.compile(
    both_scripts(
        "负责|提问|汇报|主持|致|献|介绍生平|答谢来宾|代为领|代领|点[燃亮]|高举|带领下|率领下|陪同下|任主席|开场"
        "|伴奏|弹|敲"
        "|摇铃|[鸣撞]钟|评议|独[唱奏]|读经|拉[小大二]|吹|演[讲奏唱出]|主讲|领[唱读祷]|带[领头]|翻译|记录|担任"
        "|代[读领]|指挥|主礼|递|交给|发言"
        "|讲[话了]|朗[读诵]|悼[词辞]|切[了开]|吹奏|报告了|派发|[分散]发|弹[古钢吉琵三扬]|吹[笛箫口]|独[舞唱]|宣读"
        "|[念唸读唱讲][了着]|高呼|表演|开[幕场]|总结|收尾|回应|欢迎|报告|证道|讲道|祝祷|带队|分享|见证"
    )
)
WORDS_ZH = re.compile(
    both_scripts(
        "(?:发言|发了言|讲话|讲了|讲述|讲解|[念唸读唱讲].|致[辞词]|朗读|朗诵|宣读|演[讲奏唱]|放映|介绍了|回忆了"
        "|主持|报告了?[^,;。]{0,8}(?:工作|财务|会务|筹备|经过|情况))$"
    )
)
# Of what one reports, the year may be another.
REPORTED_ZH = re.compile(both_scripts("报告了?[^,;。]{0,8}(?:工作|财务|会务|筹备|经过|情况)$"))
# Of a trial, those who speak before the court are told as well, who came to no gathering.
_IN_COURT = re.compile(
    r"\b(?:court|judges?)\b[^.]{0,40} (?:tried|heard|opened|sat)\b|\bon trial\b|\bstood trial\b|"
    + both_scripts("开庭|庭审|受审"),
    re.I,
)
_HAS_COURT = has_one_of("court|judge|trial|庭|受审|受審")


_ADVERBS_EN = (
    r"(?: (?:then|also|first|again|both|later|finally|just|himself|herself|even|all|next|too|in turn|once more|alone"
    r"|who|together|today|[a-z]{3,12}ly)\b,?){0,3}"
)
_BESIDE_EN = r"(?: ?\([^()]{1,60}\))?(?: (?:of|from) (?:the |our |this )?[A-Za-z'’․ ]{2,50})??(?:, [^,;:]{2,100},)?"
_BESIDE_EN += r"(?: (?:and|with) (?:his|her|their) (?:[a-z]{3,12} )?[a-z]{3,12})?"
DEED_EN = re.compile(rf"{_BESIDE_EN}{_ADVERBS_EN} (?:{_DEED_EN})\b", re.I)
# A second thing that the same person did.
SECOND_EN = re.compile(rf"[^,;:.]{{1,60}}?,? and(?: then| also| later)? (?P<deed>{_DEED_EN})\b", re.I)
# The next word is a verb of which nothing is known, and none of being, having, wishing, writing or dying.
ANY_VERB_EN = re.compile(
    rf"{_BESIDE_EN}{_ADVERBS_EN} (?!(?:is|was|were|are|be|been|being|has|had|have|will|would|could|can|cannot"
    rf"|should|may|might|must|does"
    r"|did|do|and|or|but|of|from|in|at|on|to|for|with|by|as|who|whose|which|that|not|never|nor|still|died|dies|wrote"
    r"|writes|sent|sends|hopes|hoped|wants|wanted|remains|became|lives|lived|telephoned|phoned|disappeared"
    r"|passed|lost|reminds|means|founded|joined|left|refused|declined)\b)[a-z]{3,14}\b",
    re.I,
)
SPEECH_EN = re.compile(rf"{_BESIDE_EN}{_ADVERBS_EN} (?:{_SPEECH_EN})\b", re.I)
# "We thank Dr. Ren, who looked after us all day": the thanks are for being there.
THANKED_EN = re.compile(rf"(?: ?\([^()]{{1,60}}\))?, who{_ADVERBS_EN} (?:{_DEED_EN})\b", re.I)
THANKS_EN = re.compile(r"\b(?:thank\w*|grateful|thanks)\b", re.I)
_CAME_FOR_IT = (
    r"(?:(?:had )?(?:come|came|travelled|traveled|flown|flew|driven|drove))\b[^,.;]{0,60}? "
    r"(?:to (?:attend|join|take part|speak at|be (?:at|with))"
    r"|for (?:the|our) (?:rally|protest|meeting|vigil|march|memorial))\b"
)
# "Wen Qi, who came from Boston to attend the rally, ..."
CAME_FOR_IT_EN = re.compile(
    rf"(?: ?\([^()]{{1,60}}\))?(?:, [^,;:]{{2,60}}(?=,))?,? (?:who (?:had )?)?{_CAME_FOR_IT}", re.I
)
AT_INSTRUMENT_EN = re.compile(
    r" (?:as (?:the )?(?:main |guest )?(?:speaker|respondent|chair|moderator|host|interpreter|discussant)"
    r"|(?:at|on) (?:the )?(?:piano|organ|violin|guitar|flute|erhu|cello|drums?|accordion|guqin|pipa|zither"
    r"|harmonica|keyboard|saxophone|trumpet|clarinet|harp))\b",
    re.I,
)
# Before a name: the one who is named is who did it.
WAS_EN = re.compile(
    r"\b(?:(?:first|next|last|second|third|fourth|main|guest|opening|closing|other|only) (?:speakers?|readers?|guests?"
    r"|singers?|musicians?)|(?:speakers?|hosts?|moderators?|respondents?|discussants?|emcee|interpreter"
    r"|master of ceremonies)(?: (?:today|tonight"
    r"|that \w{2,10}|of the \w{2,10}))?|(?:first|last|next) to \w{2,10}) (?:was|were) (?:the |our |an? )?$"
    r"|\b(?:followed|joined|accompanied|introduced|welcomed|greeted|presided over|interpreted) by (?:the "
    r"|our )?$"
    r"|\b(?:was|were) (?:then |also )?(?:read(?: out| aloud)?|chaired|hosted|moderated|opened|closed|led|translated"
    r"|given|delivered|interpreted|accompanied|conducted|presented|handed over|handed in|held(?: up)?|brought|performed"
    r"|sung|spoken|answered|played|lit|laid|raised|hoisted|unveiled|counted|cooked|baked|served|rung|announced"
    r"|shown|explained|kept"
    r"|received"
    r"|carried) by (?:Member of )?(?:the |our |his |her |their )?(?:[a-z]{3,12},? ){0,2}$"
    r"|\b(?:at|in|on|beside|behind|before|under|around|next to) [\w'’ ]{2,40} (?:walked|sat|stood|knelt|marched"
    r"|came) (?:the |our )?$"
    r"|\b(?:then|after \w{2,10}|next|with \w{2,10}|also) came (?:the |our )?$"
    r"|\b(?:present|there|with us|in attendance|on hand) (?:today |tonight |as well |too )?(?:was|were) "
    r"(?:(?:the|our|his|her|their|an?) )?(?:[a-z-]{3,16} ){0,3}$"
    r"|\b(?:followed|joined|accompanied) by [^,;.]{3,60}, $"
    r"|\bwe welcomed (?:the |our )?$"
    r"|\bled by (?:the |our )?(?:[a-z]{3,12} ){0,2}$"
    r"|\b(?:those|members|friends|people|others|guests) (?:who|to) (?:also )?(?:spoke?|speak|gave|read|sang|sing"
    r"|played|laid"
    r"|prayed|recited|performed|lit)\b[^.;:]{0,60} (?:were|was|included?) (?:the |our )?$"
    r"|\b(?:attended|came|spoke|stood|marched|joined|sang|walked|sat|took part|present)\b[^.;]{0,80}? "
    r"(?:together|along|side by side) with (?:the |our |his |her )?(?:[a-z]{3,14} ){0,2}$"
    r"|\b(?:from the hands of|hand in hand with|arm in arm with) $",
    re.I,
)
ROLES_ZH = (
    "老?先生|女士|太太|夫人|教授|博士|老师|律师|牧师|医生|大夫|神父|大娘|大爷|阿姨|议员|理事长|会长|主席|秘书长"
    "|小姐|同学|大姐"
    "|大哥|姊妹|弟兄|长老|执事|修女|师傅|老人|社长|副会长|理事|法师|居士"
)
ROLE_BEHIND_ZH = re.compile(both_scripts(rf"(?:{ROLES_ZH})"))
_DEED_ZH = any_of("""
    参加 出席 到场 在场 当场 现场 赶到 赶来 前来 来到 来了 到了 抵达 到达 现身 露面
    [站坐跪举捧抬扛拉念唱弹吹画带端抱推点敲搬摆挂煮烧做倒递披戴穿牵扶骑划切分守陪打读唸][着了起到出完来在上下给]
    [念唸读唱讲]的是 提着 [弹吹]奏 念不下 送[早午晚]?饭 打着
    送[了上给] 送来了?[热早午晚饭茶汤面水毯吃] 放映了 来(?=[,。;、]|$) 拿[着出来] 走[在到上着来进] 展开 朗读 朗诵 宣读
    发言 发了言 讲话 讲了 讲述 讲解 致辞 致词 致(?:开|闭|欢|[^,;、]{0,6}[词辞]) 演讲 演奏 演唱 伴奏 拉琴
    主持 献花 介绍生平 答谢来宾 献上 点燃 点亮 领唱 领读 带领 带头 领着 分发 散发 派发 递交 递上 签到 合影
    鞠躬 默哀 祈祷 祷告 静坐
    维持秩序
    打鼓 收拾 打扫 清扫 照看 照顾 照料 陪同 停下来 加入 介绍了 回忆了 表演 拥抱 握手 流泪 落泪 流下 哭了 鼓掌
    代[他她]?领 领奖
    欢迎[了来各大] 致谢 高举 带领下 率领下 陪同下 交给 转交 呈交 [把将][^、]{1,8}[交递]给 主讲 开场 翻译(?=[,。;、]|$)
    做?会?议?记录(?=[,。;、]|$) 担任[^,;、]{1,8} [作做]了?[^,;、]{0,6}(?:回应|发言|报告|演讲|总结|见证|分享|介绍)
    [^,;、]{0,6}收尾 主礼 证道 讲道 领祷 祝祷 分享
    摇铃 鸣钟 撞钟 评议 献唱 敲[鼓锣钟] 独[唱奏] 领奏 读经 弹钢琴 弹吉他 拉小提琴 拉二胡 拉大提琴 吹笛 总结 带队 任主席
    探望了? 看望了? 探访了? 慰问了? 拜访了? 走访了? 会见了? 担任[翻司主记领] 为大家[翻弹唱]
    接过 代读 代为[领读念宣致]? 担任主持 担任司仪
    担任总指挥 担任纠察 担任翻译 负责 提问 汇报了 值班 守夜 高呼 呼喊 喊口号 合唱 指挥 轮流
    接待
    致?悼[词辞]
    [弹拉吹打敲奏]了?(?:一[曲首支段])?(?:钢琴|古琴|古筝|吉他|结他|琵琶|三弦|[小大中]提琴|二胡|手风琴|笛|箫|口琴|鼓|冬不拉|扬琴|唢呐)
    (?:钢琴|古琴|古筝|吉他|琵琶|[小大]提琴|二胡|手风琴)(?:伴奏|独奏|演奏)
    报告了?[^,;。]{0,8}(?:工作|财务|会务|筹备|经过|情况) 作了?[^,;、]{0,8}(?:演讲|讲座|致辞|开场白|开场)
    也来 专程来 挥[着舞动] 引导 接力 领取 表示支持 表示欢迎
""")
_SPEECH_ZH = any_of("""
    说[,:\"“「『] 说了 告诉大家 告诉我们 对大家说 问[,:大道] 问起 提问 回答 指出 认为 呼吁 提议 建议 答应 宣布 报告了
    补充 强调 谈到 谈了
    称赞 赞扬 赞赏 祝贺 统计 解释 提醒 介绍 回忆 表示 讲到 谈 感谢
""")
_GAP_ZH = '[^,;:。!?、\\n"“”「『()]{0,9}?'
DEED_ZH = re.compile(both_scripts(rf"{_GAP_ZH}(?:{_DEED_ZH})"))
SECOND_ZH = re.compile(
    both_scripts(
        rf"[^;:。!?\n]{{1,30}}?, ?(?:并且?|还|又|也|同时|随后|接着|然后|而且)(?P<deed>{_GAP_ZH}(?:{_DEED_ZH}))"
    )
)
SPEECH_ZH = re.compile(both_scripts(rf"[^,;:。!?、\n\"“”「『()]{{0,8}}?(?:{_SPEECH_ZH})"))
# A part that was taken over on the spot, whatever kept others away: "his letter was read by ...".
TAKEN_OVER_ZH = re.compile(
    both_scripts(
        "[^,;:。!?、]{0,4}(?:代读|代领|代为|签名|念[出了]|颁[发奖]|到场|出席|回答|讲述|宣读|朗读|朗诵|主持"
        "|致[开闭]幕|接着)(?!的)"
    )
)
# Before a name: the one who is named is who did it.
WAS_ZH = re.compile(
    both_scripts(
        r"(?:发言|悼[词辞]|主持|到|来|讲话|致辞|致词|朗读|朗诵|演讲|代表|最前面|点[烛燃]|领唱|守夜|伴奏|司琴|翻译"
        r"|记录|献花|陪同"
        r"|[念唸读唱讲])[^,。;:、]{0,6}的(?:是|有|还有)[^,。;:、]{0,10}$"
        r"|(?:主持|评议|主讲|点评|召集)人(?:是|为)[^,。;:、]{0,6}$"
        r"|(?:(?:赶来|前来|而来|来)(?:参加|出席|参与)[^,。;:、]{0,10}|赶来|赶过来|前来|而来|抵达|到达"
        r"|从[^,。;:、]{1,8}来|到场|在场|打鼓|弹琴|伴奏|领唱"
        r"|[捧举拿抱扛抬提推]着[^,。;:、]{1,10}|[送带]来[^,。;:、]{1,8}|照看[^,。;:、]{1,6})的"
        rf"(?:[^,。;:、]{{0,10}}(?:{ROLES_ZH}|[家人师手员友妻女子儿妹弟客]))?$"
    )
)


def is_in_court(text: str) -> bool:
    """Say whether a text tells of a trial."""
    return bool(_HAS_COURT(text) and _IN_COURT.search(text))

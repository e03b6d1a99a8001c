"""The words that say that somebody was elsewhere, another time, for the other side, in prison or dead, around a name.

Tables as in `pipelines.deeds`.
"""

from __future__ import annotations

import re

from pipelines.alternatives import any_of
from pipelines.both_scripts import both_scripts
from pipelines.deeds import ROLES_ZH
from pipelines.scripts import HAN

_ELSEWHERE = any_of(r"""
    (?:19|20)\d\d (?:years?|months?|weeks?)_ago
    last_(?:year|month|week|spring|summer|autumn|winter) at_that_time in_those_days once used_to as_a_(?:child|girl|boy)
        same_hour would never if_he if_she next_(?:time|week|month|year) tomorrow will
""")
_FAR_EN = any_of(r"""
    video telephone\w* phoned? online skype zoom recorded recording (?:radio|newspaper)s? reporters
    by_(?:mail|letter|post)
    (?<!songs_)(?<!song_)(?<!dishes_)from_(?:home|abroad|afar|prison)
    in_(?:his|her|a|an)_(?:letter|message|book|article|poem|diary|essay|statement)
    in_(?:another|an_earlier)
""")
FAR_EN = re.compile(rf"\b(?:{_FAR_EN})\b", re.I)
ELSEWHERE_EN = re.compile(rf"\b(?:{_ELSEWHERE})\b", re.I)
# Behind what somebody did: it took years, or it was before a court.
LONG_AGO_EN = re.compile(
    r"\b(?:(?<!old )years|months|sentence|verdict|in (?:court|custody|prison|jail)|from his cell)\b", re.I
)
# Whoever did it for the other side, or before it.
_AGAINST_EN = any_of(r"""
    crackdown prosecut\w* cells? dock officials? police\w* guards soldiers? troops arrest\w* raid\w* interrogat\w*
    tortur\w*
    court verdict trial judges? sentenc\w* regime the_order warrant custody (?<!former_)prison\w* jail\w*
    detention plainclothes
    agents? forem[ae]n managers? thugs? hecklers? (?:shouted|cursed|jeered|yelled)_at insulted threatened spat
    censors? authorities ministry bureau
""")
AGAINST_EN = re.compile(rf"\b(?:{_AGAINST_EN})\b", re.I)
AGAINST_ZH = re.compile(
    both_scripts(
        "法庭|开庭|镇压|警察|警方|检方|公诉|官员|下令|审讯|抓人|法院|国安|国保|当局|特务|便衣|政府|局里|工头|保安"
        "|经理|打手|叫骂|辱骂|骂我们|威胁|推搡|起哄"
    )
)
# Around a name, anywhere in the post: the dead, the imprisoned, those who are asked for, who were elsewhere.
_BECAME_EN = any_of(r"""
    arrested detained jailed imprisoned sentenced taken held killed murdered shot released not unable ill absent excused
    away in_(?:prison|jail|custody|exile|hospital) in_[A-Z]\w+ kidnapped tried missing forbidden barred tortured dead
    still
    kept serving under_house expected invited remembered convicted charged prevented stopped
""")
_DID_FAR_EN = any_of(r"""
    died disappeared vanished passed_away drowned sent wrote(?!_[a-z_]{3,20}on_the_spot)
    telephoned phoned e-?mailed apologi[sz]ed remains?
    could_not
    couldn did_not does_not had_(?:asked|sent|written|put|promised) has_(?:served|been|waited)
    (?:will|would)_(?:not|come|speak|join|attend|follow|have|stand_for) serv(?:es|ing)
    joined_(?:us_)?by sends? writes (?:lies|lay)_(?:at_home|in_bed) (?:is|was)_out_of_town
    lived_to_be_\d
""")
_OF_THEIRS_EN = any_of("death arrest trial case sentence letter release imprisonment memory poem grave freedom ashes")
GONE_BEHIND_EN = re.compile(
    r" of the (?:[Mm]ayor|[Gg]overnor|[Mm]inister|[Cc]onsul|[Pp]remier)['’ʼ]s [Oo]ffice\b"
    r"|(?: ?\([^()]{1,60}\))?(?: (?:of|from) (?:the |our )?[A-Za-z'’․ ]{2,40}?)?(?:,? (?:had |who |which "
    r"|and \w{2,12} )?(?:"
    rf"(?:was|were|is|are|has been|had been|have been|being) (?:\w{{3,10}} )?(?:{_BECAME_EN})\b|(?:{_DID_FAR_EN})\b)"
    rf"|['’ʼ]s (?:{_OF_THEIRS_EN})\b)"
)
GONE_BEFORE_EN = re.compile(
    r"(?:\b(?:the late|late|deceased|free|freedom for|freedom to|release of|release|appeal for|portraits? of"
    r"|picture of|photo of|memory of"
    r"|letter (?:from|by|of)|message from|greetings? from|statement (?:from|by)|poem by|book by|words (?:of|by)"
    r"|memories of"
    r"|graves? of|at home by"
    r"|death of|arrest of|trial of|case of|wife of|for the sake of|support of|solidarity with|remember(?:ed|ing)?"
    r"|mourn(?:ed|ing)?|aide|assistant|staffer|clerk"
    r"|honou?r(?:ed|ing)? of|absence of|instead of|Judge|Warden|Captain|Inspector|Consul|Prosecutor|Procurator"
    r"|Governor|Minister|Sheriff|Officer|(?:township|village|police|section|department|bureau) (?:head|chief|secretary)"
    r"|Party secretary|Vice Mayor|chief of \w{2,12}|named|called|by the name of|spokes(?:wo)?man(?: \w{2,12}){0,4})"
    r"|(?<!former )prisoners?(?: of conscience)?|dissident|defendants?|cellmate|victims?|authors?(?!,)|novelist)"
    r"(?: (?:the|our|Mr․|Ms․|Mrs․|Dr․|lawyer|teacher|editor|poet|writer|attorney|journalist|and)){0,3},? $",
    re.I,
)

FAR_ZH = re.compile(
    both_scripts(
        "视频|电话|连线|录音|录像|书面|来信|寄来|发来|打来|写信|信[里中]|文章|书[里中]|网上|微博|记者(?!会)|另一个"
    )
)
ELSEWHERE_ZH = re.compile(
    both_scripts(
        "下次|下一次|下星期|下周|下个?月|明天|明年|届时|如果|假如|将|曾|当年|那年|年前|从前|小时候|过去|一辈子|常说"
        "|有一次|没有?来|未能|不能|不克|无法|没能|请假|因病|因故|生病|缺席|托人|委托|去年|前年"
        "|(?<!出)狱(?!归|后)|囚|监|拘|捕|判|去世|逝|遇难|被(?![拦拆毁占征烧])|原定|原来"
        "|本来|同一时刻|[12]\\d{3}年(?! ?\\d)"
        "|不肯|拒绝|[法开]庭|上司"
    )
)
GONE_BEHIND_ZH = re.compile(
    both_scripts(
        rf"(?:{ROLES_ZH}|等|等人)?[^,;。!?、\n]{{0,6}}?(?:被(?!拦)|仍在|还在狱|狱中|入狱|服刑|失踪|遇难|遇害|去世"
        rf"|逝世|过世|离世|死[于在了去]|牺牲|生病|请假|因病|因故|缺席|未能"
        "|没有?来|没能|不能到|不克|无法|寄来|发来|来信|来电|打来|写的|写来|通过视频|托人|委托|判|正?在?服[^,。、;]{0,6}刑|绝食抗"
        "|(?<![宾家众我人])[遗画]像"
        "|在家(?:缝|躺)|(?<![和与跟])[身人]在(?:外地|海外)|享年|之墓|来不了"
        "|之死|案(?![情件])|事件|殉|遭|坐牢|刑)"
    )
)
GONE_BEFORE_ZH = re.compile(
    both_scripts(
        "祭扫[^。;,墓]{0,30}$"
        "|(?:未能|没能|不能)到[会场][^。;,、]{0,10}$|(?:释放|声援|营救|解救|拯救|悼念|纪念|追思|追悼|缅怀|怀念|祭奠|哀悼|祭|已故|去世的|死难的|遇难的|狱中的"
        "|被[捕抓关判拘]的|关心|关注|呼吁|思念"
        "|原定发言的|的书|狱友|难友|同案|被告|助理|囚徒|囚犯|犯人|良心犯|政治犯|法官|审判长|检察官|公诉人|警官|警察"
        "|国保"
        "|所长|局长|处长|科长|镇长|县长|乡长|村长"
        "|书记|典狱长|监狱长|领事|发言人|部长|省长|看守|作者|译者|叫|名叫|矿主|老板)"
        "(?:的|老)?(?:诗人|作家|编辑|律师|老师|教授|记者|艺术家|摄影师|学者|画家|工人|农民|教师|牧师|先生|女士|社长"
        "|会长|主席|囚徒|和|、){0,3}$"
        "|(?:(?<!会)委员长|国家主席|国务院总理)$"
    )
)
# Before a row of names in its sentence: names that were read out, those who get letters.
_ROW = r"(?:(?:the|our) [a-z]{3,12} )?(?:[A-Z][\w'’․-]*,? (?:and )?(?:to )?(?:the [a-z]{3,12} of )?)*$"
ROW_OF_OTHERS_EN = re.compile(
    rf"\bnames?(?: of [^:.;]{{1,60}})?: {_ROW}"
    rf"|^ ?(?:[Tt]he )?[Pp]ortraits? of [^:.;]{{2,60}}: {_ROW}"
    r"|^ ?(?:[Tt]he )?(?:[Pp]hoto|[Pp]icture)s? of (?:the |our |those )?"
    rf"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b[^:.;]{{0,40}}: {_ROW}"
    rf"|(?:^ ?L|\bl)etters? (?:[a-z]+ ){{0,3}}to {_ROW}"
    rf"|\b(?:(?:post)?cards?|parcels?|books?) (?:[a-z]+ ){{0,3}}to {_ROW}"
    rf"|\b(?:spoke|told|talked|asked|thought|prayed) (?:of|about|after|for) {_ROW}"
    rf"|\b(?:written|sent|addressed|mailed|posted|dedicated) to {_ROW}"
    rf"|^[^A-Za-z]{{0,4}}(?:Release|Free|Save|Rescue|(?:Freedom|Justice) (?:for|to)) {_ROW}"
    rf"|, the (?:first|last|second|third|others?) to {_ROW}"
)
ROW_OF_OTHERS_ZH = re.compile(
    both_scripts(
        "(?:名字|姓名|肖像|画像|遗像|遗照|[二两三四五六七八九十0-9][位名人个][^:。;]{0,8}的[照相]片): ?[^。;:]*$"
        rf"|^[^{HAN}]{{0,4}}(?:立即|马上|无罪)?(?:释放|营救|解救)[^。;:,的]*$"
        "|收[信卡件][的人者][^。;]*$|(?:寄[给往]|写给|高[呼喊]|呼喊|齐[呼喊])[^。;,]*$"
    )
)
# "Last year's speakers were": a row of what people once were.
CALLED_EN = re.compile(rf"\b(?:are|were|includ\w{{1,3}}):? {_ROW}")
CALLED_ZH = re.compile("[是有为為]:?[^。;:,]*$")
# Whose kin somebody is: "uncle of", "'s uncle", 的舅舅.
_KIN = (
    r"(?:wife|husband|mother|father|sister|brother|son|daughter|uncle|aunt|cousin|nephew|niece|widow|parents|family)\b"
)
KIN_OF_EN = re.compile(rf"\b{_KIN} of (?:(?:Mr|Ms|Mrs|Dr)․ )?$")
KIN_BEHIND_EN = re.compile(rf"['’]s (?:\w+ )?{_KIN}")
KIN_BEHIND_ZH = re.compile(
    both_scripts(
        "的(?:[大小]?(?:妻子|太太|夫人|丈夫|母亲|父亲|姐|妹|哥|弟|儿子|女儿|舅|姨|姑|叔|伯|表[姐妹哥弟]|侄|外甥|遗孀|家人|家属))"
    )
)
HOLDS_OFFICE = re.compile(r"(?:Mayor|Consul|Minister|Judge|Governor|Ambassador|Officer|Inspector) ").match
# Who is out of prison again may have come.
OUT_ZH = re.compile(
    "(?:刚刚?|剛剛?)?(?:刑满|刑滿)?(?:出狱|出獄|获释|獲釋)(?:归来|歸來|后|後)?|前(?:囚徒|囚犯|政治犯|良心犯)"
)
# So may have who is welcomed, whatever the post tells of his years in prison; but not if it is his release that is.
WELCOMED_EN = re.compile(
    r"\b(?:[Ww]elcom(?:e|ed|ing)|greeted|(?:went|came|drove|waited) [^.;!?]{0,30}to meet)(?: (?:back|home|our|the"
    r"|friend|poet|writer|lawyer|teacher|professor|Mr․|Ms․|Mrs․|Dr․|Professor)){0,4} $"
)
WELCOMED_ZH = re.compile(
    both_scripts(
        "(?:欢迎|迎接|迎来|款待|宴请)(?:了|(?:坐满|刚刚?出狱|获释|归来)[^,。;]{0,6}的)?(?:诗人|作家|律师|老师|教授)?$"
    )
)
# Who is in prison, in what another does: "read from a letter of the jailed poet".
OF_PRISONER_ZH = re.compile(
    "[狱獄]中的?(?=诗人|詩人|作家|编辑|編輯|记者|記者|律师|律師|教师|教師|老师|老師|良心犯|朋友|友人)"
)
TO_COME_ZH = re.compile("下[次个個周星一月]|明[天年]|届时|屆時|[将將]")

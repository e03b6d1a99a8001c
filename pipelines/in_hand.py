"""Captions that name people by what they have in their hands: "Ouyang Yan and his guitar", "the banner, held by ...".

Texts are folded (`pipelines.scripts.plain`), their stops kept as by `pipelines.name_runs.keep_stops`.
"""

from __future__ import annotations

import re

from pipelines.listed import Listed
from pipelines.name_runs import names_in
from pipelines.names import is_full_name, is_listed_name
from pipelines.scripts import HAN, HAS_HAN, has_one_of

_THINGS = (
    r"guitar|fiddle|violin|drums?|flute|erhu|accordion|harmonica|banner|placard|sign|poster|flag|lantern|candle"
    r"|megaphone|camera|bicycle|bike|umbrella|poem"
)
_HAS_THING_ZH = has_one_of("吉他|琴|鼓|笛|二胡|横幅|标语|標語|旗|灯|燈|烛|燭|相机|相機|单车|單車|自行车|自行車|伞|傘")
_AND_HIS = re.compile(rf"(?P<name>[^,.;:]{{3,40}}?) and (?:his|her|their) (?:[a-z]{{2,10}} )?(?:{_THINGS})\b", re.I)
_AND_HIS_ZH = re.compile(rf"(?P<name>[{HAN}]{{2,4}})[和与與跟][他她]的")
_HELD_BY = re.compile(
    r"\b(?:held|carried|raised|unfurled|unrolled|hung|lit|laid) by (?P<names>[A-Z][^.;:()]{3,120})[.]?$"
)
_TOGETHER = re.compile(
    r"(?P<names>[A-Z][^,.;:]{3,40}? and [A-Z][^,.;:]{3,40}?) (?:hand out|hold|carry|raise|read|sing|lead|light|lay"
    r"|unroll|unfurl|walk|march|stand|sit|kneel|bow|chant|play|distribute|collect|give|hang|put up|serve|pour) "
)


def shown_in_hand(caption: str) -> list[Listed]:
    """Return who has or does something in an English caption; where one of them is not plainly a name, nobody."""
    if (his := _AND_HIS.match(caption)) and is_full_name(his["name"]):
        return [Listed(en=his["name"])]
    together = None if HAS_HAN(caption) else _TOGETHER.match(caption)  # else the Chinese beside it is read
    found = _HELD_BY.search(caption) or together
    run = names_in(found["names"]) if found else None
    whole = run is not None and run.only_names and all(is_full_name(one.en or "") for one in run.people)
    return [*run.people] if run and whole else []


def shown_with_thing(caption: str) -> list[Listed]:
    """Return who is shown with a thing of his in a Chinese caption: 文琦和他的吉他."""
    his = _AND_HIS_ZH.match(caption) if _HAS_THING_ZH(caption) else None
    return [Listed(zh=his["name"])] if his and is_listed_name(his["name"]) else []

"""Lines of their own above a list of names: "Present", "The attendees", 出席者名单."""

from __future__ import annotations

import re

from pipelines.both_scripts import both_scripts

_WHO = (
    "(?:members|friends|guests|supporters|volunteers|participants|people|attendees|delegates|neighbou?rs|colleagues"
    "|comrades|families|marchers|walkers|protesters|demonstrators|speakers|helpers)"
)
_CAME = (
    "(?:present|attending|in attendance|participating|taking part|on site|on the spot|there|here|with us"
    "|who (?:came|come|attended|took part|joined(?: us)?|showed up|turned (?:up|out)|stood(?: with us)?|marched|walked"
    "|(?:was|were) (?:there|present|with us)))"
)
_GROUP = f"{_WHO}(?:,? (?:and|&) {_WHO})?"
_HEADING = re.compile(
    r"\W{0,4}(?:(?:list of |the )?(?:those )?(?:present|attending|attendees?|participants?|attendance|in attendance"
    r"|roll call|signed in|sign-in(?: sheet)?|who (?:came|was there)"
    r"|(?:delegates|guests|members)(?: present| in the hall| in attendance))(?: list)?|"
    rf"(?:(?:the|our|all|those) ){{0,2}}(?:{_CAME} {_GROUP}|{_GROUP} {_CAME}|participating|taking part|on site"
    rf"|on the spot|with us)(?: (?:today|tonight|this [a-z]{{3,9}}))?|"
    r"who (?:(?:else )?(?:came|stood|marched|walked|attended|joined us|took part|was (?:there|with us|present))"
    r"|we were)(?: [a-z ]{2,40})?(?=[?:])|"
    + both_scripts(
        "(?:今天|今晚|这次|本次|本周|本月)?(?:都?有谁(?:来了|到场|参加)|谁来了|来了哪些[人朋友]{1,2})(?=[?:])|"
    )
    + both_scripts(
        "(?:签到|报到|出席|到场|在场|前来|与会|参加|参与|参会|到会)(?:者|人员|的?人|的?朋友|成员|会员|代表|嘉宾)?"
    )
    + r"(?:名单|名單|簿|表)?)(?: ?\([^()]{1,40}\))?\W{0,4}",
    re.I,
)


def is_heading(text: str) -> bool:
    """Say whether a text is nothing but the heading of a list of who was there."""
    return bool(_HEADING.fullmatch(text))

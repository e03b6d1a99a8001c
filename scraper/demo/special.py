"""Posts written by hand, one or more for each odd form that real posts of such a blog take.

All of it is invented. What each post shows is said in the comment above it; the values are the truth.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from archive.records import Attendee, Comment
from scraper.demo.posts import DemoPost, Line, Picture

ZONE = timezone(timedelta(hours=8))


def _at(year: int, month: int, day: int, hour: int = 21) -> datetime:
    return datetime(year, month, day, hour, 14, 0, 5000, ZONE)


def _pairs(*texts: tuple[str, str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for en, zh in texts:
        lines += [Line(en, "en", pair=len(lines) + 1), Line(zh, "zh-Hans", pair=len(lines))]
    return tuple(lines)


def _both(*people: tuple[str, str]) -> tuple[Attendee, ...]:
    return tuple(Attendee(en=en, zh=zh) for en, zh in people)


_KILN = (
    ("On March 4, 2014, teachers and pupils stood before the kiln.", "2014年3月4日，教师和学生站在窑前。"),
    ("The kiln is cold, and nobody may light it.", "窑冷了，谁也不许点火。"),
    ("They ask for nothing but their key.", "他们只要求归还钥匙。"),
)


def special_posts() -> tuple[DemoPost, ...]:
    """Return the posts, numbered from 1."""
    return (*_titles_and_bylines(), *_dates(), *_paragraphs(), *_people_and_pictures(), *_odd_ones())


def _titles_and_bylines() -> tuple[DemoPost, ...]:
    return (
        # English title, Chinese in full-width brackets with a colon of its own; the slug says nothing.
        DemoPost(1, "/2014/03/blog-post_9351.html", _at(2014, 3, 5), "Sing for the Kiln （码头聚会：为蓝窑歌唱）",
                 "Sing for the Kiln", "码头聚会：为蓝窑歌唱", _pairs(*_KILN), event_date=date(2014, 3, 4)),
        # Author before a full-width colon; Chinese only.
        DemoPost(2, "/2012/06/blog-post.html", _at(2012, 6, 5), "白若木：论夜校", None, "论夜校",
                 (Line("夜校的灯亮了十年。", "zh-Hans"), Line("灯下的人学会了写自己的名字。", "zh-Hans")), byline="白若木"),
        # Author after a slash; the address is a number.
        DemoPost(3, "/2012/06/1989.html", _at(2012, 6, 6), "灯下的字/葛天雷", None, "灯下的字",
                 (Line("他们写下的第一个字是“门”。", "zh-Hans"),), byline="葛天雷"),
        # A colon that names no author.
        DemoPost(4, "/2013/12/23_10.html", _at(2013, 12, 2), "活动预告：12月6日，星期五", None, "活动预告：12月6日，星期五",
                 (Line("时间：12月6日，上午11:30开始", "zh-Hans"), Line("地点：北门", "zh-Hans")),
                 event_date=date(2013, 12, 6)),
        # A double dash; and a title that the text repeats.
        DemoPost(5, "/2011/09/fafdder.html", _at(2011, 9, 18), "许安岚—— 海港的早晨", None, "海港的早晨",
                 (Line("海港的早晨有雾。", "zh-Hans"), Line("许安岚：海港的早晨", "zh-Hans")), byline="许安岚"),
        # No title at all; one line.
        DemoPost(6, "/2010/01/blog-post_02.html", _at(2010, 1, 2), "", None, None,
                 (Line("祝大家新年平安。", "zh"),)),
        # A title and nothing else.
        DemoPost(7, "/2010/01/welcome.html", _at(2010, 1, 3), "欢迎芮安平", None, "欢迎芮安平"),
        # English only, in upper and lower case, with a quotation that never closes.
        DemoPost(8, "/2011/04/12th-year.html", _at(2011, 4, 9), '12th Year of t"he Kiln', '12th Year of t"he Kiln', None,
                 (Line("On April 8, 2011, we counted the years.", "en"), Line("There were twelve of them.", "en")),
                 event_date=date(2011, 4, 8)),
    )  # fmt: skip


def _dates() -> tuple[DemoPost, ...]:
    return (
        # Pasted from Word: the date is cut into spans.
        DemoPost(9, "/2012/06/word.html", _at(2012, 6, 20), "From Word 来自文档", "From Word", "来自文档",
                 _pairs(("On June 19, 2012, the teachers met at the North Gate.", "2012年6月19日，教师们在北门聚会。")),
                 form="word", event_date=date(2012, 6, 19)),
        # Month and day alone; the year is that of the header.
        DemoPost(10, "/2014/02/27.html", _at(2014, 2, 28), "Lanterns 灯笼", "Lanterns", "灯笼",
                 _pairs(("On Feb 27, a few teachers hung lanterns.", "2月27号，几位教师挂起灯笼。")),
                 event_date=date(2014, 2, 27)),
        # Chinese numerals.
        DemoPost(11, "/2014/03/numerals.html", _at(2014, 3, 6), "数字", None, "数字",
                 (Line("二〇一四年三月四日，北门公民会在灯笼街集会。", "zh-Hans"),), event_date=date(2014, 3, 4)),
        # Re-dated after publication: the address says April, the post March.
        DemoPost(12, "/2013/04/redated.html", _at(2013, 3, 30), "Re-dated 改期", "Re-dated", "改期",
                 _pairs(("On March 29, 2013, the gate was open for an hour.", "2013年3月29日，大门开了一个小时。")),
                 event_date=date(2013, 3, 29)),
        # A commemoration: the only date is background.
        DemoPost(13, "/2015/10/five-years.html", _at(2015, 10, 9), "Five Years 五周年", "Five Years", "五周年",
                 _pairs(("Five years have passed since the prize, and the laureate is still not free.",
                         "获奖已经五周年，获奖者仍未自由。"))),
    )  # fmt: skip


def _paragraphs() -> tuple[DemoPost, ...]:
    english = tuple(Line(en, "en", pair=n + 3) for n, (en, _) in enumerate(_KILN))
    chinese = tuple(Line(zh, "zh-Hans", pair=n) for n, (_, zh) in enumerate(_KILN))
    return (
        # All English, then all Chinese.
        DemoPost(14, "/2014/03/kiln_9.html", _at(2014, 3, 7), "The Kiln 蓝窑", "The Kiln", "蓝窑",
                 (*english, *chinese), form="paragraphs", event_date=date(2014, 3, 4)),
        # One translation is missing.
        DemoPost(15, "/2014/03/kiln_10.html", _at(2014, 3, 8), "The Key 钥匙", "The Key", "钥匙",
                 (Line("The mayor keeps the key in a drawer, and has lost the drawer.", "en"),
                  Line("They ask for nothing but their key.", "en", pair=2),
                  Line("他们只要求归还钥匙。", "zh-Hans", pair=1))),
        # Traditional characters, a Korean line of solidarity.
        DemoPost(16, "/2015/01/blog-post_17.html", _at(2015, 1, 17), "聲援圖書館", None, "聲援圖書館",
                 (Line("我們聲援圖書館的六位管理員，請求開門。", "zh-Hant"), Line("도서관은 모두의 것이다.", "ko"))),
        # Latin words inside Chinese; indents of no-break and ideographic spaces.
        DemoPost(17, "/2013/05/px.html", _at(2013, 5, 11), "白若木:从PX项目看海港", None, "从PX项目看海港",
                 (Line("比如FACEBOOK, TWITTER等，海港的人都在看。", "zh-Hans"), Line("项目没有公开，人们没有被问过。", "zh-Hans")),
                 form="indented", byline="白若木"),
        # A poem: its lines stay apart.
        DemoPost(18, "/2016/04/spring.html", _at(2016, 4, 3), "春 Spring", "Spring", "春",
                 (Line("门开了", "zh-Hans"), Line("风先进来", "zh-Hans"), Line("然后是我们", "zh-Hans"))),
        # Bullets, a quotation, a repost with its source.
        DemoPost(19, "/2012/11/repost.html", _at(2012, 11, 12), "来源：海湾时报", None, "来源：海湾时报",
                 (Line("(海湾时报) 议会昨日再次推迟了答复。", "zh-Hans"),
                  Line("议会发言人说，答复正在路上。", "zh-Hans", "quote"),
                  Line("• 第一次推迟，2009年", "zh-Hans"), Line("• 第二次推迟，2011年", "zh-Hans")), form="quoted"),
    )  # fmt: skip


def _people_and_pictures() -> tuple[DemoPost, ...]:
    listed = (
        "Bai Ruomu (白若木), Piao Chenyu(朴晨宇) and Dr. Gao Mingzhe （高明哲） attended today's meeting.",
        "Members of \"Northgate Civic League\" attending this rally are: Ju Yanbo,Li Anmo. "
        "Two members of River Party, Wen Qi and Tao Wangshu, came too.",
    )  # fmt: skip
    return (
        # English and Chinese lists in another order, with missing spaces.
        DemoPost(20, "/2014/03/lists.html", _at(2014, 3, 10), "Lists 名单", "Lists", "名单",
                 (Line("On March 9, 2014, the league met at Harbour Square.", "en", pair=1),
                  Line("2014年3月9日，公民会在海港广场聚会。", "zh-Hans", pair=0),
                  Line("Members of \"Northgate Civic League\" attending today's meeting include: Piao Chenyu, Cui Changzhu,"
                       "Shan Ruolan, Zeng Yutong.", "en", "attendees", 3),
                  Line("参加今天集会的成员有：崔长洙,朴晨宇,曾雨桐,单若兰。", "zh-Hans", "attendees", 2)),
                 event_date=date(2014, 3, 9),
                 attendees=_both(("Piao Chenyu", "朴晨宇"), ("Cui Changzhu", "崔长洙"), ("Shan Ruolan", "单若兰"),
                                 ("Zeng Yutong", "曾雨桐"))),
        # Captions in tables, one with names from left to right; a credit.
        DemoPost(21, "/2014/03/pictures.html", _at(2014, 3, 11), "Pictures 图片", "Pictures", "图片",
                 (Line("The following is a group of pictures.", "en", pair=1), Line("以下是一组图片。", "zh-Hans", pair=0),
                  Line("Photography: Gao Mingzhe (高明哲)", "en")),
                 pictures=(Picture("gate-1.png", "Members at the gate (from left to right): Wen Qi, Rui Anping"),
                           Picture("gate-2.png", "Xu Anlan speaks out at the rally", "wrapper"),
                           Picture("gate-3.png", "Old Library", "unlinked"), Picture("gate-4.png", "", "hosted"))),
        # Names given with their characters; another body inside the list.
        DemoPost(22, "/2014/03/given.html", _at(2014, 3, 12), "Given Names", "Given Names", None,
                 tuple(Line(text, "en", "attendees") for text in listed),
                 attendees=(*_both(("Bai Ruomu", "白若木"), ("Piao Chenyu", "朴晨宇"), ("Gao Mingzhe", "高明哲")),
                            *(Attendee(en=name) for name in ("Ju Yanbo", "Li Anmo", "Wen Qi", "Tao Wangshu")))),
        # Comments that answer each other.
        DemoPost(23, "/2014/03/questions.html", _at(2014, 3, 13), "Questions 问题", "Questions", "问题",
                 _pairs(("When will the gate open?", "门什么时候开？")), comments=_thread()),
    )  # fmt: skip


def _thread() -> tuple[Comment, ...]:
    texts = (
        ("a reader", "When the mayor finds the drawer.", None),
        ("读者", "也许永远不会。", 0),
        ("a reader", "也许明天。", 0),
    )
    ids = [f"{4_400_000_000_000_000_000 + n}" for n in range(len(texts))]
    when = _at(2014, 3, 14)
    return tuple(
        Comment(ids[n], author, (when + timedelta(hours=n)).isoformat(timespec="milliseconds"), text,
                None if parent is None else ids[parent])
        for n, (author, text, parent) in enumerate(texts)
    )  # fmt: skip


def _odd_ones() -> tuple[DemoPost, ...]:
    video = (
        '<iframe width="420" height="315" src="{scheme}://www.youtube.com/embed/invented01" frameborder="0"></iframe>'
    )
    return (
        # Nested so deeply that fast parsers drop what lies within.
        DemoPost(24, "/2013/08/deep.html", _at(2013, 8, 1), "Deep 深处", "Deep", "深处",
                 _pairs(("The last line is still there.", "最后一行还在。")), form="deep"),
        # A video; a jump break on list pages.
        DemoPost(25, "/2013/08/video.html", _at(2013, 8, 2), "Video 视频", "Video", "视频",
                 _pairs(("The speech is in the video.", "讲话在视频里。"), ("It lasts six minutes.", "一共六分钟。")),
                 form="jump", extra=video),
        # Two on one day: the second stands under the first one's header.
        DemoPost(26, "/2014/03/morning.html", _at(2014, 3, 15, 9), "Morning 早晨", "Morning", "早晨",
                 _pairs(("Fog in the morning.", "早晨有雾。"))),
        DemoPost(27, "/2014/03/evening.html", _at(2014, 3, 15, 20), "Evening 傍晚", "Evening", "傍晚",
                 (Line("Stars in the evening.", "en", pair=1), Line("傍晚有星。", "zh", pair=0))),
    )  # fmt: skip


def static_pages() -> tuple[DemoPost, ...]:
    """Return the static pages: no date, in no posts feed."""
    return (
        DemoPost(9001, "/p/about.html", _at(2009, 3, 1), "About Us 关于我们", "About Us", "关于我们",
                 _pairs(("The league keeps the doors of the city open.", "公民会让城市的门开着。")), is_page=True),
        DemoPost(9002, "/p/contact.html", _at(2009, 3, 1), "Contact 联系", "Contact", "联系",
                 _pairs(("Write to the league at the North Gate.", "来信请寄北门。")), is_page=True),
        DemoPost(9003, "/p/charter.html", _at(2010, 3, 1), "Charter 章程", "Charter", "章程",
                 _pairs(("Everybody may speak.", "人人可以说话。"), ("Nobody must.", "没有人必须说话。")), is_page=True),
    )  # fmt: skip

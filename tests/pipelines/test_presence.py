"""People told to be there by the words around their names, whatever the wording; and those who were not."""

import pytest

from archive.records import Paragraph, Post, Title
from pipelines import refine

NAMES = {"Cen Mobai": "岑墨白", "Bao Yuanzhong": "鲍远钟", "Yu Xiaoli": "虞晓篱"}


def people(*texts):
    """Return who attended, as named first."""
    paragraphs = tuple(Paragraph(n, text, role="body") for n, text in enumerate(texts))
    post = Post("id", "http://b.blogspot.com/2016/04/a.html", title=Title(), paragraphs=paragraphs)
    return {one.en or one.zh for one in refine(post).attendees}


def named(count, chinese):
    return set(list(NAMES.values() if chinese else NAMES)[:count])


@pytest.mark.parametrize(
    "texts",
    [
        ("Present", "Cen Mobai", "Bao Yuanzhong", "Yu Xiaoli"),
        ("签到", "岑墨白", "鲍远钟", "虞晓篱"),
        ("出席者名单", "1. 岑墨白", "2. 鲍远钟", "3. 虞晓篱"),
        ("Roll call: Cen Mobai, Bao Yuanzhong, Yu Xiaoli.",),
        ("前来声援的有岑墨白、鲍远钟、虞晓篱等朋友。",),
        ("今天到场的朋友：岑墨白 鲍远钟 虞晓篱",),
        ("Among us today were Cen Mobai, Bao Yuanzhong, and Yu Xiaoli of the Weir.",),
        ("岑墨白、鲍远钟、虞晓篱三人举着横幅站在领馆门口。",),
        ("当天站在雨里的，有岑墨白、鲍远钟，还有从外地赶来的虞晓篱。",),
        ("Our thanks to Cen Mobai, Bao Yuanzhong and Yu Xiaoli, who stood with us all day.",),
        ("参加者（按到场先后）：岑墨白，鲍远钟，虞晓篱。",),
        ("Attendees (in order of arrival) - Cen Mobai, Bao Yuanzhong, Yu Xiaoli",),
        ("In the hall: Cen Mobai, Bao Yuanzhong, Yu Xiaoli and eleven others.",),
        ("与会人员有会长岑墨白、副会长鲍远钟、理事虞晓篱以及会员二十余人",),
        ("The Assembly sent Cen Mobai, Bao Yuanzhong and Yu Xiaoli, who took part in the sit-in.",),
    ],
)  # fmt: skip
def test_who_is_told_to_be_there_attended(texts):
    chinese = "岑" in "".join(texts)
    assert people(*texts) == named(3, chinese)


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("Standing with us in the rain were teachers Cen Mobai and Bao Yuanzhong, the poet Yu Xiaoli, and Mr. Tobin Astley.",), 4),
        (("Those who came in spite of the rain: Cen Mobai, Bao Yuanzhong, Yu Xiaoli (with her daughter), Qi Hanting.",), 4),
        (("Host: Cen Mobai. Speakers: Bao Yuanzhong, Yu Xiaoli.",), 3),
        (("主持人：岑墨白", "发言人：鲍远钟、虞晓篱"), 3),
        (("Delegates in the hall", "Cen Mobai", "Weir Street Residents", "Bao Yuanzhong", "Lower Dyke Farmers"), 2),
        (("签到簿", "1. 岑墨白（教师）", "2. 鲍远钟，从基隆来", "3. 虞晓篱"), 3),
        (("Present:", "Cen Mobai, in the chair", "Bao Yuanzhong", "Apologies for absence: Yu Xiaoli."), 2),
        (("从各村赶来的家属有：岑墨白、鲍远钟，", "还有声援他们的记者虞晓篱、律师戚寒汀。"), 4),
    ],
)  # fmt: skip
def test_how_many_a_list_names(texts, count):
    assert len(people(*texts)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Cen Mobai, Bao Yuanzhong and Yu Xiaoli founded the Guild in 1998.",
        "The three signers, Cen Mobai, Bao Yuanzhong and Yu Xiaoli, live in the river towns.",
        "We call on the mayor to let Cen Mobai, Bao Yuanzhong and Yu Xiaoli go home.",
        "Among those taken away that day were Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "The court heard today the appeals of Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Today the police came for Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Today the verdict against Cen Mobai, Bao Yuanzhong and Yu Xiaoli was read.",
        "We read today the names of Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Tonight we light candles for Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Poems by Cen Mobai, Bao Yuanzhong and Yu Xiaoli were read.",
        "The songs of Cen Mobai and Bao Yuanzhong were sung together.",
        "Members today spoke of Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Cen Mobai, Bao Yuanzhong and Yu Xiaoli have been held since August.",
        "The guards who stood at the gate beat Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Mayor Cen Mobai and Secretary Bao Yuanzhong took part in the crackdown.",
        "In prison Cen Mobai and Bao Yuanzhong sang together.",
        "Those who came asked after Cen Mobai and Bao Yuanzhong.",
        "In 1989 Cen Mobai, Bao Yuanzhong stood on the square.",
        "The students Cen Mobai, Bao Yuanzhong and Yu Xiaoli stood on the square in 1989.",
        "Our guests today read the last letters of Cen Mobai and Bao Yuanzhong.",
        "The banner carried today bore the words: Free Cen Mobai, Free Bao Yuanzhong.",
        "Today's banner read: Cen Mobai, Bao Yuanzhong, Yu Xiaoli, we wait for you.",
        "The rally today was for the three clinic doctors: Cen Mobai, Bao Yuanzhong, Yu Xiaoli.",
        "大家高呼岑墨白、鲍远钟、虞晓篱无罪。",
        "今天开庭的是岑墨白、鲍远钟、虞晓篱三人。",
        "今天宣判的有岑墨白、鲍远钟、虞晓篱。",
        "大家一起念出岑墨白、鲍远钟、虞晓篱的名字。",
        "今天，我们想起岑墨白、鲍远钟和虞晓篱。",
        "三十年前站在广场上的岑墨白、鲍远钟、虞晓篱，今天仍无音讯。",
        "岑墨白、鲍远钟、虞晓篱走进了监狱。",
        "岑墨白、鲍远钟、虞晓篱于去年被带走。",
        "主席岑墨白、副主席鲍远钟来电祝贺。",
        "参加者要求当局交出岑墨白、鲍远钟。",
        "今天的横幅上写着岑墨白、鲍远钟、虞晓篱的名字。",
        "市长岑墨白和书记鲍远钟今天走过广场，没有停下。",
        "今天是岑墨白、鲍远钟、虞晓篱的生日。",
        "今天朗读了岑墨白、鲍远钟的诗。",
        "会议通过了给岑墨白、鲍远钟、虞晓篱的一封信。",
        "与会者谈到岑墨白、鲍远钟、虞晓篱的处境。",
        "我们今天站在这里，为的是岑墨白、鲍远钟、虞晓篱。",
        "当天带队抓人的是岑墨白、鲍远钟。",
        "与岑墨白、鲍远钟一起关在里面的有虞晓篱、戚寒汀。",
        "In the dock today stood Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "Dr. Cen Mobai spoke with us by telephone from Lisbon.",
        "Cen Mobai spoke for the prosecution.",
        "The mayor's aide Cen Mobai led the way to the cells.",
        "由岑墨白主持的法庭今天开庭。",
        "由岑墨白、鲍远钟主演的电影今天放映。",
        "Our late friends Cen Mobai and Bao Yuanzhong stood here with us ten years ago.",
        "We stood for Cen Mobai, Bao Yuanzhong and Yu Xiaoli, who are still in prison.",
        "签名者：岑墨白、鲍远钟、虞晓篱",
        "被关押的有岑墨白、鲍远钟、虞晓篱。",
        "The petition was signed by Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "今天我们集会，声援岑墨白、鲍远钟和虞晓篱。",
        "Today we remember Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",
        "今天是岑墨白、鲍远钟、虞晓篱被捕一周年。",
        "A letter from Cen Mobai, Bao Yuanzhong and Yu Xiaoli was read today.",
        "大家举着岑墨白、鲍远钟、虞晓篱的照片走过广场。",
        "Officials Cen Mobai, Bao Yuanzhong and Yu Xiaoli gave the order today.",
    ],
)  # fmt: skip
def test_who_is_only_spoken_of_did_not(text):
    assert people("On June 17, 2017, the Assembly held a rally before the clinic.", text) == set()


@pytest.mark.parametrize(
    ("english", "chinese", "match"),
    [
        ("Agnes Kwabena", "阿格尼丝·夸贝纳", "sound"),
        ("Marguerite Oakhanger", "玛格丽特·奥克汉格", "sound"),
        ("Ngan Kwok-fung", "顏國鋒", "reading"),
        ("Szeto Yiu-kei", "司徒耀岐", "reading"),
    ],
)
def test_names_that_no_pinyin_reads_are_joined(english, chinese, match):
    paragraphs = (Paragraph(0, f"Attendees: Cen Mobai, {english}, Bao Yuanzhong, Yu Xiaoli."),
                  Paragraph(1, f"与会者：虞晓篱、鲍远钟、{chinese}、岑墨白。"))  # fmt: skip
    post = refine(Post("id", "http://b.blogspot.com/2016/04/a.html", title=Title(), paragraphs=paragraphs))
    assert {(one.en, one.zh): one.match for one in post.attendees}.get((english, chinese)) == match


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("David Han, Lu Qingyuan", "卢青原、韩石泉、韩四"),
        ("Ngan Kwok-fung, Ngan Wai-man", "顏國鋒、顏惠敏"),
        ("Tobin Astley, Corvin Aldersley", "哈罗德·文"),
    ],
)
def test_nobody_is_joined_by_a_surname_that_two_have_or_by_a_sound_that_does_not_fit(english, chinese):
    paragraphs = (Paragraph(0, f"Attendees: {english}."), Paragraph(1, f"与会者：{chinese}。"))
    post = refine(Post("id", "http://b.blogspot.com/2016/04/a.html", title=Title(), paragraphs=paragraphs))
    assert {one.match for one in post.attendees} <= {None, "reading"}

"""Whom no rule knows, weighed by the signs around his name: who was there, who was not, of whom only a person can say."""

import pytest

from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import refine

EVENT = ("On June 17, 2017, our members held a rally before the clinic.", "2017年6月17日，本会成员在诊所门前集会。")
LIST = ("Members attending today's rally: Bai Ruomu, Xie Zhu, Cen Mobai.", "参加今天集会的成员：白若木、谢竹、岑墨白。")


def refined(*texts, role="body", event=(*EVENT, *LIST)):
    paragraphs = [Paragraph(n, text) for n, text in enumerate(event)]
    paragraphs += [Paragraph(n, text, role=role) for n, text in enumerate(texts, len(event))]
    published = DateClaim("2017-06-18", "", "attribute")
    return refine(Post("i", "u", title=Title("Rally 集会"), paragraphs=tuple(paragraphs), published=published))


def beside(*texts, **given):
    listed = {"Bai Ruomu", "Xie Zhu", "Cen Mobai"}
    return {(one.en, one.zh, one.basis) for one in refined(*texts, **given).attendees if one.en not in listed}


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (("Wei Daoming ironed the banner, and Ran Xiuying mended the drum.", "魏道明熨平了横幅，冉秀英修好了鼓。"),
         {("Wei Daoming", "魏道明"), ("Ran Xiuying", "冉秀英")}),
        (("Our treasurer Qiu Manqing poured the tea.", "司库仇曼青给大家倒茶。"), {("Qiu Manqing", "仇曼青")}),
        (("Our treasurer Qiu Manqing counted the signatures.", "司库仇曼青清点了签名。"), {("Qiu Manqing", "仇曼青")}),
        (("The nurses Rosa Belmont and Hanna Wolff brought us blankets.", "护士罗莎·贝尔蒙特和汉娜·沃尔夫给我们送来毛毯。"),
         {("Rosa Belmont", "罗莎·贝尔蒙特"), ("Hanna Wolff", "汉娜·沃尔夫")}),
        (("The nurse Rosa Belmont brought us blankets.", "护士罗莎·贝尔蒙特给我们送来毛毯。"), {("Rosa Belmont", "罗莎·贝尔蒙特")}),
    ],
)  # fmt: skip
def test_who_did_what_no_table_has_was_there(texts, names):
    assert {one[:2] for one in beside(*texts)} == names


@pytest.mark.parametrize(
    "texts",
    [
        ("Wei Daoming has been in Heitan Prison since 2011.", "魏道明2011年起被关在黑滩监狱。"),
        ("Judge Qiu Manqing sentenced him to nine years.", "法官仇曼青判他九年。"),
        ("We called for the release of Ran Xiuying.", "我们要求释放冉秀英。"),
        ("In 2009 Wei Daoming ironed banners for the strikers.", "2009年魏道明为罢工者熨横幅。"),
        ("Ran Xiuying spoke to us by telephone.", "冉秀英通过电话向我们讲话。"),
        ("Officer Bao Yuanzhong took down our names.", "警官鲍远钟记下了我们的名字。"),
        ("We thanked Wang Minyi. Our treasurer Wang Minyi counted.", "感谢王敏怡。司库王敏仪清点。"),
    ],
)
def test_who_is_spoken_of_or_was_elsewhere_was_not(texts):
    assert beside(*texts) == set()


def test_where_the_text_has_two_languages_a_name_in_one_alone_proves_nobody():
    assert beside("Wei Daoming ironed the banner.") == set()


def test_who_perhaps_was_there_is_a_finding():
    post = refined("Wei Daoming owns the hall.", "会馆是魏道明的。")
    told = " ".join(finding.detail for finding in post.findings if finding.code == "people-unread")
    assert "Wei Daoming" not in {one.en for one in post.attendees}
    assert "Wei Daoming" in told
    assert "魏道明" in told


def test_captions_are_weighed_on_a_basis_of_their_own():
    shown = ("Wei Daoming irons the banner 魏道明熨平横幅", "The portrait of Ran Xiuying 冉秀英的画像")
    assert beside(*shown, role="caption") == {("Wei Daoming", "魏道明", "caption")}


def test_a_caption_in_one_language_of_a_post_in_two_proves_nobody():
    assert beside("Wei Daoming irons the banner", role="caption") == set()


def test_nobody_is_weighed_where_no_gathering_of_the_writers_own_is_reported():
    event = ("In Luoping a ferry sank on June 17, 2017.", "2017年6月17日，罗坪一艘渡船沉没。")
    assert beside("Wei Daoming ironed the banner.", "魏道明熨平了横幅。", event=event) == set()


@pytest.mark.parametrize(
    "texts",
    [
        ("Apologies: Mr. Wei Daoming, Mr. Ran Xiuying.", "请假：魏道明先生、冉秀英先生。"),
        ("The flags were sewn at home by Wei Daoming.", "旗子由魏道明在家缝制。"),
        ("We thank Wei Daoming, who baked at home and could not come.", "感谢在家里烤好糕点、自己却来不了的魏道明。"),
        ("Mr. Wei Daoming, who was out of town on the day, paid for the tea.", "魏道明先生当日身在外地，付了茶钱。"),
        ("In his absence, Mr. Wei Daoming was elected.", "因故未能到会的魏道明先生当选。"),
        ("Ms. Wei Daoming of the mayor's office took our letter.", "市长办公室的魏道明收下了信。"),
        ("We swept the graves of Wei Daoming and Ran Xiuying.", "我们祭扫了魏道明、冉秀英之墓。"),
    ],
)
def test_who_excused_himself_or_rests_there_was_not(texts):
    assert beside(*texts) == set()


@pytest.mark.parametrize(
    "texts",
    [
        ("Xie Zhu welcomed all with a poem by Wei Daoming.", "解珠用魏道明的诗欢迎大家。"),
        ("Xie Zhu welcomed guests and remembered Wei Daoming.", "解珠欢迎来宾，悼念魏道明。"),
        ("Xie Zhu greeted everybody on behalf of Captain Wei Daoming.", "解珠代表警长魏道明欢迎大家。"),
    ],
)
def test_who_is_named_in_a_welcome_was_not(texts):
    assert beside(*texts) == set()


def test_who_laid_flowers_where_a_grave_was_swept_was_there():
    swept = ("We swept the grave of Bao Yuanzhong. Wei Daoming laid flowers.", "我们祭扫鲍远钟墓，魏道明献花。")
    assert ("Wei Daoming", "魏道明", "list") in beside(*swept)


def test_who_is_welcomed_out_of_prison_was_there():
    texts = (
        "We welcomed Mr. Wei Daoming, who had served six years in prison. Wei Daoming told us about his cell and sang.",
        "我们欢迎坐满六年牢的魏道明先生。魏道明讲了他的牢房，唱了一首歌。",
    )
    assert beside(*texts) == {("Wei Daoming", "魏道明", "list")}


@pytest.mark.parametrize(
    "texts",
    [
        ("Xie Zhu read out the five names: Pang Xinyue, Lou Shaohan, Mi Qingyun, Zha Ruolan, Qu Anping.",
         "谢竹念了五个人的名字：逄新月、娄少寒、米青云、查若兰、瞿安平。"),
        ("The letters go to Pang Xinyue and Lou Shaohan.", "收信的有逄新月、娄少寒。"),
        ("On the lanterns stood: Pang Xinyue, Lou Shaohan and Mi Qingyun.", "灯笼上写的是：逄新月、娄少寒、米青云。"),
        ("We stood there for three lawyers who disappeared in May. The three are: Pang Xinyue, Lou Shaohan, Mi Qingyun.",
         "我们为五月失踪的三位律师而站。这三位律师是：逄新月、娄少寒、米青云。"),
        ("All called out: free Pang Xinyue and Lou Shaohan!", "大家高呼逄新月、娄少寒无罪。"),
    ],
)  # fmt: skip
def test_a_row_of_others_brings_nobody_in(texts):
    assert beside(*texts) == set()


def test_who_is_named_beside_slogans_and_letters_was_there():
    texts = ("All shouted slogans, and Wei Daoming beat the drum.", "大家高呼口号，魏道明打鼓。")
    assert {one[:2] for one in beside(*texts)} == {("Wei Daoming", "魏道明")}

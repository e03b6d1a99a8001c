"""Invented matter for generated posts: English and Chinese sentences that translate each other."""

CAUSES = (
    ("Free the Library Six", "释放图书馆六人"),
    ("Give Back the Kiln", "归还蓝窑"),
    ("Keep the Harbour Open", "保持海港开放"),
    ("Let the Night School Teach", "让夜校开课"),
    ("Count Every Vote", "清点每一票"),
    ("Save the Old Archive", "拯救旧档案馆"),
)
PLACES = (
    ("Harbour Square", "海港广场"),
    ("the Old Library", "旧图书馆"),
    ("the North Gate", "北门"),
    ("Lantern Street", "灯笼街"),
    ("the Kiln Road Bridge", "窑路桥"),
)
OPENINGS = (
    ('{date_en}, members of "Northgate Civic League" held a rally at {place_en} under the motto "{cause_en}".',
     "{date_zh}，北门公民会在{place_zh}举行集会，主题是“{cause_zh}”。"),
    ('{date_en}, "Northgate Civic League", a civic organization, gathered at {place_en} to ask the city: "{cause_en}".',
     "{date_zh}, 北门公民会在{place_zh}集会,向市政府提出要求:“{cause_zh}”。"),
)  # fmt: skip
SENTENCES = (
    ("The six librarians were locked out of their reading room after they had refused to burn the catalogue.",
     "六位图书管理员因为拒绝烧毁目录，被锁在阅览室之外。"),
    ("For 4 years the council has promised an answer, and for 4 years no answer has come.",
     "四年来，议会一直答应给出答复，四年来没有任何答复。"),
    ("The members read letters aloud, one after the other, and the passers-by stopped to listen.",
     "会员们一封接一封地朗读信件，路过的行人停下来聆听。"),
    ("They handed 312 signatures to the clerk at the door, who would not give his name.",
     "他们把312个签名交给门口的职员，那位职员不愿说出自己的名字。"),
    ("Nobody who keeps a book safe for others should ever be afraid of those who cannot read it.",
     "为他人守护书籍的人，不应该害怕那些读不懂它的人。"),
    ("The league calls on the city to open the doors, and to let the teachers go back to their pupils.",
     "公民会呼吁市政府打开大门，让教师回到学生身边。"),
    ("It rained from noon on, but the banners stayed up until the last speaker had finished.",
     "中午开始下雨，但横幅一直举到最后一位发言者讲完。"),
    ("The harbour belongs to everybody who works there, and to everybody who arrives by it.",
     "海港属于每一个在那里工作的人，也属于每一个从那里到来的人。"),
    ("Freedom of speech is not a gift of the council; it is the ground on which the council stands.",
     "言论自由不是议会的恩赐，而是议会立足的基础。"),
    ("The night school has taught 1,200 people to write, and not one of them has forgotten it.",
     "夜校教会了1200人写字，没有一个人忘记。"),
)  # fmt: skip
CAPTIONS = (
    "The banner at the gate",
    "Old Library",
    "横幅前的合影",
    "Letters for the council",
    "集会现场",
)
COMMENTS = (
    "Thank you for standing there in the rain.",
    "支持你们！图书馆属于所有人。",
    "Where will the next rally be?",
    "我也会来。",
    "Greetings from the other side of the harbour.",
)
LABELS = ("rally 集会", "library 图书馆", "harbour 海港", "night school 夜校")

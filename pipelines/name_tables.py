"""Tables of names: surnames, how they are read and spelled, and what looks like a name and is none.

Each is data alone. How names are read and spelled: `archive.romanisation_tables`.
"""

from __future__ import annotations

# Surnames that alone make two or three characters a name.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔"
    "谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文翟葛单解"
    "仇查区朴具玄车洪安裴申权南明池柳全元千河辛闻芮涂端温乐盖尉华费岑柏童宁甯欧祝项舒屈纪庞路古冉苗霍耿关焦牛樊張劉陳"
    "楊黃趙吳孫馬鄭謝許韓馮鄧蔣葉蘇呂盧鐘薑譚陸範賈鄒閆龍賀顧龔萬錢嚴湯喬賴單區車權溫樂蓋費歐項紀龐關喻倪殷毕畢邬鄔"
    "傅卞齐齊伍穆萧蕭湛祁臧庄莊柴瞿阎閻桂牟骆駱梅盛刁凌虞柯房裘缪繆杭鲍鮑左吉钮鈕嵇邢荣榮翁荀邸甄佟储儲靳巫谷詹景束"
    "蓝藍蒲邰卓蔺藺屠阴陰胥晏聂聶晁敖冷饶饒鞠荆荊游佘苑冼楼樓练練岳帅帥苟鲁魯彦施尤俞鍾聞寧陽麦麥沙简簡巩鞏郁班隋惠"
    "邝鄺邴羿缑雒禚亢蹇呙咼包丘颜顏阮芦蘆谌諶嵇稽植商谈談章辜塗嶽羅韋戚窦竇娄婁滕仲习習封艾敬栾欒连連褚褟楚劳勞时時席季桑鄢丛叢匡迟遲揭官师師"
    "曲闵閔郗郄宓酆鄷郜郦酈雍璩扈郏郟逄逯亓厍訾阚闞蒯昝眭爨綦禤庹笪庾夔郇谯譙"
)
# Those that are words as often: they make a name only among other names, in a list.
RARE_SURNAMES = frozenset(
    "弋茆郈汲仉仝危糜蓬郤仰伊宫宮暴甘钭厉厲戎祖符蓟薊薄印宿怀懷从鄂索咸籍蒙苍蒼双雙莘党黨贡貢逢姬扶堵宰"
    "濮寿壽通边邊燕冀浦尚农農别別充慕茹宦鱼魚容慎戈终終暨衡步都满滿弘国國寇广廣禄祿阙闕东東殳沃利蔚越巴秋汝栗尧堯种仵松修初督法员員"
    "隆庫勾融那空毋乜养養须須丰豐巢相后後红紅竺益桓公计計伏成茅纳納强強颜顏梢水云雲奚昌凤鳳花廉卜"
    "平和卫衛皮应應宗宣贲賁诸諸钦欽羊於甲曲家井富乌烏弓牧隗山司韶溥能赏賞荤蕡冒麴睢翦檀肇么闪占粟战戰依禹狄米贝貝支管经經干焉琴"
    "麻代木火海哈阿鹿泽澤年爱愛阳佴伯归歸墨言福岐原寸字青由母候问問泰信令展始贵貴菅郎居旷曠况況卿漆晋晉滑幸衣赫"
)
# Words that stand where a name would.
NO_NAMES = frozenset(
    """
    通知 公告 声明 聲明 时间 时候 地点 来源 转载 图片 视频 摄影 报道 活动 预告 集会 游行 主席 秘书 会长 评论 消息
    新闻 关于 文章 信件 温馨 全文 全体 全體 南方 明天 方向 高度 文化 金融 安全 华人 金会 党员 国人 江苏 江西 安徽
    广东 广西 河南 河北 湖南 湖北 云南 贵州 海南 黄河 长江 温州 杭州 常州 徐州 连云港 石家庄 马来 高中 全国 全球
    千万 万人 方便 任何 常常 金色 石头 白天 黄昏 江边 管理 成功 时代 成立 成员 高兴 高层 平安 和平 党派 项目 连同
    万岁 明年 明白 文学 文明 古代 安排 安静 关系 关心 关注 向前 应当 应该 东西 国家 家人 家长 公民 公安 农民 红旗
    强拆 后来 师生 广大 相关 计划 经过 从此 别人 都是 能够 利用 通过 成长 平等 国会 师傅 司机 连续 时常 单位 单独
    解放 解决 解释 查看 查明 区别 具体 车站 车辆 水平 牛奶 易于 毛病 白人 石油 雷雨 路上 古老 冷静 支持 支援 习惯
    简单 颜色 商人 商品 商店 商业 商量 谈论 谈谈 谈话 谈到 章节 章程 植物 司法 司机 华人 华侨 华盛顿 游客 游戏 余下
    中午 上午 下午 傍晚 晚上 早上 清晨 早晨 凌晨 夜里 夜裡 午后 午後 午间 午間 当晚 當晚 当天 當天 当日 當日 今天 今晚
    昨天 昨晚 之后 之後 随后 隨後 最后 最後 首先 其中 同时 同時 然后 然後 接着 接著 期间 期間 现场 現場 会上 會上 会后
    會後 席间 席間 途中 此时 此時
    守夜 游行 遊行 抗议 抗議 静坐 靜坐 绝食 絕食 祷告 禱告 祈祷 祈禱 追思 请愿 請願 示威 聚会 聚會 座谈 座談 聚餐
    晚餐 讨论 討論
    野餐 献花 獻花 点烛 點燭 默哀 朗诵 朗誦 演讲 演講 致辞 致辭 散步 步行 登山 签名 簽名 发言 發言 家属 家屬 亲属
    親屬 街坊 开会 開會 合影
    菊花 鲜花 鮮花 玫瑰 百合 花圈 花束 花篮 花籃 蜡烛 蠟燭 烛光 燭光
    支部 曲目 曲调 曲調 曲子 曲折 闵行 许多 許多 高声 高聲 贵宾 贵客 来宾 另外 此外 贺信 賀信 贺电 賀電
    """.split()  # noqa: SIM905
)
# Verbs that begin with a surname; what stands behind them is no given name.
NO_BEGINNINGS = (
    "第一",
    "第二",
    "第三",
    "第四",
    "包括",
    "包围",
    "包圍",
    "包含",
    "包庇",
    "包裹",
    "包装",
    "包裝",
    "谢谢",
    "謝謝",
)
# Characters of phrases, never of names; and those of groups and trades, of which an unknown name is not made.
NEVER_IN_NAMES = frozenset("岁歲们們的者了在是这這那你他她也都狱獄囚")
PHRASE_CHARACTERS = frozenset("担擔领領奖獎译譯责責陪递遞访訪慰奏献獻坐站走到")  # of four that are words and no name
GROUP_CHARACTERS = frozenset(
    "人员員会會众眾等友群党黨团團盟社院校省市县縣區区民生师師和及与與有我不没沒被工农農商学學教老孩位名"
)

# Given names of the West that could be read as pinyin.
WESTERN_NAMES = frozenset(
    """
    ada amanda ami ana anna annie ben dan dana diana eden gina hugo ian juan ken lena leo lila lina linda
    lisa lola luca lucia luna maria mia mina mona nana nina rita rosa sean susan tania tina vivian wendi
    """.split()  # noqa: SIM905
)

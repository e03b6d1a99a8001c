"""Patterns for Chinese words in both scripts, written once, in Simplified characters."""

from __future__ import annotations

import itertools
import re

# Only what the patterns need: each Simplified character with its Traditional form.
_PAIRS = """
    发發 讲講 词詞 诵誦 读讀 领領 签簽 报報 现現 场場 与與 会會 参參 来來 赶趕 样樣 后後 轮輪 继繼 专專
    随隨 当當 举舉 着著 开開 点點 献獻 带帶 达達 静靜 摆擺 挂掛 义義 愿願 宾賓 单單 纠糾 员員 们們 为為
    释釋 狱獄 没沒 难難 踪蹤 请請 应應 将將 获獲 奖獎 选選 联聯 纪紀 缅緬 怀懷 谢謝 关關 营營 对對 记記
    电電 图圖 画畫 遗遺 亲親 属屬 贺賀 问問 从從 历歷 据據 写寫 编編 译譯 书書 长長 监監 续續 连連 线線
    录錄 视視 频頻 话話 师師 齐齊 抚撫 撑撐 击擊 张張 边邊 证證 听聽 远遠 灯燈 烛燭 诗詩 传傳 络絡 绝絕
    审審 询詢 诉訴 节節 敛斂 声聲 团團 组組 议議 论論 谈談 责責 过過 还還 两兩 数數 几幾 余餘 个個 号號
    内內 缓緩 爱愛 诸諸 摄攝 访訪 见見 处處 务務 护護 办辦 众眾
    闭閉 弹彈 烧燒 顾顧 扫掃 乐樂 维維 欢歡 钢鋼 儿兒 妇婦 农農 矿礦 邻鄰 挥揮 导導 递遞 礼禮 拥擁 泪淚 执執 总總 检檢
    县縣 区區 镇鎮
    乡鄉 让讓 归歸 满滿 刚剛 给給 讯訊 网網 华華 术術 艺藝 学學 业業 爷爺 妈媽 孙孫 观觀 认認 补補 统統 计計 忆憶 头頭
    摇搖 鸣鳴 饭飯 缝縫
    祷禱 铃鈴 鲜鮮 汉漢 丧喪 绑綁 陈陳 宁寧 台臺 赏賞 拦攔 厅廳 时時
"""
_FORMS = {pair[0]: pair for pair in _PAIRS.split()}


def both_scripts(pattern: str) -> str:
    """Return a pattern that matches a text in either script.

    >>> both_scripts("出席者|[举抬]")
    '出席者|[举舉抬]'
    >>> both_scripts("发言")
    '[发發]言'
    """
    pieces = re.split(r"(\[[^\]]{1,200}\])", pattern)
    return "".join(_within(piece) if piece.startswith("[") else _outside(piece) for piece in pieces)


def words_in_both(words: str) -> str:
    """Return words, parted by ``|``, in every form that `both_scripts` matches.

    >>> words_in_both("领唱|发")
    '领唱|領唱|发|發'
    """
    forms = (itertools.product(*(_FORMS.get(character, character) for character in word)) for word in words.split("|"))
    return "|".join("".join(form) for of_word in forms for form in of_word)


def _within(group: str) -> str:
    return "".join(_FORMS.get(character, character) for character in group)


def _outside(text: str) -> str:
    return "".join(f"[{_FORMS[character]}]" if character in _FORMS else character for character in text)

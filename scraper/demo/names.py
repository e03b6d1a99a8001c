"""Invented people: (Chinese name, romanisation). Any likeness to a living person is chance."""

PEOPLE = (
    ("白若木", "Bai Ruomu"), ("朴晨宇", "Piao Chenyu"), ("高明哲", "Gao Mingzhe"), ("许安岚", "Xu Anlan"),
    ("宋耀庭", "Song Yaoting"), ("白洛溪", "Bai Luoxi"), ("葛天雷", "Ge Tianlei"), ("闻琦", "Wen Qi"),
    ("芮安平", "Rui Anping"), ("涂三禾", "Tu Sanhe"), ("端木蓉青", "Duanmu Rongqing"), ("单若兰", "Shan Ruolan"),
    ("解北川", "Xie Beichuan"), ("曾雨桐", "Zeng Yutong"), ("仇远舟", "Qiu Yuanzhou"), ("查静禾", "Zha Jinghe"),
    ("具彦波", "Ju Yanbo"), ("李安墨", "Li Anmo"), ("崔长洙", "Cui Changzhu"), ("金燮原", "Jin Xieyuan"),
    ("玄若水", "Xuan Ruoshui"), ("车明澜", "Che Minglan"), ("翟一苇", "Zhai Yiwei"), ("区晚晴", "Ou Wanqing"),
    ("温岐山", "Wen Qishan"), ("陶望舒", "Tao Wangshu"), ("吕知秋", "Lü Zhiqiu"), ("沈未央", "Shen Weiyang"),
    ("卢青原", "Lu Qingyuan"), ("韩石泉", "Han Shiquan"), ("姜暮云", "Jiang Muyun"), ("乔木深", "Qiao Mushen"),
)  # fmt: skip

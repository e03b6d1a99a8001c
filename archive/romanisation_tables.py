"""Tables of how names are read and spelled. Data alone.

The readings are those that a dictionary's order of readings misses in names; the spellings are those of other systems
(Wade and Giles, the Korean and the Cantonese ones) that members of such blogs use.
"""

from __future__ import annotations


def _table(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.partition("=") for entry in text.split())
    return {key: tuple(values.split(",")) for key, _, values in pairs}


DOUBLE_SURNAMES = frozenset(
    """
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 皇甫 尉迟 尉遲 公孙 公孫 慕容 司徒 夏侯 东方 東方 独孤 獨孤 南宫 南宮 令狐
    端木 长孙 長孫 宇文 轩辕 軒轅 百里 东郭 西门 鲜于 鮮于 申屠 闻人 聞人 澹台 呼延 司空 南荣 赫连 赫連 拓跋 完颜
    完顏 钟离 鍾離 濮阳 濮陽 淳于 公羊 太史 仲孙 仲孫 乐正 樂正 左丘 公冶 宗政 闾丘 閭丘 亓官 司寇 颛孙 顓孫 巫马 巫馬
    公西 漆雕 夹谷 夾谷 谷梁 段干 南门 南門 羊舌 梁丘 东门 東門 万俟 萬俟 太叔 壤驷 壤駟 公良 宰父 相里 纳兰
    納蘭 达奚 達奚
    """.split()  # noqa: SIM905 (a list of words reads better without quotes)
)

# What a surname is read as, the usual reading first; the dictionary's others count less.
SURNAME_READINGS = _table(
    """
    朴=piao,pu 单=shan 單=shan 解=xie 仇=qiu 曾=zeng 区=ou 區=ou 查=zha 翟=zhai 盖=ge,gai 蓋=ge,gai 任=ren 乐=yue,le
    樂=yue,le 尉=wei,yu 尉迟=yuchi,weichi 尉遲=yuchi,weichi 长孙=zhangsun 長孫=zhangsun 万俟=moqi 澹台=tantai 繁=po
    员=yun 員=yun 覃=qin,tan 秘=bi 逄=pang 仉=zhang 缪=miao 繆=miao 宓=mi,fu 洗=xian 冼=xian 折=she 黑=he 盛=sheng
    石=shi 车=che 車=che 贾=jia 賈=jia 沈=shen 葛=ge 晁=chao 佘=she 乜=nie 祭=zhai 燕=yan 应=ying 應=ying 宁=ning
    寧=ning 甯=ning 那=na 纪=ji 紀=ji 过=guo 過=guo 訾=zi
    """
)
# Readings that the dictionary lacks, or has only among the rare ones.
READINGS = _table(
    "洙=zhu 燮=xie 长=chang,zhang 長=chang,zhang 行=xing,hang 重=chong,zhong 乐=le,yue 樂=le,yue 朝=chao,zhao"
)
SURNAME_SPELLINGS = _table(
    """
    朴=park,pak,bak 崔=choi,choe,tsui,chui 金=kim,gim,chin,kam 李=lee,rhee,yi,ri 许=heo,hur,huh,hui 許=heo,hur,huh,hui
    郑=jung,jeong,chung,cheng 鄭=jung,jeong,chung,cheng 具=koo,gu,ku 玄=hyun,hyeon 车=cha 車=cha 张=chang,jang,cheung
    張=chang,jang,cheung 陈=chan,chen,tan,jin,tran,chin 陳=chan,chen,tan,jin,tran,chin 黄=hwang,wong 黃=hwang,wong
    王=wong,wang 林=lam,lim,rim,im 吴=ng,oh,o 吳=ng,oh,o 刘=lau,yoo,yu,ryu 劉=lau,yoo,yu,ryu 梁=leung,yang,ryang
    何=ho,ha 郭=kwok,kuo,kwak,gwak 周=chow,chou,joo,chau 朱=chu,joo,choo,ju 蔡=choi,tsai,chae 叶=yip,yeh,ip
    葉=yip,yeh,ip 徐=hsu,seo,suh,tsui,chui 谢=tse,hsieh 謝=tse,hsieh 冯=fung 馮=fung 邓=tang,teng,dang 鄧=tang,teng
    曾=tsang,tseng 梅=mui 咸=ham 卞=byun,byeon,pyon 太=tae,thae 孟=maeng 廉=yeom,yom,yum 庾=yoo,yu 奇=ki,gi
    奉=bong,pong 司徒=szeto,seto 歐陽=auyeung,auyang 欧阳=auyeung,auyang 颜=ngan 顏=ngan 莫=mok 薛=hsueh,sit,seol,sul
    冼=sin 麦=mak 麥=mak 邝=kwong 鄺=kwong 关=kwan 關=kwan 岑=shum,sham 简=kan 簡=kan 霍=fok 石=shek,seok,suk 钟=chung
    鍾=chung 江=kong,chiang 袁=yuen 阮=yuen,nguyen 温=wan 溫=wan 尹=wan,yoon,yun 甘=kam 翁=yung 龚=kung 龔=kung 区=au
    區=au 欧=au 歐=au 潘=poon,pan,ban 彭=pang 施=sze 杜=to 倪=ngai 魏=ngai,wi 严=yim,um,eom 嚴=yim,um,eom 汤=tong
    湯=tong 唐=tong 邱=yau 丘=yau 伍=ng 容=yung 戴=tai 董=tung 陆=luk,yuk 陸=luk,yuk 雷=lui 古=koo 顾=koo 顧=koo
    赵=chiu,cho,jo 趙=chiu,cho,jo 萧=siu 蕭=siu 傅=fu 孔=hung,gong 韦=wai 韋=wai 申=shin,sin 姜=kang,gang,keung
    韩=han,hon 韓=han,hon 洪=hong,hung 安=ahn,an 权=kwon,gwon 權=kwon,gwon 柳=yoo,yu,ryu 全=jun,jeon,chun 南=nam
    千=cheon,chun 池=ji,chi 文=moon,mun,man 孙=son,sohn 孫=son,sohn 裴=bae,pae 白=baek,paek,back,pai,pak,paik
    罗=law,lo,na,ra 羅=law,lo,na,ra 郝=hao 吕=lui,yeo 呂=lui,yeo 余=yu,yee 谭=tam 譚=tam 卢=lo,loo,noh,roh,no
    盧=lo,loo,noh,roh,no 杨=yeung,yang 楊=yeung,yang 苏=so,su 蘇=so,su 高=ko,go,kao,koh 明=myung,myeong
    辛=shin,sin,san 元=won 方=bang,fong,pang 成=sung,seong,shing 胡=wu,woo 马=ma,mah 馬=ma,mah 黎=lai,le 赖=lai 賴=lai
    程=ching 曹=tso,cho 沈=shum,sum,shim,sim 任=yam,yum,im,lim 宋=sung 田=tin 史=sze,shi 毛=mo 尤=yau 章=cheung,chang
    蒋=tseung,cheung,chiang 蔣=tseung,cheung,chiang 庄=chong,chuang 莊=chong,chuang 连=lin 連=lin 屈=wat 凌=ling
    湛=cham 骆=lok 駱=lok 聂=nip 聶=nip 利=lei 龙=lung,yong 龍=lung,yong 柯=or,ko 乔=kiu 喬=kiu 俞=yu,yue 戚=chik
    毕=but,bat 畢=but,bat 左=cho 符=foo,fu 敖=ngo 夏=ha 范=fan,pham 葛=kot,gal 焦=chiu 游=yau,yu 涂=to 鲁=lo 魯=lo
    贺=ho 賀=ho 侯=hau 贝=pui 貝=pui 卓=cheuk,tak 祝=chuk 甄=yan 阳=yeung 陽=yeung 殷=yan,eun 童=tung 鲍=pau 鮑=pau
    詹=chim 盛=shing 武=vo,vu 上官=sheungkwun 诸葛=chukot,jegal 諸葛=chukot,jegal 司馬=szema 南宫=namgung,namgoong
    南宮=namgung,namgoong 皇甫=hwangbo 鲜于=seonu,sunwoo 鮮于=seonu,sunwoo 独孤=dokgo 獨孤=dokgo 庞=pong 龐=pong
    邵=siu,shiu 饶=yiu 饒=yiu 招=chiu 劳=lo 勞=lo 秦=chun 耿=kang 熊=hung 纪=kei 紀=kei 季=kwai 钱=chin 錢=chin
    康=hong 禹=woo 表=pyo 丁=jung,jeong 边=byun,byeon 邊=byun,byeon 宣=sun,seon 吉=gil,kil 秋=choo,chu 包=pau 巫=mo
    桂=kwai,kye,gye 河=ha 延=yeon 琴=geum,keum 玉=ok 诸=je 諸=je 牟=mo 鞠=guk,kook 片=pyeon 承=seung
    """
)
# A common character of Korean given names, and how they are spelled.
KOREAN_GIVEN = _table(
    """
    英=yeong,young,yong 哲=cheol,chul,chol 浩=ho 成=seong,sung,song 虎=ho 洙=su,soo 燮=seop,sup,sop 今=geum,kum,keum
    花=hwa 玉=ok 春=chun,choon 顺=sun,soon 順=sun,soon 姬=hui,hee 子=ja 福=bok,pok 根=geun,keun,kun 俊=jun,joon,chun
    学=hak 學=hak 龙=ryong,yong 龍=ryong,yong 日=il 月=wol 善=seon,sun,son 美=mi 兰=ran,lan 蘭=ran,lan
    莲=ryeon,yeon,lyun 蓮=ryeon,yeon 女=nyeo,yeo,nyo 淑=suk,sook 贞=jeong,jung,chong 貞=jeong,jung,chong 珍=jin,chin
    镇=jin,chin 鎮=jin,chin 昌=chang 昊=ho 元=won 原=won 民=min 国=guk,kook,kuk 國=guk,kook,kuk 光=gwang,kwang
    吉=gil,kil 大=dae,tae 万=man 萬=man 明=myeong,myung,myong 石=seok,suk,sok 范=beom,bum 钟=jong,chong
    鐘=jong,chong 相=sang 宇=u,woo 雨=u,woo 东=dong,tong 東=dong,tong 南=nam 北=buk,puk 海=hae 山=san 川=cheon,chun
    云=un,woon 雲=un,woon 星=seong,sung 雪=seol,sul 松=song 梅=mae 红=hong 紅=hong 丹=dan,tan 正=jeong,jung,chong
    义=ui,eui 義=ui,eui 仁=in 孝=hyo 信=sin,shin 文=mun,moon 武=mu,moo 京=gyeong,kyung,kyong 庆=gyeong,kyung,kyong
    慶=gyeong,kyung,kyong 敬=gyeong,kyung,kyong 静=jeong,jung 靜=jeong,jung 天=cheon,chun,chon 地=ji 智=ji,chi
    志=ji,chi 才=jae,chae 在=jae,chae 宰=jae 泰=tae 太=tae 基=gi,ki 秀=su,soo 水=su,soo 守=su,soo 承=seung,sung
    胜=seung,sung 勝=seung,sung 升=seung,sung 昇=seung,sung 勋=hun,hoon 勳=hun,hoon 训=hun,hoon 赫=hyeok,hyuk,hyok
    贤=hyeon,hyun,hyon 賢=hyeon,hyun,hyon 镐=ho 鎬=ho 奎=gyu,kyu 圭=gyu,kyu 凤=bong,pong 鳳=bong,pong 峰=bong,pong
    奉=bong,pong 淳=sun,soon 植=sik,shik 锡=seok,suk,sok 錫=seok,suk,sok 燕=yeon,yun 妍=yeon,yun 延=yeon,yun
    永=yeong,young,yong 荣=yeong,young,yong 榮=yeong,young,yong 泳=yeong,young 映=yeong,young 瑛=yeong,young 爱=ae
    愛=ae 恩=eun,un 银=eun,un 銀=eun,un 惠=hye 慧=hye 熙=hui,hee 喜=hui,hee 希=hui,hee 长=jang,chang 長=jang,chang
    实=sil,shil 實=sil,shil 一=il 二=i,yi 三=sam 千=cheon,chun 德=deok,duk,tok 道=do,to 允=yun,yoon 润=yun,yoon
    潤=yun,yoon 彬=bin 斌=bin 敏=min 珉=min 河=ha 夏=ha 荷=ha 恒=hang 奇=gi,ki 琪=gi,ki 权=gwon,kwon 赞=chan 灿=chan
    燦=chan 珠=ju,joo 妹=mae 勇=yong 刚=gang,kang 强=gang,kang 伟=wi 林=rim,lim 森=sam 菊=guk,kuk,gook 香=hyang
    芳=bang 粉=bun 霞=ha 波=pa 江=gang,kang 洋=yang 辉=hwi 焕=hwan 桓=hwan 宽=gwan,kwan 振=jin,chin 进=jin,chin
    真=jin,chin 震=jin 烈=yeol,ryeol,ryol 彦=eon,un 律=ryul,yul 主=ju,joo 柱=ju,joo 周=ju,joo 株=ju,joo
    铁=cheol,chul 鐵=cheol,chul 济=je 勉=myeon 默=muk 世=se 時=si 时=si,shi 始=si,shi 心=sim,shim 深=sim
    重=jung,joong 中=jung,joong 钦=heum 兴=heung 興=heung 杰=geol,gul 健=geon,gun 建=geon,gun 均=gyun,kyun
    君=gun,kun 群=gun 洛=rak 乐=rak 来=rae,lae 礼=rye,ye 禮=rye,ye 利=ri,i 里=ri 理=ri 丽=ryeo,yeo 麗=ryeo,yeo
    露=ro,no 路=ro 和=hwa 华=hwa 華=hwa 化=hwa 槿=geun,keun,kun 勤=geun,keun,kun 瑾=geun,keun 尚=sang 宪=heon,hun
    憲=heon,hun 炯=hyeong,hyung 亨=hyeong,hyung 旭=uk,wook 佑=u,woo 祐=u,woo 瑞=seo,suh 雅=a,ah 娥=a,ah 芝=ji 知=ji,chi
    廷=jeong,jung 晶=jeong,jung 玄=hyeon,hyun 显=hyeon,hyun 顯=hyeon,hyun 炫=hyeon,hyun 弘=hong 鸿=hong 鴻=hong 翰=han
    汉=han 漢=han 家=ga,ka 佳=ga,ka 嘉=ga,ka 圣=seong,sung 聖=seong,sung 诚=seong,sung 誠=seong,sung 仙=seon,sun
    先=seon,sun 宣=seon,sun
    """
)
# Parts of Tibetan names, and how they are spelled: two of them are a name.
TIBETAN = _table(
    """
    丹增=tenzin,tenzing 丹真=tenzin 达瓦=dawa 達瓦=dawa 拉姆=lhamo 群培=choephel,chophel 曲培=choephel,chophel
    扎西=tashi 次仁=tsering,cering 才仁=tsering 才让=tsering,tserang 才讓=tsering,tserang 卓玛=dolma,drolma
    卓瑪=dolma,drolma 洛桑=lobsang,losang 罗桑=lobsang,losang 诺布=norbu 諾布=norbu 罗布=norbu 平措=phuntsok,phuntsog
    彭措=phuntsok,phuntsog 索南=sonam 索朗=sonam 尼玛=nyima 尼瑪=nyima 白玛=pema 白瑪=pema 贝玛=pema 嘎玛=karma
    噶玛=karma
    嘉措=gyatso 加措=gyatso 坚赞=gyaltsen 堅贊=gyaltsen 坚参=gyaltsen 旺秋=wangchuk,wangchuck 旺姆=wangmo 央金=yangchen
    央宗=yangzom,yangdzom 益西=yeshe,yeshi 强巴=jampa 強巴=jampa 晋美=jigme 晉美=jigme 久美=jigme 吉美=jigme 贡嘎=kunga
    貢嘎=kunga
    根嘎=kunga 格桑=kelsang,kalsang 仁青=rinchen 仁钦=rinchen 仁欽=rinchen 多吉=dorje,dorjee 多杰=dorje,dorjee
    顿珠=dhondup,dondrup,dhondrup 頓珠=dhondup,dondrup,dhondrup 朗杰=namgyal 朗傑=namgyal 南杰=namgyal 阿旺=ngawang
    班丹=palden 土登=thupten,thubten 图登=thupten,thubten 圖登=thupten,thubten 次旺=tsewang 次旦=tseten,tsetan
    德吉=dekyi,dechi 拉巴=lhakpa,lhagpa 巴桑=pasang 米玛=migmar,mingma 米瑪=migmar,mingma 普布=phurbu,phurba
    边巴=penpa,pempa 邊巴=penpa,pempa 曲珍=choedon,chodron,choedron 桑杰=sangye,sangay 桑傑=sangye,sangay
    桑珠=samdup,samdrup 措姆=tsomo 楚臣=tsultrim 次成=tsultrim 根敦=gendun,gedun 贡布=gonpo,gompo 貢布=gonpo,gompo
    丹巴=tenpa,dhenpa 旦巴=tenpa,dhenpa 赤列=trinley,thinley 赤烈=trinley,thinley 曲吉=choekyi 确吉=choekyi 梅朵=metok
    达杰=dhargye,dargye 達傑=dhargye,dargye 桑旦=samten 桑丹=samten 云丹=yonten 雲丹=yonten 卓嘎=dolkar,drolkar
    卓尕=dolkar,drolkar 曲央=choeyang 格勒=gelek,geleg
    旺堆=wangdu,wangdue 拉旺=lhawang 却尼=choenyi,chonyi 曲尼=choenyi,chonyi 确尼=choenyi 单增=tenzin 洛追=lodroe,lodro
    江白=jampel,jamphel 拉毛=lhamo 才旦=tseten,tsetan 金巴=jinpa 桑吉=sangye,sangay 南卡=namkha 贡确=konchok 更登=gendun
    尕藏=kelsang,kalsang 东珠=dhondup 旦正=tamdrin 旦知=dhondup 嘉央=jamyang 加央=jamyang 嘉样=jamyang 蒋扬=jamyang
    热丹=rabten 仁增=rigzin,rinzin 旺杰=wangyal 喜饶=sherab,sherap 希热=sherab 西绕=sherab 曲旦=choeten 群觉=choejor
    貢確=konchok 單增=tenzin 東珠=dhondup 嘉樣=jamyang 蔣揚=jamyang 熱丹=rabten 旺傑=wangyal 喜饒=sherab,sherap
    饶登=rabten,rapten 饒登=rabten,rapten 绕登=rabten,rapten 繞登=rabten,rapten 央吉=yangkyi,yangkey,yangki
    唯色=woeser,woser,oeser 欧珠=ngodup,ngodrup 歐珠=ngodup,ngodrup 伦珠=lhundup,lhundrup 倫珠=lhundup,lhundrup
    康卓=khando,khandro 班觉=paljor,penjor 班覺=paljor,penjor 其美=chime,chimi 次美=chime,chimi
    旺久=wangchuk,wangchuck 旺莫=wangmo 曲英=choeying,choying 曲扎=choedrak,chodrak 扎巴=drakpa,dakpa 嘉参=gyaltsen
    巴登=palden 班旦=palden 图丹=thupten,thubten 圖丹=thupten,thubten 土丹=thupten,thubten 旦增=tenzin 才旺=tsewang
    昂旺=ngawang 洛珠=lodroe,lodro 洛卓=lodroe,lodro 次珍=tsedron,tsedroen 次央=tseyang,tsyang 玉珍=yudron,yudon
    云旦=yonten 雲旦=yonten 慈仁=tsering 慈诚=tsultrim 慈誠=tsultrim 热杰=rabgyal,rabgyel 熱傑=rabgyal,rabgyel
    索巴=soepa,sopa 丹达=tendar 丹達=tendar 丹杰=tengyal,tengyel 丹傑=tengyal,tengyel 贡桑=kunsang 貢桑=kunsang
    衮桑=kunsang 更桑=kunsang 公保=gonpo,gompo 德钦=dechen 德欽=dechen 德庆=dechen 德慶=dechen 米久=mingyur
    央拉=yangla 吉宗=kyizom,kyidzom 琼达=chungdak 瓊達=chungdak
    曲宗=choezom,choedzom,chozom 拉吉=lhakyi 拉宗=lhazom,lhadzom 拉珍=lhadon,lhadron,lhadroen 拉措=lhatso 央措=yangtso
    白珍=pedon,pedron 曲措=choetso,chotso 才吉=tsekyi 次吉=tsekyi 强久=jangchup,jangchub 強久=jangchup,jangchub
    尊珠=tsundue,tsondru 旺扎=wangdrak
    """
)
SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca cai can cang cao
    ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chuai chuan chuang chui chun chuo ci
    cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dian diao die din ding diu dong dou du duan
    dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu
    gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
    ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua
    kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu long lou
    lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan
    nang nao ne nei nen neng ni nia nian niang niao nie nin ning niu nong nu nuan nuo nv nve o ou pa pai pan pang
    pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que
    qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang
    shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta
    tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong
    wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yong you yu yuan
    yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua
    zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """.split()  # noqa: SIM905
)

# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Deeds by structure: somebody works on something and finishes, whatever the verb; what the verb may not be is listed."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import PERSON, R
from bot.domain.understanding.words import any_of

# How a verb says that its work is done: 修好, 调大了, 挂上了, 存成.
FINISHED = any_of(
    "好了? 完了? 上了 成了? 通了? 掉了? 齐了? 妥了? 妥当 净了? 干净 利索 平了? 平整 直了 严实 结实 牢靠 稳当 到位 满了? 大了 小了 高了 低了 短了 长了 亮了 热了?",
    "熟了? 散了 透了? 紧了? 稳了?",
    "出来了? 进去了? 回来了? 过来了? 下来了? 起来了? 上去了? 开了 住了? 在了 回了 走了 清了? 顺了? 整齐 归位 明白 清楚 翻新 复位 踏实 规整 一新",
    "了一?遍 了一?下 了一?通 了一?回 了一?次 了一?阵 了半天 了一?会儿? 了个? 了些 了点 过了",
)
_DONE_BY_END = r"(?=$|[,。、!;给帮又还再就让这那我他她\ue000-\uf5ff一-鿿])"
# A verb of work is none of these: giving, speaking, looking, feeling, and what happens to somebody.
_GIVING = any_of(
    "送 捎 寄 带 拿 递 塞 发 赠 转账 转 汇 打款 汇款 充值 留 提 拎 端 买 给 放 搁 扛 奖 捐 慰问 资助 垫 掏 付 包 配 添 添置 置办 分 分发 发放 交 交给 转交 送到",
    "带到 拿到 放到 放在 搁在 塞到 塞进",
)
_SPEAKING = any_of(
    "说 讲 聊 问 谈 告诉 嘱咐 叮嘱 叮咛 提醒 宣传 宣讲 解释 介绍 通知 交代 安慰 开导 劝 批评 表扬 夸 骂 吵 汇报 反映 打电话 打视频 视频 联系 回复 回 道歉 拜年 祝福 念叨",
    "商量 鼓励 讲解 拨 挂 通 拜 祝 敬 打(?!扫|理|磨|通|包|捞|印)",
)
_LOOKING = any_of(
    "看 走 转 跑 逛 访 串 瞧 瞅 望 瞄 检查 排查 查看 了解 核实 走访 入户 记 记录 拍 录 学 通过 认识 见 碰 遇 等 陪 想 听 统计 核对 摸排"
)
_HAPPENING = any_of(
    "摔 扭 割 砸 烫 冻 吓 气 累 忙 急 愁 哭 笑 乐 吃 喝 睡 丢 忘 弄丢 弄坏 跑 走 害 坑 骗 打坏 病 疼 撞 磕 碰破 闪 崴 折 断 死 花 输 卖 赔 淋 晒黑 饿 冷 咬",
    "抓伤 烧 冲 淹 刮 压 震 攒 藏 囤 停 去 来 到 过 回 俩 两 仨 们 他 她 我 [\ue000-\uf5ff] 今 昨 传染 拖累 苦",
)
_BODY = any_of("腰 腿 脚 手 头 胳膊 眼睛? 肚子 膝盖 脸 嘴 牙 身体 身子 病 命 心 手腕 肋骨 髋")
_TALK_ABOUT = any_of(
    "情况 话 事 事情 政策 道理 意思 想法 问题 困难 钱 红包 慰问金? 现金 时间 日子 消息 好消息 心意 祝福 问候"
)
_TAKE = re.compile(
    rf"(?:把|将)(?P<what>[^,。把]{{1,16}}?)(?:给|帮|替|为|都|也|全部?|重新|又|一起|一块|一并|我们?|{PERSON}|亲手|顺手|顺便|顺带|已经?|终于|总算|统统|里里外外|从头到尾|也都)*(?P<verb>(?:(?![都也全家户个位人])[一-鿿]){{1,2}}?)(?P<how>{FINISHED}){_DONE_BY_END}"
)
_FOR = re.compile(
    rf"(?:给|帮|替|为)(?P<who>{PERSON}(?:家|屋里)?(?:里|的)?|家里|屋里)?(?P<gap>[也都全又重新一起亲手顺顺便已终于当场给帮]{{0,4}})(?P<verb>(?:(?![都也全家户个位人])[一-鿿]){{1,2}}?)(?P<how>{FINISHED}){_DONE_BY_END}"
)
# 叫了铲车给补上, 喊电工来重新走线, 请师傅上门.
_WORKER = any_of(
    "电工 水工 水电工 木匠 瓦匠 泥水匠 匠人 工匠 铁匠 石匠 师傅 工人 民工 维修工 维修员 修理工 焊工 油漆工 管道工 水管工 锁匠 施工队 装修队 工队 铲车 挖机 挖掘机 装载机 拖拉机",
    "收割机 旋耕机 农机 三轮车? 货车 吊车 车 理发师 理发员 裁缝",
    "村医 大夫 医生 护士 兽医 技术员 农技员 专家 律师 家教 老师傅 邻居 同事 几个人 人手 小伙子? 年轻人 志愿者 社工 义工 党员 民兵 学生 大学生 木工 瓦工 粉刷工",
    "人(?!家|民|员|数|事|大|们)",
)
_HIRED = re.compile(
    rf"(?:叫|喊|请|找|约|雇|联系|组织|动员|发动|招呼|领|带)(?:上|了|来|到|着|的|好|个|一?辆|一?台|几个|两个|一个|[一-鿿]{{0,3}}){{0,3}}{_WORKER}[^,。]{{0,6}}?(?:给|把|帮|上门|来家|重新|去|来|一起)[^,。]{{0,14}}?(?:了|好|完|上|过|通|掉|净|利索|着)"
)
# 烧了锅汤面给她端上, 熬了姜汤.
_COOKING = re.compile(
    r"(?:烧|熬|煮|擀|炒|蒸|烙|炖|下|揉|和|炸|包|做|热|煎|烩|拌|煨|焖)(?:了|好|上|完)(?:一?[锅碗顿盆笼壶盘]|些|点|个|几个|了)*[^,。]{0,4}(?:汤|面|饭|粥|饺|馍|菜|肉|饼|包子|馒头|鸡蛋|茶|开水|姜汤|药|疙瘩|搅团|散饭|臊子|洋芋|土豆|油饼|糊糊|米汤|年货)(?!钱|店)"
)
# 表是我填我交的, 我去药店抓好的.
_BY_ME = re.compile(
    rf"(?:都是|是|由|全是|全靠|全凭)(?:我|咱)们?(?:给|帮|替|陪|带|领|一手|亲手|跑腿|代)*(?:{PERSON})?(?:去|跑去)?(?![送买给说问讲出掏付打发看拍记走聊请写错])[一-鿿]{{1,3}}?(?:我?[填交报办跑])?的$"
)
# 拿水泥抹了个新的, 用铁丝扎住.
_WITH_TOOL = re.compile(
    rf"(?:拿|用|弄|找|拉|买)(?:了|来|些|点|几块|一块|根|袋|卷|截|个)*{any_of('水泥 砖头? 石头 木板 木头 铁丝 胶带 胶布 塑料布 塑料 油布 钉子 螺丝 黄?泥 白灰 石灰 绳子 扳手 工具 铁皮 彩钢瓦? 砂浆 沙子 玻璃胶 胶 防水布 毛毡 油毡 瓦 椽子 钢筋 木棍 板子 棉花 纸箱 麻袋 铁锹 扫帚 刷子 洗衣粉 热水 推子')}[^,。]{{0,6}}?[一-鿿](?:了|上|好|住|平|严|牢|起来|过)"
)
# 拆开修了修.
_AGAIN = re.compile(
    r"([修扫擦洗刷调理整补磨掏垫铲通捶焊缝扶拾搬扎捆钉糊晒翻])了\1|(?:折腾|鼓捣|忙活|忙乎|捣鼓)(?:了)?(?:一|半|好|大)[^,。]{0,4}(?:天|晌|午|小时|阵|会)"
)
# 接送都是我.
# 清了半天淤.
_LABOUR = re.compile(
    r"(?<!电)[清扫挖修搬铲割掰拔收种锄浇砍劈挑担犁翻刨拾剥垒砌抹刷洗擦掏垫拉驮卸装码晒打](?:了|的)(?:整整)?(?:一|半|大半|两|三|好)(?:天|晌|个?上午|个?下午|晌午|早上|后晌|个?(?:多)?(?:小时|钟头))(?!电话|球|牌|麻将|工|家常|话|闲)"
)
# 陪他找回了羊.
_SEARCH = re.compile(rf"(?:陪|帮|跟着)(?:着)?(?:{PERSON})?[^,。]{{0,8}}(?:找|寻|撵|赶)(?:了|回|到|遍)")
# 东智给我烧了奶茶: done for the cadre.
_FOR_ME = re.compile("给我们?[^,]{0,3}$|(?<!还)给我们?[烧做煮倒炒泡沏熬蒸包下]")
# 重新调了锅盖.
_ANEW = re.compile(r"重新(?:给|把)?[^,。]{0,3}?(?![说聊认开记录写来看])[一-鿿](?:了|好|上了)(?!解)")
# 水龙头滴水, 我拧紧了: what was mended stands in the clause before.
_FIXED_IT = re.compile(
    r"^(?:我|顺手|顺便|当场|赶紧)(?:就|又|也|顺手|给|帮|全|都|[他她])*[拧修补换焊钉堵糊抹装擦洗扫铲缝粘绑捆扎支撑剪挪搬拆磨刷](?:紧|好|上|住|平|严|牢|净|完|稳|齐|结实|干净|利索)了|接(?:了|好)(?:一)?[根条截段][^,。]{0,3}(?:管|线|绳|电缆)"
)
_ALL_ME = re.compile(
    r"(?:接送|接站|报名|报到|手续|跑腿|代办|材料|认证|缴费|挂号|陪护|陪床|打扫|做饭|洗衣|填表|签字)[^,。]{0,4}(?:都|全|也)?(?:是|由|靠)我$"
)
_PHARMACY = re.compile(
    r"(?:药店|药房|卫生院|卫生室|医院|医保窗口)[^,。]{0,6}(?:抓|取|拿|开|配|买|领)(?:好|了|上|回来?|齐|来)|(?:抓|取|配|开)(?:好|了|回来?|上)[^,。]{0,4}药"
)
_WITH_THEIRS = re.compile(r"(?:拿|用|凭|刷)(?:了|着)?[他她-](?:家)?的?(?:医保|社保|卡|钱|身份证|存折|本)|代|替")
_MISSED = re.compile(r"没(?!有?事|想到|问题|关系|花|要|收|人管)|未|不(?:用|肯|想|愿|让|能|会|敢|了|动)|别|差点|险些")


def works_in(clause: str) -> tuple[int, int] | None:
    """Where the clause tells of finished work on something, None when it does not."""
    for pattern in (_TAKE, _FOR):
        for match in pattern.finditer(clause):
            if _is_work(match, clause):
                return match.span()
    if _WITH_THEIRS.search(clause) and (fetched := _PHARMACY.search(clause)):
        return fetched.span()
    for pattern in (_HIRED, _COOKING, _BY_ME, _WITH_TOOL, _LABOUR, _SEARCH, _ANEW, _AGAIN, _FIXED_IT, _ALL_ME):
        if (told := pattern.search(clause)) and not _FOR_ME.search(clause[: told.end()]):
            return told.span()
    return None


def _is_work(match: re.Match[str], clause: str) -> bool:
    groups = match.groupdict()
    verb, what = groups["verb"], groups.get("what") or ""
    verb = verb.lstrip("都也全又再给") or verb
    if any(re.match(words, verb) for words in (_SPEAKING, _LOOKING, _HAPPENING)):
        return False
    if re.search("[都也全家户个位人]", verb) or what.startswith("我"):
        return False
    if re.search(rf"^{_GIVING}|{_GIVING}$", verb) and not re.search("证|卡|表|材料|手续|单|药费|电费", what):
        return False
    if (
        re.search(rf"{_BODY}$|{_TALK_ABOUT}$", what)
        or re.fullmatch(rf"{R}|他|她|我|人|老人|娃|孩子", what)
        or re.fullmatch(rf"(?:{R}|[他她俩两个娃们和跟、])+", what)
    ):
        return False
    if re.match("[^,。]{0,3}(?:信|电话|视频|微信|短信|消息|语音|红包)", clause[match.end() :]):
        return False
    if re.search("(?:让|叫|喊)[他她]们?$", clause[: match.start()]):
        return False
    if re.search("坟|上香|烧纸|磕头", clause):
        return False
    return not _MISSED.search(match[0]) and not re.search("说$|讲$|告诉我?$", clause[: match.start()])

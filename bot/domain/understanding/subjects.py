# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Who does it, when it is not the cadre: officials, helpers, neighbours, kin, teachers, doctors, workmen, other cadres."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.words import any_of

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
OFFICE = any_of(
    "村上 村里 村委会? 村两委 村部 村干部 村支书 村主任 村医 村警 村民 村社干部 社长 社干部 队长 组长 社区 街道办? 镇上 镇里 镇政府 镇长 乡上 乡里",
    "乡政府 乡长 县上 县里 县政府 市上 省上 州上 政府 上面 上级",
    "民政局? 民政所 民政办 民政股 残联 妇联 团委 工会 司法所 法院 派出所 公安局? 民警 警察 交警 辅警 消防队?员? 住建局? 住建所 教育局 人社局 医保局",
    "社保局 卫健局 农业农村局 乡村振兴局 应急局 扶贫办 信访局 慈善会 慈善总会 红十字会",
    "供电所 电力公司 电力局 水管所 水务局 自来水公司 燃气公司 移动公司 电信公司 保险公司 银行 信用社 邮局 基金会 企业 公司 商会 厂里 合作社 超市 施工队 工程队 装修队",
    "驻村工作队员? 驻村队员? 驻村干部 帮扶工作队 工作队员? 工作组 检查组 督查组 考核组 调研组 慰问组 医疗队 义诊队 网格员 第一书记 支书 主任 书记",
    "局长 科长 站长 所长 院长 乡医 包村干部 联村干部 包片干部 领导 领导们 局领导 单位领导 分管领导",
)
HELPER = any_of(
    "志愿者们? 志愿服务队 志愿队 社工 义工 爱心人士 爱心企业 爱心团队 爱心妈妈 好心人 老板 大学生志愿者 支教老师 护工 保姆 护理员 敬老院的?人",
    "养老院的?人 福利院的?人 敬老院工作人员 护士 医生 大夫 家庭医生 医院的?人 签约医生 心理老师",
    "班主任 老师 校长 教务处 生活老师 宿管 学校 学校里 同学们? 邻居们? 隔壁 亲戚 亲戚们 本家 庄里人 庄上人 全村的?人 大伙儿? 乡亲们? 房东 朋友 老乡 战友 电工 师傅 工人 快递员? 邮差 邮递员 送货员 司机 外卖",
)
KIN = rf"(?:他|她|{R}的?|老人的?|娃的?|孩子的?)?" + any_of(
    "侄儿 侄子 侄女 女儿 儿子 儿媳妇? 女婿 媳妇 老伴 妹妹 弟弟 哥哥 姐姐 外甥女? 孙子 孙女 堂弟 堂哥 表姐 表哥 大哥 二哥 大姐 二姐 妹夫 姐夫 嫂子",
    "小姑子 亲家 儿女们? 子女们? 家里人 家属 养子 养女 干儿子 小儿子 大儿子 二儿子 大女儿 小女儿 二女儿",
)
_COLLEAGUE = any_of(
    r"同事们? 我同事 科室同事 科室的?人 局里的?(?:人|同事)? 别的干部 其他干部 前任(?:帮扶)?干部 原来的(?:帮扶)?干部 上一任 别人 人家单位 其他单位",
    rf"别的单位 (?<![\ue000-\ue7ff])小[{_SURNAMES}] 老[{_SURNAMES}](?=帮我|替我|去|代我)",
    rf"(?:[{_SURNAMES}][一-鿿]?|村|社|镇|乡|县|局|所|院|科|校|包村|驻村|大队)(?:主任|书记|局长|科长|站长|所长|院长|镇长|乡长|村长|校长|老师|医生|大夫|干部|同志|会计|文书|护士|师傅|支书|队长|姐(?=[去来帮给替代昨前上])|哥(?=[去来帮给替代昨前上]))",
)
_LEAD = rf"(?:{D}|听说|据说|刚才|上午|下午|早上|晚上|中午|后来|好像|原来|其实|本来|已经|应该|还是|是|由|{R}?(?:家)?(?:的)?)*"
_SUBJECT = re.compile(
    rf"(?:^|[,。;:了、])(?:{_LEAD})(?P<who>{_COLLEAGUE}|(?:[县镇乡市省州区])?{OFFICE}|{HELPER}|{KIN})(?:的?(?:{_COLLEAGUE}|{HELPER}|人|工作人员|干部|领导|同志|几个人|[一-鿿](?=把|给|去|来|帮)))?(?!家(?!访)|和我|跟我|与我|陪我|宿舍|开放日|门口|操场|运动会|走访|看望|组织我)"
)
_WITH_ME = re.compile(
    r"我(?!妈|爸|们村|村|听|给你|媳妇|老婆|们单位|单位|也不|不知|同事|们局|们科|领导)|一起|一块|一道|一同|一行|陪同|带着|带领|跟着|咱|会同|联合|随|同(?=村|民|镇|县|单位|领导)|和(?=同事|村|社区|驻村|领导|志愿者|小)|与(?=同事|村|社区)|跟(?=同事|村|社区|领导)"
)
_OBJECT = re.compile(
    r"(?:联系|协调|请|找|叫|喊|让|和|跟|与|向|同|约|给|对接|反映|到|去|为|帮|替|看|带|送|教|问|陪|接)[^,。]{0,3}$"
)
# 一直是她妹妹拿着, 由村上统一办.
_AGENT = re.compile(
    rf"(?:(?<!就)(?<!还)(?<!不)(?<!要)是|由|被|归|靠)(?:{KIN}|{HELPER}|{OFFICE}|{_COLLEAGUE})(?!家|的)[^,。]{{0,12}}[了的着]$"
)
# 家里来了一拨医生给量血压.
_CAME = re.compile(
    rf"来了(?:一|几|两|三|好)(?:拨|伙|帮|个|位|群|些|支)[^,。]{{0,4}}(?:{OFFICE}|{HELPER}|人)[^,。]{{0,6}}(?:给|把|帮)"
)
# 工会给的米面油: who gave what somebody else brought.
_PROVIDED = re.compile("(?:统一|集中|这次|今年)?(?:给|发|配|采购|准备|买|捐|定|订|支持|赞助|送|拨)(?:下来)?的(?!$|,)")
# 住宿费学校给免了, 眼镜公益机构给配的: the thing first, then who did it.
_TOPIC_AGENT = re.compile(
    rf"^(?![^,。]{{0,12}}(?:找|请|叫|联系|协调|让|问|说|催|打|跟))[^,。我]{{2,14}}?(?<![找跟和向与请让给联系到去在从为帮替被由])(?:{OFFICE}|{HELPER}|机构|单位上|公益组织)(?:{D}|免费|统一|也|都|已经?|派人|组织|全)*(?:给|帮)(?:他|她|家里|{R}|免费|也|都|全)*[免减修装换办盖配垫补解]"
)
_OURS = re.compile(r"结对|帮扶(?!工作队|干部)|包联|本人")


def is_third_party(clause: str, at: int) -> bool:
    """Whether somebody else than the cadre does what stands at `at`."""
    for match in _SUBJECT.finditer(clause):
        start = match.start("who")
        if start > at or _OURS.search(match[0]) or _PROVIDED.match(clause, match.end()):
            continue
        if not _WITH_ME.search(clause) and not _OBJECT.search(clause[:start]):
            return True
    agent = _AGENT.search(clause) or _CAME.search(clause)
    agent = agent or (_TOPIC_AGENT.search(clause) if re.search(R, clause) else None)
    return agent is not None and not _WITH_ME.search(clause)


def begins_with_other(clause: str) -> bool:
    """Somebody else is the subject from the first word on, not merely quoted."""
    match = _SUBJECT.match(clause)
    if re.search("捐|资助|赠|慈善|商会|爱心企业|基金", clause):
        return False
    if match is not None and _PROVIDED.match(clause, match.end()):
        return False
    return match is not None and not _WITH_ME.search(clause) and not _OURS.search(match[0])

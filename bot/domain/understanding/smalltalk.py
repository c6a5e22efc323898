# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Small talk: greetings, thanks, feasts, weather, moods, words to the bot itself."""

from __future__ import annotations

import re

from bot.domain.understanding.words import any_of

_BOT = any_of("小助手 助手 机器人 AI 人工智能 小程序 亲 宝子 客服 系统")
_GREETING = any_of(
    "[你您]好 大家好 早安 早上好 早呀 晚安 晚上好 下午好 中午好 上午好 再见 拜拜 回见 明天见 hello hi 嗨 喂 在吗 在不在 在么 有人吗 色俩目 赛俩目 扎西德勒",
    "谢谢 感谢 多谢 谢了 谢啦 辛苦[你您啦了]? 麻烦[你您]?了 费心了 受累 收到 好的 好嘞 好滴 明白 知道了 晓得了 没事 没了 没有了 没问题 不客气 不用谢 okay",
)
_FEAST = any_of(
    "春节 除夕 元旦 元宵 清明 五一 劳动节 端午 六一 儿童节 七夕 中秋 国庆 重阳 腊八 小年 冬至 立春 立夏 立秋 立冬 大暑 小暑 处暑 大寒 小寒 三八 母亲节 父亲节 教师节 情人节 开斋节 古尔邦节? 尔德节? 生日 新年 跨年 周末 周五 周一 礼拜天 放假 过年 过节 高考 中考 年底 年末 新的一[年天周]",
)
_JOY = any_of(
    "快乐 安康 吉祥 如意 顺利 加油 冲 大吉 恭喜 平安 健康 幸福 好运 发财 万事 拜年 福 棒 厉害 牛 赞 可爱 聪明 贴心 好用 方便 哈哈+ 嘿嘿 嘻嘻 呵呵 呜呜 笑死 开心 高兴 舒服"
)
_MOOD = any_of(
    "累 困 饿 热 冷 忙 烦 下班 上班 加班 值班 打工人? 摸鱼 减肥 咖啡 奶茶 睡觉 睡了 休息 躺平 头秃 熬夜 早起 堵车 迟到 喝茶 吃饭 干饭 食堂 朋友圈 电影 球赛 假期 工资 发工资 双十一 快递"
)
_WEATHER = any_of(
    "天气 下雨 下雪 刮风 沙尘暴? 沙尘 降温 升温 太阳 大风 大雪 大雨 大热天 大冷天 大暑天 防暑 注意身体 彩虹 月亮 空气 晴天 阴天"
)
_MARK = re.compile(f"{_GREETING}|{_BOT}|{_FEAST}|{_JOY}|{_MOOD}|{_WEATHER}")
# Work with people paired, the register, needs: not small talk.
_BUSINESS = re.compile(
    any_of(
        "走访 入户 上门 家访 看望 慰问 探望 电话 视频 微信 短信 联系 记录 台账 导出? 查 统计 改成? 删 撤 几次 多少 怎么 咋 如何 提醒 补录 填 录入 登记 报表 资助 照片 验证码 登[录陆] 密码 绑定",
        "低保 特困 孤儿 残疾 老人 娃 孩子 大爷 大娘 奶奶 爷爷 老汉 对象 帮扶 结对户? 住院 病 房 漏 学校 学费 补贴 补助 证 药 政策 通知 会议 开会 领导 检查 材料 村上 乡上 镇上 送了? 给[他她] 去[他她看了] 家里 没去 还没 明早 明儿一早 出发 没走成 [一二两三四]家 请各 各位帮扶 路不好 不好走 注意保暖 敬老院 学校 我[爸妈媳儿女姑舅] 爸妈 带 准备 打算 计划 明天 下周 要去 得去 想去 报名 路滑",
    )
)
# 我的结对里没考生, 跟咱没关系: the words of the programme may stand in a joke.
_JOKE = re.compile(
    "跟咱没关系|跟我没关系|我的结对里|不会漏记吧|[你您]是(?:人工|真人|机器|谁|AI|什么)|[你您](?:今天|也|还)?(?:上班|下班|休息|值班|吃饭|过节)"
)
_LONGEST = 30
# 谢谢提醒: the word is thanked for.
_THANKED_FOR = re.compile("(?:谢谢|感谢|多谢|辛苦)[^,。]{0,3}(?:提醒|统计|查|整理)|(?:陪|帮)我们?(?:填表|统计|记录)")


def is_small_talk(text: str) -> bool:
    """Nothing in it but a greeting, a feast, the weather, a mood or a word to the bot. The caller knows that nobody is named."""
    if len(text) > _LONGEST:
        return False
    if _JOKE.search(text):
        return True
    return _MARK.search(text) is not None and not speaks_of_work(text)


def speaks_of_work(text: str) -> bool:
    """Recipients, their needs, the register or the programme are named."""
    return _BUSINESS.search(_THANKED_FOR.sub("", text)) is not None

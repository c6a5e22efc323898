"""Invented people and places that sound like Gansu. No place here is a real county, town or village of that name."""

from random import Random

SURNAMES = (
    ("王", 90), ("李", 80), ("张", 85), ("马", 60), ("刘", 50), ("杨", 45), ("赵", 35), ("陈", 30), ("何", 20),
    ("高", 18), ("郭", 18), ("孙", 15), ("朱", 15), ("魏", 14), ("田", 14), ("苏", 12), ("曹", 12), ("石", 11),
    ("任", 10), ("宋", 10), ("韩", 10), ("冯", 9), ("董", 9), ("雷", 8), ("景", 8), ("毛", 8), ("尹", 7), ("柳", 7),
    ("安", 6), ("潘", 6), ("司马", 1), ("欧阳", 1),
)  # fmt: skip
MALE = (
    "建国", "志强", "海军", "小军", "永红", "万福", "德全", "文斌", "守业", "忠义", "宏伟", "国栋", "有财", "玉龙",
    "世杰", "鹏", "伟", "军", "龙", "斌", "浩然", "子轩", "宇航", "天佑", "小虎", "进才", "得胜", "满仓", "占彪",
    "双喜",
)  # fmt: skip
FEMALE = (
    "秀英", "玉兰", "桂花", "秀珍", "彩霞", "海霞", "春梅", "淑芳", "翠莲", "玉梅", "巧玲", "桂香", "凤英", "雪梅",
    "丽娟", "霞", "芳", "娟", "燕", "静", "雨桐", "欣怡", "梦瑶", "思琪", "小红", "菊花", "转转", "银花", "改琴",
    "存娥",
)  # fmt: skip
WHOLE = ("尕藏卓玛", "才让扎西", "马尕三", "麻乃", "贡保才旦", "索南草")
ABOVE = "清安永宁和长兴隆泾渭陇祁通会静崇灵庆金玉石白黄青松柳槐云龙凤"
BELOW = "泉远昌川原水河山阳平丰泰城陵源谷岭台滩坪"
REAL = {
    "永昌", "永登", "会宁", "静宁", "通渭", "陇西", "清水", "灵台", "崇信", "泾川", "庆城", "安定", "金昌", "白银",
    "庆阳", "渭源", "永靖", "临泉", "金川", "石泉", "永泰", "安泰", "永城", "兴平", "会昌", "长泰", "长丰", "安阳",
    "永川", "青川", "长水", "龙泉", "青河", "平凉", "安平", "永平", "永和", "清河", "通河", "金平", "青阳", "清丰",
    "兴城", "石台", "玉山", "云阳", "松阳", "松原", "白水", "白城", "安陵", "宁陵", "宁远", "清原", "清源", "和平",
    "安远", "云龙", "龙陵", "龙川", "金山", "长阳", "兴山", "隆昌", "凤阳", "凤台", "凤城", "凤山", "青城", "通城",
    "通山", "会泉", "长岭", "宁城", "安源", "永丰", "玉泉", "金台", "庆元", "灵川", "灵山", "陇川", "陇南", "黄陵",
    "黄平", "黄山", "石城", "石河", "金阳", "青山",
}  # fmt: skip
ENDS = ("家湾", "家沟", "家坪", "家塬", "家堡", "家庄", "家川", "家岔")
OFFICES = (
    "民政局", "教育局", "卫生健康局", "残疾人联合会", "农业农村局", "财政局", "人力资源和社会保障局", "自然资源局",
    "水务局", "交通运输局", "林业和草原局", "市场监督管理局",
)  # fmt: skip


class Names:
    """Names in the order in which they are asked for; the same `random` gives the same ones."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._surnames = [name for name, _ in SURNAMES]
        self._weights = [weight for _, weight in SURNAMES]
        self._places = [a + b for a in ABOVE for b in BELOW if a + b not in REAL]
        random.shuffle(self._places)
        self._next = 0

    def person(self, gender: str) -> str:
        if self._random.random() < 0.01:
            return self._random.choice(WHOLE)
        given = self._random.choice(MALE if gender == "male" else FEMALE)
        return self._random.choices(self._surnames, self._weights)[0] + given

    def place(self, end: str) -> str:
        """Different ones until they run out, then again from the first: towns of two counties may share a name."""
        self._next += 1
        return self._places[self._next % len(self._places)] + end

    def villages(self, count: int) -> list[str]:
        """Of one township, all different."""
        every = [surname + end for surname in self._surnames if len(surname) == 1 for end in ENDS]
        return [f"{name}村" for name in self._random.sample(every, count)]

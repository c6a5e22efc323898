"""The empty roster workbook: headers, notes, drop-downs."""

from pathlib import Path

from bot.domain.programme import Programme
from bot.domain.roster import (
    GENDER_WORDS,
    LAYOUT,
    LEVEL_WORDS,
    LIVING_WORDS,
    PAIRINGS,
    RECIPIENTS,
    ROLE_WORDS,
    STATUS_WORDS,
    UNITS,
)

LAST_ROW = 1_048_575  # Excel's, from 0
TEXT_COLUMNS = {"单位编码", "上级编码", "干部编号", "手机号", "对象编号", "所在地编码", "户编号", "联系电话"}
DATE_COLUMNS = {"开始日期", "结束日期"}
NOTES = {
    "单位编码": "每个单位一个，不能重复；用文本格式，开头的 0 才不会丢。",
    "上级编码": "上一级单位的编码；最上面一级留空。",
    "层级": "省、市、县、乡镇、村；机关、学校、企业等写“单位”。",
    "干部编号": "每人一个，不能重复；工号、身份代码都可以，不要用身份证号。",
    "手机号": "本人在 Telegram 上用的手机号；可留空，凭邀请码加入。",
    "角色": "留空就是结对干部；多个用“、”隔开，例如 结对干部、联络员。督导、联络员等的范围是他的单位及以下。",
    "状态": "留空就是在岗。",
    "对象编号": "每人一个，不能重复；聊天里用它称呼，不要用身份证号。",
    "出生年月": "写 2014-06 或 2014-06-03。",
    "所在地编码": "他住的村或乡镇的单位编码。",
    "户编号": "同一户写同一个编号。",
    "别名": "干部平时怎么叫他，多个用“、”隔开，例如 王大娘、秀英。",
    "结对类型": "留空就是主结对。一个对象同一时间只有一位主结对干部。",
    "开始日期": "写 2026-05-25。",
    "结束日期": "还在结对就留空。",
}


def write(path: Path, programme: Programme) -> None:
    """Overwrites `path`. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "结对助手花名册"})
    header = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
    needed = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, columns in LAYOUT.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (word, required) in enumerate(columns.items()):
            shape = as_text if word in TEXT_COLUMNS else as_date if word in DATE_COLUMNS else None
            sheet.set_column(place, place, 16, shape)
            sheet.write_string(0, place, word, needed if required else header)
            note = ("必填。" if required else "可留空。") + NOTES.get(word, "")
            sheet.write_comment(0, place, note, {"x_scale": 1.6})
            words = _choices(name, word, programme)
            if words:
                several = word == "角色"
                sheet.data_validation(
                    1,
                    place,
                    LAST_ROW,
                    place,
                    {
                        "validate": "list",
                        "source": words,
                        "error_type": "information" if several else "stop",
                        "error_title": word,
                        "error_message": "多个用“、”隔开" if several else "请从列表里选",
                    },
                )
    try:
        book.close()
    except FileCreateError as problem:
        raise OSError(str(problem)) from problem


def _choices(sheet: str, column: str, programme: Programme) -> list[str]:
    return {
        (UNITS, "层级"): list(LEVEL_WORDS),
        ("干部", "角色"): list(ROLE_WORDS),
        ("干部", "状态"): list(STATUS_WORDS),
        (RECIPIENTS, "性别"): list(GENDER_WORDS),
        (RECIPIENTS, "类别"): [c.zh for c in programme.classes.values()],
        (RECIPIENTS, "居住方式"): list(LIVING_WORDS),
        (PAIRINGS, "结对类型"): [k.zh for k in programme.kinds.values()],
    }.get((sheet, column), [])

"""The table of commands as the READMEs show it."""

from bot.domain.commands import COMMANDS
from bot.texts.commands import described
from bot.texts.language import language

ROLES = {
    "zh_CN": {
        "cadre": "结对干部",
        "liaison": "联络员",
        "supervisor": "督导",
        "duty_officer": "值班员",
        "admin": "管理员",
    },
    "en": {
        "cadre": "cadre",
        "liaison": "liaison",
        "supervisor": "supervisor",
        "duty_officer": "duty officer",
        "admin": "admin",
    },
}
HEADS = {"zh_CN": "| 命令 | 做什么 | 谁能用 |", "en": "| command | does | for |"}
ALL = {"zh_CN": "所有人", "en": "everybody"}


def table(name: str) -> str:
    said = language(name)
    order = list(ROLES[name])
    rows = [HEADS[name], "|---|---|---|"]
    for command, roles in COMMANDS.items():
        whom = "、" if name == "zh_CN" else ", "
        who = whom.join(ROLES[name][role] for role in order if role in roles) or ALL[name]
        rows.append(f"| `/{command}` | {described(said, command)} | {who} |")
    return "\n".join(rows) + "\n"

"""Who acts, and how a person in need is named in a chat."""

from dataclasses import dataclass

ROLES = ("cadre", "liaison", "supervisor", "duty_officer", "admin")


@dataclass(frozen=True)
class Scope:
    """A role over a unit and all below; no unit: everywhere."""

    role: str
    unit_id: int | None


@dataclass(frozen=True)
class Actor:
    """Who is speaking: a person of the roster with the grants of today. `menu`: the commands his chat shows now."""

    person_id: int
    unit_id: int | None
    language: str
    scopes: tuple[Scope, ...]
    menu: str | None = None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(scope.role for scope in self.scopes)

    def units(self, *roles: str) -> tuple[int | None, ...]:
        """The units over which the actor holds one of `roles`; None in it means everywhere."""
        return tuple(dict.fromkeys(scope.unit_id for scope in self.scopes if scope.role in roles))


def masked(name: str) -> str:
    """王秀英 → 王*英, 李昊 → 李*, 尕藏卓玛 → 尕**玛: enough to recognise one's own, too little for a stranger."""
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def shown(code: str, name: str, identity: str) -> str:
    """How a chat names somebody: `identity` is code, masked or full (IDENTITY_IN_CHAT)."""
    if identity == "code":
        return code
    return f"{code} {masked(name) if identity == 'masked' else name}"

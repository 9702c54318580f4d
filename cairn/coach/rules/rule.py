"""What a rule is: what it looks at, what it says, why, and an example of each side. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from cairn.coach.findings import Remark, Rewrite, Text

type Scope = Literal["key_result", "objective", "set"]


def _no_rewrite(_subject: object, _remark: Remark) -> Rewrite | None:
    return None


@dataclass(frozen=True, slots=True)
class Rule[Subject]:
    """`id` never changes. `silences` names rules that would say the same again."""

    id: str
    scope: Scope
    title: Text
    message: Text
    reason: Text
    bad: Text
    good: Text
    find: Callable[[Subject], Iterator[Remark]]
    rewrite: Callable[[Subject, Remark], Rewrite | None] = _no_rewrite
    silences: frozenset[str] = frozenset()

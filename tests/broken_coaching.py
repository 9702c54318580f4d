"""Ways to break what must always be true of silenced and counted remarks, and of the assistant; see
`test_constraints.py`."""

from collections.abc import Callable

from cairn.coaching.models import Examined, Mute, Remark, Silence
from cairn.connectors.models import Assistant
from cairn.goals.models import KeyResult


def _mute(kr: KeyResult, rule: str, text: str = "") -> Mute:
    return Mute.objects.create(member_id=kr.owner_id or 0, rule=rule, text=text)


def _silence(kr: KeyResult, rule: str) -> Silence:
    return Silence.objects.create(
        organization_id=kr.organization_id, rule=rule, silenced_by_id=kr.owner_id or 0
    )


def _examined(kr: KeyResult) -> Examined:
    return Examined.objects.create(objective_id=kr.objective_id, texts="f00")


def remarked_twice(kr: KeyResult) -> None:
    examined = _examined(kr)
    for _ in range(2):
        Remark.objects.create(examined=examined, rule="kr-task")


COACHING: dict[str, Callable[[KeyResult], object]] = {
    "mute_of_a_rule": lambda kr: _mute(kr, ""),
    "mute_once": lambda kr: [_mute(kr, "kr-task") for _ in range(2)],
    "mute_once of a text": lambda kr: [_mute(kr, "kr-task", "f00") for _ in range(2)],
    "silence_of_a_rule": lambda kr: _silence(kr, ""),
    "silence_once": lambda kr: [_silence(kr, "kr-task") for _ in range(2)],
    "coaching_examined objective": lambda kr: [_examined(kr) for _ in range(2)],
    "assistant_is_named": lambda kr: Assistant.objects.create(
        organization_id=kr.organization_id, url="", model="m", changed_by_id=kr.owner_id or 0
    ),
    "remark_once": remarked_twice,
    "remark_of_a_rule": lambda kr: Remark.objects.create(examined=_examined(kr), rule=""),
}

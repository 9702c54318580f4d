"""How 山岚茶业 agrees: what the quarter began with, and the drafts of the next one, half agreed on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Length
from cairn.cycles.proposals import propose
from cairn.demo.calendar import fiscal_month, last_day_before, months_after, year_name
from cairn.demo.courses import draw
from cairn.demo.stage import ZONE, Stage, working_hour
from cairn.demo.telling import Telling
from cairn.goals.agreed import stamp_of
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
)
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.intake import read_key_result
from cairn.goals.models import Confirmation
from cairn.goals.queries import find_objective
from cairn.organization.actor import Actor

CHAMPION: Final = "song"
NEXT: Final = "next"


@dataclass(frozen=True, slots=True)
class Plan:
    """An objective of the next quarter. Key results as (title, start, target, unit).

    `fate`: confirmed, returned (with `said`), submitted (with the note `said`) or still a draft.
    """

    owner: str
    title: str
    key_results: tuple[tuple[str, str, str, str], ...]
    fate: str = "draft"
    said: str = ""
    team: str = ""
    growth: bool = False


PLANS: Final = (
    Plan(
        "shen",
        "让老客户一年多回来一次",
        (
            ("老客户年均购买次数", "4.1", "5", "次"),
            ("企业送礼复购率", "38", "50", "percent"),
        ),
        "submitted",
        "第二条和财务对过口径，按合同客户算。",
        "customers",
    ),
    Plan(
        "xu",
        "客户说一遍，我们就记住",
        (
            ("重复描述问题的客诉占比", "22", "8", "percent"),
            ("当天有回音的客诉占比", "64", "92", "percent"),
        ),
        "submitted",
        "两条基线都取上个月的数。",
    ),
    Plan(
        "he",
        "到期之前，先把话说开",
        (
            ("提前 30 天谈完续约的客户占比", "35", "80", "percent"),
            ("到期后才联系的客户", "19", "4", "家"),
        ),
        "submitted",
    ),
    Plan(
        "gu",
        "能独自接住跨店的客诉",
        (
            ("独立结案的跨店客诉", "2", "15", "件"),
            ("参加三次跨店复盘", "0", "3", "次"),
        ),
        "returned",
        "第二条是在做事，还不是结果。写成客户感到的变化，再交一次。",
        growth=True,
    ),
    Plan(
        "zhou",
        "同样的客诉不来第二次",
        (("30 天内重复发生的客诉", "41", "12", "件"),),
        "confirmed",
        "就按这个做，月中看一次。",
    ),
    Plan(
        "ye",
        "每一座合作茶园都当日拿到钱",
        (
            ("当日结款的青叶批次占比", "71", "98", "percent"),
            ("对账差错", "16", "3", "单"),
        ),
        "confirmed",
        team="supply",
    ),
    Plan(
        "amara",
        "Typed once, right everywhere",
        (("Screens where the same order is typed twice", "9", "2", "screens"),),
        team="platform",
    ),
)


def agree(stage: Stage, tellings: Iterable[Telling]) -> None:
    """Plan what was agreed on before the quarter, and what is being agreed on for the next."""
    starts_on = stage.spans[0].starts_on
    for telling in tellings:
        if telling.aim.quarter == 0 and not telling.aim.draft:
            at = working_hour(starts_on - timedelta(days=5), telling.aim.title, "submit")
            stage.plan(at, partial(_submit, telling.owner, telling))
            stage.plan(at + timedelta(hours=20), partial(_confirm_told, stage, telling))
    stage.plan(days_ago(stage, 9, 8), partial(_open_next, stage))
    for plan in PLANS:
        stage.plan(days_ago(stage, 6, 9, plan.title), partial(_write, stage, plan))


def days_ago(stage: Stage, days: int, hour: int, *words: str) -> datetime:
    """In the hour of a day that lies so many before today; the minute comes from the words."""
    at = time(hour, draw(*words) % 60 if words else 0)
    return datetime.combine(stage.today - timedelta(days=days), at, ZONE)


def _submit(actor: Actor, telling: Telling) -> None:
    submit_objective(actor, telling.objective)


def _confirm_told(stage: Stage, telling: Telling) -> None:
    _answer(stage, telling.objective, "confirmed", "")


def _open_next(stage: Stage) -> None:
    first = stage.spans[0].ends_on + timedelta(days=1)
    following = propose(Length.QUARTER, first, fiscal_month(stage.today))
    cycle = create_cycle(
        stage.actors[CHAMPION],
        name=f"{year_name(first, last_day_before(months_after(first, 12)))}第一季度",
        length=following.length,
        starts_on=following.starts_on,
        ends_on=following.ends_on,
    )
    stage.cycles[NEXT] = cycle.id


def _write(stage: Stage, plan: Plan) -> None:
    owner = stage.actors[plan.owner]
    made = draft_objective(
        owner,
        title=plan.title,
        cycle=stage.cycles[NEXT],
        team=stage.teams[plan.team] if plan.team else None,
        owner=owner.member_id,
        is_growth=plan.growth,
    )
    for title, start, target, unit in plan.key_results:
        kind = "decrease" if float(start) > float(target) else "increase"
        fields = {"title": title, "start": start, "target": target, "unit": unit, "kind": kind}
        add_key_result(owner, made.id, **read_key_result(fields), owner=owner.member_id)
    if plan.fate == "draft":
        return
    note = plan.said if plan.fate == "submitted" else ""
    submit_objective(owner, made.id, note=note)
    if plan.fate != "submitted":
        _answer(stage, made.id, plan.fate, plan.said)


def _answer(stage: Stage, objective_id: int, fate: str, said: str) -> None:
    """By whoever is asked; the champion where nobody is."""
    asked = Confirmation.objects.get(objective=objective_id, verdict="").asked_id
    people = (one for one in stage.actors.values() if one.member_id == asked)
    actor = next(people, stage.actors[CHAMPION])
    if fate == "returned":
        return_objective(actor, objective_id, comment=said)
        return
    stamp = stamp_of(agreed_text(find_objective(actor, objective_id)))
    confirm_objective(actor, objective_id, stamp=stamp, comment=said, publish=False)

"""Everything that may happen to OKRs from their first draft to the next cycle's, at random."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db.models import Model

from cairn.checkins.commands.actions import drop_action, finish_action, reopen_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.helping import answer_help, ask_for_help, withdraw_help
from cairn.checkins.commands.leaving import remove_member
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Action, CheckIn, HelpRequest, WeeklyUpdate
from cairn.checkins.queries import round_of
from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.goals.agreed import stamp_of
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.commands.key_results import add_key_result, edit_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.teams import dissolve_team, edit_team
from cairn.goals.models import Closure, Confirmation, Initiative, KeyResult, Objective, Reading
from cairn.goals.queries import find_objective
from cairn.kpis.models import Kpi, KpiReading
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.meetings.models import Entry, Meeting
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import end_absence, plan_absence
from cairn.organization.models import Absence, Member, Organization, Team
from cairn.reviews.models import Lesson, Retrospective, Score
from cairn.storage import clock
from tests.cast import again
from tests.life_after import AFTER

D = Decimal
KEPT: tuple[type[Model], ...] = (
    *(Absence, Action, CheckIn, Closure, Confirmation, Cycle, Entry, HelpRequest, Initiative),
    *(
        KeyResult,
        KpiReading,
        Lesson,
        Meeting,
        Member,
        Objective,
        Reading,
        Retrospective,
        Score,
        Team,
    ),
    WeeklyUpdate,
)
"""What nobody changes without an event that tells of it."""
type Act = Callable[["Life", Actor], object]


class Life:
    """Who does what to which thing follows from `seed`; half an hour to two days lie between."""

    def __init__(self, seed: int, organization: Organization, people: list[Actor]) -> None:
        self.dice, self.organization, self.people = Random(seed), organization, people
        self.at = clock.now()

    def step(self) -> str:
        """One act, whoever may do it or not. Gives its name; a refusal is raised."""
        self.at += timedelta(minutes=self.dice.randrange(30, 2_880))
        act = self.dice.choice(ACTS)
        with clock.set_to(self.at):
            act(self, again(self.dice.choice(self.people)))
        return act.__name__

    def any_of(self, model: type[Model]) -> int:
        """The id of one of them, 0 where there is none."""
        ids = list(model._default_manager.order_by("id").values_list("id", flat=True))
        return self.dice.choice(ids) if ids else 0

    def member(self) -> int:
        return self.dice.choice(self.people).member_id

    def tenth(self) -> Decimal:
        return D(self.dice.randrange(11)) / 10

    def one_in(self, times: int) -> bool:
        return self.dice.randrange(times) == 0


def draft(life: Life, who: Actor) -> object:
    team = life.dice.choice([None, life.any_of(Team)])
    return draft_objective(who, title="新的方向", cycle=life.any_of(Cycle), team=team)


def add(life: Life, who: Actor) -> object:
    return add_key_result(
        who, life.any_of(Objective), title="甲", start=D(0), target=D(10), reason="r"
    )


def submit(life: Life, who: Actor) -> object:
    return submit_objective(who, life.any_of(Objective))


def withdraw(life: Life, who: Actor) -> object:
    return withdraw_submission(who, life.any_of(Objective))


def confirm(life: Life, who: Actor) -> object:
    id = life.any_of(Objective)
    stamp = stamp_of(agreed_text(find_objective(who, id)))
    return confirm_objective(who, id, stamp=stamp, publish=life.one_in(2))


def give_back(life: Life, who: Actor) -> object:
    return return_objective(who, life.any_of(Objective), comment="请写清基线")


def publish(life: Life, who: Actor) -> object:
    return publish_objective(who, life.any_of(Objective))


def edit(life: Life, who: Actor) -> object:
    return edit_objective(who, life.any_of(Objective), title=f"改到 {life.at}", reason="说清楚")


def aim(life: Life, who: Actor) -> object:
    target = D(life.dice.randrange(1, 500))
    return edit_key_result(who, life.any_of(KeyResult), target=target, reason="换了口径")


def say(life: Life, who: Actor) -> object:
    value = D(life.dice.randrange(-10, 130))
    return check_in(who, life.any_of(KeyResult), value=value, confidence=life.dice.randrange(11))


def measure(life: Life, who: Actor) -> object:
    return measure_kpi(who, life.any_of(Kpi), value=D(life.dice.randrange(100)))


def write_week(life: Life, who: Actor) -> object:
    week_on = round_of(life.organization, clock.today(who.time_zone)).deadline
    if WeeklyUpdate.objects.filter(member=who.member_id, week_on=week_on).exists():
        return None  # going on writing in what is published is no news
    return save_update(who, week_on, publish=True, priorities=f"{life.at}")


def ask(life: Life, who: Actor) -> object:
    objective = life.dice.choice([None, life.any_of(Objective)])
    return ask_for_help(who, asked=life.member(), body="请帮忙", objective=objective)


def help_out(life: Life, who: Actor) -> object:
    if life.one_in(2):
        return withdraw_help(who, life.any_of(HelpRequest))
    return answer_help(who, life.any_of(HelpRequest), answer="好")


def go_away(life: Life, who: Actor) -> object:
    if life.one_in(2):
        return end_absence(who, life.any_of(Absence))
    first = clock.today(who.time_zone) + timedelta(days=life.dice.randrange(5))
    return plan_absence(who, life.member(), stand_in=life.member(), starts_on=first, ends_on=first)


def meet(life: Life, who: Actor) -> object:
    open_one = Meeting.objects.filter(ended_at__isnull=True).order_by("id").first()
    if open_one is None:
        return start_meeting(who, life.any_of(Team))
    if life.one_in(4):
        return end_meeting(who, open_one.id, summary="散会")
    kind = life.dice.choice(["note", "decision", "action"])
    owner = life.member() if kind == "action" else None
    return take_down(who, open_one.id, body="记下", kind=kind, owner=owner)


def act_on(life: Life, who: Actor) -> object:
    act = life.dice.choice([finish_action, drop_action, reopen_action])
    return act(who, life.any_of(Action))


def move(life: Life, who: Actor) -> object:
    phase = life.dice.choice(["drafting", "running", "running", "scoring"])
    return move_cycle(who, life.any_of(Cycle), phase=phase)


def reorganize(life: Life, who: Actor) -> object:
    team = life.any_of(Team)
    if life.one_in(4):
        return dissolve_team(who, team)
    return edit_team(who, team, lead=life.member(), cadence_days=life.dice.choice([None, 7, 14]))


def leave(life: Life, who: Actor) -> object:
    if not life.one_in(4):
        return None
    return remove_member(who, life.people[-1].member_id)


ACTS: tuple[Act, ...] = (
    *(draft, add, add, submit, submit, withdraw, confirm, confirm, confirm, give_back, publish),
    *(edit, aim, say, say, say, measure, write_week, ask, help_out, go_away, meet, meet, act_on),
    *(move, move, reorganize, leave, *AFTER),
)


def rows_kept() -> list[list[tuple[object, ...]]]:
    """All of `KEPT`, to see whether something changed."""
    return [list(one._default_manager.order_by("pk").values_list()) for one in KEPT]

"""Building the demonstration company, as of today."""

from collections.abc import Callable

from django.db.transaction import atomic

from cairn.demo.agreeing import agree
from cairn.demo.aligning import align, begin_following, depend
from cairn.demo.calendar import quarters_of, year_of
from cairn.demo.company.aims import AIMS
from cairn.demo.company.people import GROUPS
from cairn.demo.company.ties import FOLLOWINGS, NEEDS, TIES
from cairn.demo.founding import arrange_cycles, found, founding_day
from cairn.demo.kpis import keep_healthy
from cairn.demo.meeting import meet
from cairn.demo.notices import hear_news
from cairn.demo.planning import plan_next
from cairn.demo.reports import report_for_meetings
from cairn.demo.reviewing import look_back
from cairn.demo.stage import ZONE, Stage
from cairn.demo.story import YEAR
from cairn.demo.telling import tell
from cairn.demo.week import live_a_week
from cairn.storage import clock
from cairn.storage.statistics import refresh_statistics


@atomic
def build(progress: Callable[[int, int], None] | None = None) -> None:
    """Write 山岚茶业 with its year so far; `progress` hears (acts done, acts in all).

    Everything goes through the commands, each act at its own instant, so that feeds and history are
    true. One transaction: a demonstration is whole or not there.
    """
    year = year_of(clock.today(ZONE))
    quarters = quarters_of(year)
    stage = Stage(
        now=clock.now(),
        spans={YEAR: year, -3: quarters[0], -2: quarters[1], -1: quarters[2], 0: quarters[3]},
    )
    with clock.set_to(founding_day(stage)):
        found(stage)
    arrange_cycles(stage)
    tellings = {aim.title: tell(stage, aim) for aim in AIMS}
    leads = {group.key: group.lead for group in GROUPS}
    agree(stage, tellings.values())
    for tie in TIES:
        align(tellings, tie)
    for need in NEEDS:
        depend(tellings, leads, need)
    for following in FOLLOWINGS:
        begin_following(stage, tellings, following)
    keep_healthy(stage, tellings)
    live_a_week(stage, tellings)
    look_back(stage, tellings)
    meet(stage)
    plan_next(stage)
    stage.play(progress or (lambda _done, _total: None))
    hear_news(stage.now)
    report_for_meetings(stage.now)
    refresh_statistics()

"""The pages of a demonstration, and who looks at each; for pictures and for axe."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its picture's name, its address, and the persona who opens it (None: nobody).

    `{objective}`, `{team}` and the like are filled with what the demonstration holds.
    """

    name: str
    path: str
    persona: str | None = "employee"


PLACES: Final = (
    Place("sign-in", "/sign-in", None),
    Place("sign-in-code", "/sign-in/code", None),
    Place("refusal-404", "/nowhere", None),
    Place("home", "/"),
    Place("home-lead", "/", "lead"),
    Place("home-executive", "/", "executive"),
    Place("check-in", "/check-in"),
    Place("objective", "/objectives/{objective}"),
    Place("objective-discussion", "/objectives/{objective}?tab=discussion"),
    Place("objective-history", "/objectives/{objective}?tab=history"),
    Place("objective-explain", "/objectives/{objective}/explain"),
    Place("objective-served", "/objectives/{served}", "lead"),
    Place("align", "/objectives/{objective}/align"),
    Place("align-search", "/objectives/{objective}/align?q=客户"),
    Place("alignment", "/alignments/{alignment}", "lead"),
    Place("carry-down", "/objectives/{served}/carry-down", "lead"),
    Place("need", "/objectives/{objective}/dependencies"),
    Place("dependency", "/dependencies/{dependency}", "lead"),
    Place("correct", "/check-ins/{checkin}/correct"),
    Place("editor-new", "/objectives/new"),
    Place("editor", "/objectives/{objective}/edit"),
    Place("objectives", "/objectives"),
    Place("objectives-mine", "/objectives?owner=me"),
    Place("objectives-deleted", "/objectives/deleted"),
    Place("map", "/map", "executive"),
    Place("map-focus", "/map?focus={objective}"),
    Place("map-teams", "/map?view=teams", "lead"),
    Place("gaps", "/map/gaps"),
    Place("gaps-unsupported", "/map/gaps?list=unsupported", "lead"),
    Place("gaps-skipped", "/map/gaps?list=skipped"),
    Place("following", "/following"),
    Place("learn", "/learn"),
    Place("learn-okr", "/learn/what-an-okr-is"),
    Place("learn-kpi", "/learn/okr-and-kpi"),
    Place("insights", "/insights", "executive"),
    Place("insights-rhythm", "/insights?view=rhythm", "executive"),
    Place("insights-quality", "/insights?view=quality", "champion"),
    Place("insights-team", "/insights?team={team}", "lead"),
    Place("insights-person", "/insights?person={person}"),
    Place("insights-rows", "/insights/rows?show=status.on_track", "lead"),
    Place("reports", "/reports?team={team}", "lead"),
    Place("reviews", "/reviews", "lead"),
    Place("reviews-past", "/reviews?cycle={past_cycle}", "lead"),
    Place("score", "/objectives/{objective}/score"),
    Place("score-opinion", "/objectives/{objective}/score", "lead"),
    Place("close", "/objectives/{objective}/close"),
    Place("carry-over", "/reviews/carry-over?from={past_cycle}", "lead"),
    Place("retrospective", "/retrospectives/{retrospective}", "lead"),
    Place("lessons", "/lessons"),
    Place("templates", "/templates"),
    Place("templates-found", "/templates?q=客户&unit=percent"),
    Place("template", "/templates/sales-own-territory"),
    Place("template-keeper", "/templates/sales-renewals", "champion"),
    Place("template-insert", "/templates/sales-renewals/insert"),
    Place("template-hand-out", "/templates/sales-renewals/hand-out", "lead"),
    Place("template-new", "/templates/new?from=sales-renewals", "champion"),
    Place("templates-examples", "/templates/examples"),
    Place("cycle-end", "/cycles/{past_cycle}/close", "champion"),
    Place("company", "/company"),
    Place("teams", "/teams"),
    Place("team", "/teams/{team}", "lead"),
    Place("people", "/people"),
    Place("person", "/people/{person}"),
    Place("kpis", "/kpis", "lead"),
    Place("kpi", "/kpis/{kpi}", "lead"),
    Place("kpis-measure", "/kpis/measure", "lead"),
    Place("kpi-new", "/kpis/new", "lead"),
    Place("editor-kpi", "/objectives/new?kpi={kpi}", "lead"),
    Place("search", "/search?q=客户"),
    Place("search-nothing", "/search?q=zzzz"),
    Place("weekly", "/weekly"),
    Place("weekly-published", "/weekly/updates/{update}", "lead"),
    Place("weekly-team", "/teams/{team}/weekly?week={week}", "lead"),
    Place("help-ask", "/help/new?objective={objective}"),
    Place("settings-absences", "/settings/absences", "lead"),
    Place("agree-person", "/people/{report}/agree?cycle={next}", "lead"),
    Place("agree-team", "/teams/{team}/agree?cycle={next}", "executive"),
    Place("agree-objective", "/objectives/{submitted}", "lead"),
    Place("agreeing", "/cycles/{next}/agreeing", "champion"),
    Place("home-drafting", "/?cycle={next}", "lead"),
    Place("meeting", "/meetings/{meeting}"),
    Place("meeting-actions", "/meetings/{meeting}?at=actions"),
    Place("meeting-end", "/meetings/{meeting}?at=end", "lead"),
    Place("minutes", "/meetings/{minutes}/minutes"),
    Place("meetings", "/teams/{met}/meetings"),
    Place("rounds", "/rounds"),
    Place("round", "/rounds/{round}"),
    Place("round-leader", "/rounds/{round}", "executive"),
    Place("round-start", "/rounds/new", "champion"),
    Place("round-plan", "/rounds/{round}/plan", "champion"),
    Place("coverage", "/rounds/{round}/coverage", "executive"),
    Place("announcement", "/rounds/{round}/announcement", "champion"),
    Place("presentation", "/rounds/{round}/presentation"),
    Place("room", "/rooms/{room}"),
    Place("room-facilitator", "/rooms/{room}", "champion"),
    Place("hand-on", "/rounds/{round}/teams/{team}", "lead"),
    Place("inbox", "/inbox"),
    Place("inbox-lead", "/inbox", "lead"),
    Place("inbox-confirmations", "/inbox?only=confirmations", "lead"),
    Place("settings-mail", "/settings/mail"),
    Place("settings-mails", "/settings/mails?which=all", "admin"),
    Place("settings-profile", "/settings/profile"),
    Place("settings-tokens", "/settings/tokens"),
    Place("settings-organization", "/settings/organization", "admin"),
    Place("settings-teams", "/settings/teams", "admin"),
    Place("settings-members", "/settings/members", "admin"),
    Place("settings-import", "/settings/members/import", "admin"),
    Place("settings-cycles", "/settings/cycles", "admin"),
)
PERSONAS: Final = ("employee", "lead", "executive", "champion", "admin")


def email_of(persona: str) -> str:
    return f"{persona}@cairn.example"


def known_ids() -> dict[str, str]:
    """What fills the addresses, read from the demonstration's database: the employee's richest
    objective, its last check-in, the lead's team and the executive; the lead's objective that is
    served most, an alignment to it and one of the things that objectives need."""
    from django.db.models import Count

    from cairn.checkins.models import CheckIn, WeeklyUpdate
    from cairn.cycles.models import Phase
    from cairn.goals.models import Alignment, Answer, Dependency, Objective
    from cairn.kpis.models import Kpi
    from cairn.organization.models import Member, Team

    employee = Member.objects.get(user__email=email_of("employee"))
    lead = Member.objects.get(user__email=email_of("lead"))
    objective = (
        Objective.objects.filter(
            owner=employee,
            cycle__phase=Phase.RUNNING,
            published_at__isnull=False,
            deleted_at__isnull=True,
            closed_as="",
        )
        .annotate(talk=Count("comments"))
        .order_by("-talk", "id")
        .first()
    )
    team = Team.objects.filter(lead=lead, parent__isnull=False).order_by("path").first()
    executive = Member.objects.get(user__email=email_of("executive"))
    said = CheckIn.objects.filter(key_result__objective=objective, corrected_by=None)
    checkin = said.order_by("-effective_on", "-id").first()
    served = (
        Objective.objects.filter(owner=lead, cycle__phase=Phase.RUNNING, closed_as="")
        .annotate(support=Count("supporters"))
        .order_by("-support", "id")
        .first()
    )
    alignment = Alignment.objects.filter(target=served, state=Answer.ACCEPTED).first()
    dependency = Dependency.objects.filter(objective__closed_as="").order_by("id").first()
    update = WeeklyUpdate.objects.filter(member=employee, published_at__isnull=False).latest("id")
    found = {
        **_of_cycles(lead.id),
        **_of_meetings(),
        **_of_rounds(),
        "update": update,
        "kpi": Kpi.objects.filter(side="above").first(),
        "objective": objective,
        "checkin": checkin,
        "team": team,
        "person": executive,
        "served": served,
        "alignment": alignment,
        "dependency": dependency,
    }
    missing = [name for name, row in found.items() if row is None]
    if missing:
        raise RuntimeError(f"the demonstration has nothing to show for: {', '.join(missing)}")
    ids = {name: str(row.pk) for name, row in found.items() if row is not None}
    return ids | {"week": update.week_on.isoformat()}


def _of_meetings() -> dict[str, Any]:
    """The meeting that goes on, the last that ended, and whose it was."""
    from cairn.meetings.models import Meeting

    ended = Meeting.objects.filter(ended_at__isnull=False).order_by("-started_at").first()
    return {
        "meeting": Meeting.objects.filter(ended_at__isnull=True).first(),
        "minutes": ended,
        "met": ended.team if ended else None,
    }


def _of_rounds() -> dict[str, Any]:
    """The planning round that goes on, and its own room."""
    from cairn.planning.models import Room, Round

    going = Round.objects.order_by("-id").first()
    return {"round": going, "room": Room.objects.filter(round=going).order_by("id").first()}


def _of_cycles(lead_id: int) -> dict[str, Any]:
    """What was submitted to the lead for the next cycle, and how a past one was looked back on."""
    from cairn.cycles.models import Cycle, Phase
    from cairn.goals.models import Objective
    from cairn.reviews.models import Retrospective

    submitted = Objective.objects.filter(agreement="submitted", owner__manager=lead_id).first()
    return {
        "retrospective": Retrospective.objects.filter(team__isnull=False).order_by("id").first(),
        "past_cycle": Cycle.objects.filter(phase=Phase.CLOSED).order_by("-ends_on").first(),
        "submitted": submitted,
        "report": submitted.owner if submitted else None,
        "next": submitted.cycle if submitted else None,
    }


def session_keys() -> dict[str, str]:
    """A session of each persona; sessions of a demonstration are nobody's secret."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cairn.organization.models import User

    keys = {}
    for persona in PERSONAS:
        user = User.objects.get(email=email_of(persona))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys[persona] = str(session.session_key)
    return keys


def build_demonstration() -> None:
    from cairn.demo.build import build

    build()

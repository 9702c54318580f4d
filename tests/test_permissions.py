"""The permission table: every act of every policy, and exactly who may do it.

A new row of a policy without a line here fails; so does a line without a row.
"""

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cairn
from cairn.checkins.models import Action, HelpRequest
from cairn.cycles.models import Cycle
from cairn.errors import Forbidden
from cairn.goals.loading import whole_key_result, whole_objective
from cairn.goals.models import Dependency, KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.meetings.models import Entry, Meeting
from cairn.okr_templates.policy import Candidate
from cairn.organization.actor import Actor, Role, Scope
from cairn.organization.away import whose
from cairn.organization.commands.absences import plan_absence
from cairn.organization.models import Member, Organization, Team, Token
from cairn.organization.rules import NO_SCOPE, VIEWERS_LOOK, Rules
from cairn.planning.models import Argument, Proposal, Room, Round, Seat, Step
from cairn.planning.policy import Within
from cairn.reviews.models import Lesson, Retrospective
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again, make_member, member_of

WRITERS = "admin champion lead owner collaborator"
CHECKERS = f"{WRITERS} measurer"
PEOPLE = f"{CHECKERS} colleague"  # everybody but the viewer
EVERYBODY = f"{PEOPLE} viewer"
STEWARDS = "admin champion"

TABLE: dict[str, str] = {
    # on a published objective of the lead's team
    "objective.write": PEOPLE,
    "objective.draft": "admin champion lead owner collaborator",  # the team's people
    "objective.move": "admin champion lead owner collaborator",
    "objective.edit": WRITERS,
    "objective.publish": WRITERS,
    "objective.submit": WRITERS,
    "objective.confirm": STEWARDS,  # the champion leads the team above; the lead does not
    "objective.close": WRITERS,
    "objective.delete": WRITERS,
    "objective.hand_over": WRITERS,
    "objective.comment": EVERYBODY,
    "alignment.request": WRITERS,
    "alignment.weigh": WRITERS,
    "alignment.end": WRITERS,
    # on the measurer's key result of it
    "alignment.answer": CHECKERS,
    "objective.carry_down": CHECKERS,
    # on what it needs from a team that nobody leads, below the champion's
    "dependency.request": WRITERS,
    "dependency.change": WRITERS,
    "dependency.answer": STEWARDS,
    "dependency.deliver": WRITERS,
    # on the measurer's key result of it
    "key_result.edit": WRITERS,
    "key_result.check_in": CHECKERS,
    "key_result.claim": "",  # it has an owner
    "initiative.edit": CHECKERS,
    # what is scored, looked back on and learned: of the measurer's key result and its objective
    "key_result.score": CHECKERS,
    "objective.score": WRITERS,
    "opinion.give": "admin champion lead collaborator",  # nobody's own
    "objective.carry_over": WRITERS,
    "retrospective.write": WRITERS,
    "retrospective.finish": WRITERS,
    "lesson.delete": f"{STEWARDS} measurer",  # who wrote it down
    "cycle.close": STEWARDS,
    "cycle.see_missing": STEWARDS,
    # on what the measurer agreed to do for it
    "action.add": PEOPLE,
    "action.change": CHECKERS,
    # on a meeting of the lead's team that the measurer presents, and what the collaborator wrote
    "meeting.start": WRITERS,
    "meeting.write": CHECKERS,
    "meeting.present": "measurer",
    "meeting.hand_over": CHECKERS,
    "meeting.end": f"{STEWARDS} lead measurer",
    "entry.strike": f"{STEWARDS} lead measurer collaborator",
    # on a planning round of the lead's team, and a step of it
    "round.start": f"{STEWARDS} lead",
    "round.change": f"{STEWARDS} lead",
    "round.cancel": f"{STEWARDS} lead",
    "round.announce": f"{STEWARDS} lead",
    "round.write": "lead owner collaborator",
    "step.begin": f"{STEWARDS} lead",
    "step.finish": f"{STEWARDS} lead",
    "step.skip": f"{STEWARDS} lead",
    "step.repeat": f"{STEWARDS} lead",
    "step.extend": f"{STEWARDS} lead",
    "step.see_people": f"{STEWARDS} lead",
    "alignment.plan": f"{STEWARDS} lead",
    # in a room of the lead's team: facilitated by the measurer, and what the collaborator said there
    "room.open": f"{STEWARDS} lead",
    "room.facilitate": f"{STEWARDS} lead measurer",
    "room.take_part": "champion lead owner collaborator measurer",
    "room.leave": PEOPLE,
    "proposal.change": "collaborator",
    "proposal.withdraw": f"{STEWARDS} lead measurer collaborator",
    "argument.withdraw": f"{STEWARDS} lead measurer collaborator",
    # on whatever they see
    "follow.change": EVERYBODY,
    "notice.see": EVERYBODY,
    "mail.choose": EVERYBODY,
    "mail.manage": "admin",
    # on the coach's rules
    "coach.mute": PEOPLE,
    "coach.silence": STEWARDS,
    "coach.survey": STEWARDS,
    # on the drafting assistant
    "assistant.change": "admin",
    "assistant.ask": PEOPLE,
    # of one's own; nobody finds those of others
    "report.ask": EVERYBODY,
    "report.delete": EVERYBODY,
    "table.ask": EVERYBODY,
    "table.delete": EVERYBODY,
    # on a KPI of the lead's team that the owner measures
    "kpi.write": PEOPLE,
    "kpi.create": f"{STEWARDS} lead owner collaborator",
    "kpi.edit": f"{STEWARDS} lead owner",
    "kpi.archive": f"{STEWARDS} lead owner",
    "kpi.measure": f"{STEWARDS} lead owner",
    # on templates; given to the owner, whom the lead manages
    "template.keep": STEWARDS,
    "template.insert": PEOPLE,
    "template.hand_out": f"{STEWARDS} lead",
    "template.give": f"{STEWARDS} lead",
    # on cycles
    "cycle.create": STEWARDS,
    "cycle.change": STEWARDS,
    "cycle.see_agreeing": STEWARDS,
    # on files that are brought in
    "import.prepare": "admin",
    "import.apply": "admin",
    "import.undo": "admin",
    # on the organization and the lead's team
    "organization.change": STEWARDS,
    "organization.export": "admin",
    "team.create": f"{STEWARDS} lead",
    "team.change": f"{STEWARDS} lead",
    "team.close": STEWARDS,
    # on the colleague
    "member.invite": STEWARDS,
    "member.change": f"{STEWARDS} colleague",
    "member.prefer": "colleague",
    "member.promote": "admin",
    "member.place": STEWARDS,
    "member.remove": "admin",
    "member.merge": "admin",
    "people.import": STEWARDS,
    # on what the measurer asks the colleague
    "help.ask": PEOPLE,
    "help.answer": f"{STEWARDS} colleague",
    "help.withdraw": f"{STEWARDS} measurer",
    "update.write": PEOPLE,
    # on the owner, whom the lead manages
    "absence.plan": f"{STEWARDS} lead owner",
    # on the colleague and their token
    "token.create": "colleague",
    "token.revoke": "admin colleague",
}


def policies() -> dict[str, Rules]:
    """Every `rules` of the code base, by module."""
    root = Path(cairn.__file__).parent
    names = [f"cairn.{path.parent.name}.policy" for path in sorted(root.glob("*/policy.py"))]
    return {name: importlib.import_module(name).rules for name in names}


def rules_of(act: str) -> Rules:
    return next(rules for rules in policies().values() if act in rules.rows)


def test_every_row_has_its_line_and_every_line_its_row() -> None:
    rows = [act for rules in policies().values() for act in rules.rows]
    assert sorted(rows) == sorted(TABLE)


@pytest.fixture
def people(
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    viewer: Actor,
    organization: Organization,
    team: Team,
    product: Team,
) -> dict[str, Actor]:
    return {
        "admin": admin,
        "champion": champion,
        "lead": again(lead),
        "owner": employee,
        "collaborator": make_member(organization, "协作者", "collaborator@cairn.test", team=team),
        "measurer": make_member(organization, "度量者", "measurer@cairn.test", team=product),
        "colleague": colleague,
        "viewer": viewer,
    }


@pytest.fixture
def shared(people: dict[str, Actor], write_objective: WriteObjective, team: Team) -> Objective:
    """Owned by the team, answered for by the owner, edited by the collaborator too."""
    return write_objective(
        people["owner"],
        team=team.id,
        owner=people["owner"].member_id,
        collaborators=[people["collaborator"].member_id],
    )


def planned(people: dict[str, Actor], team: Team) -> dict[str, Any]:
    """A planning round, a step of it, and its room."""
    held = Round(team=team)
    within = Within(
        Room(team=team),
        Seat(member_id=people["measurer"].member_id, is_facilitator=True),
        Proposal(proposer_id=people["collaborator"].member_id),
        Argument(author_id=people["collaborator"].member_id),
    )
    return {
        "round": held,
        "step": Step(round=held, team=team),
        "room": within,
        "proposal": within,
        "argument": within,
    }


@pytest.fixture
def targets(
    people: dict[str, Actor],
    shared: Objective,
    cycle: Cycle,
    team: Team,
    product: Team,
    organization: Organization,
    write_key_result: WriteKeyResult,
) -> dict[str, Any]:
    """What each kind of act is tried on."""
    measured = write_key_result(people["owner"], shared, owner=people["measurer"].member_id)
    key_result = whole_key_result(people["admin"], measured.id)
    colleague = member_of(people["colleague"])
    token = Token.objects.create(
        organization=organization, member=colleague, name="?", secret_hash="?", hint="?"
    )
    objective = whole_objective(people["admin"], shared.id)
    meeting = Meeting(team=team, presenter_id=people["measurer"].member_id)
    return {
        **planned(people, team),
        "meeting": meeting,
        "entry": Entry(meeting=meeting, author_id=people["collaborator"].member_id),
        "objective": objective,
        "dependency": Dependency(objective=objective, team=product),
        "objective.carry_down": key_result,
        "alignment": objective,
        "alignment.answer": key_result,
        "key_result": key_result,
        "initiative": key_result,
        "follow": None,
        "notice": None,
        "mail": None,
        "coach": None,
        "assistant": None,
        "opinion": objective,
        "retrospective": Retrospective(objective=objective, cycle=cycle),
        "lesson": Lesson(created_by_id=people["measurer"].member_id),
        "action": Action(objective=objective, team=team, owner_id=people["measurer"].member_id),
        "kpi": Kpi(team=team, owner=member_of(people["owner"])),
        "report": None,
        "table": None,
        "import": None,
        "template": None,
        "template.give": Candidate(None, member_of(people["owner"]), frozenset(), ""),
        "cycle": cycle,
        "organization": organization,
        "team": team,
        "member": colleague,
        "people": organization,
        "help": HelpRequest(
            asked_id=people["colleague"].member_id, asked_by_id=people["measurer"].member_id
        ),
        "update": None,
        "absence": whose(member_of(people["owner"])),
        "token.create": colleague,
        "token.revoke": token,
    }


@pytest.mark.parametrize("act", TABLE)
def test_exactly_these_may(act: str, people: dict[str, Actor], targets: dict[str, Any]) -> None:
    rules, target = rules_of(act), targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
    allowed = {name for name, actor in people.items() if rules.can(actor, act, target)}
    assert allowed == set(TABLE[act].split())


@pytest.mark.parametrize("act", TABLE)
def test_whoever_may_not_reads_why(
    act: str, people: dict[str, Actor], targets: dict[str, Any]
) -> None:
    rules, target = rules_of(act), targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
    for name, actor in people.items():
        if name not in TABLE[act].split():
            with pytest.raises(Forbidden) as refused:
                rules.require(actor, act, target)
            assert len(str(refused.value)) > 10, name


@pytest.mark.parametrize("act", TABLE)
def test_a_token_without_the_scope_may_nothing(
    act: str, people: dict[str, Actor], targets: dict[str, Any]
) -> None:
    rules, target = rules_of(act), targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
    reader = replace(people["admin"], scopes=frozenset({Scope.READ}) - {rules.rows[act].scope})
    assert rules.why_not(reader, act, target) == NO_SCOPE


def test_what_the_buttons_show_is_what_the_commands_ask(
    people: dict[str, Actor], shared: Objective
) -> None:
    rules = rules_of("objective.edit")
    target = whole_objective(people["admin"], shared.id)
    assert "objective.edit" in rules.allowed(people["owner"], target)
    assert set(rules.allowed(people["viewer"], target)) == {"objective.comment"}


# Relations that the table's objective does not have


def test_an_open_key_result_is_for_whoever_sees_it(
    people: dict[str, Actor], shared: Objective, write_key_result: WriteKeyResult
) -> None:
    rules = rules_of("key_result.claim")
    free = write_key_result(people["owner"], shared, owner=None)
    target = whole_key_result(people["admin"], free.id)
    allowed = {name for name, one in people.items() if rules.can(one, "key_result.claim", target)}
    assert allowed == set(PEOPLE.split())


def test_the_author_of_a_draft_writes_until_it_is_published(
    people: dict[str, Actor], write_objective: WriteObjective
) -> None:
    rules = rules_of("objective.edit")
    draft = write_objective(
        people["lead"], owner=people["owner"].member_id, team=None, publish=False
    )
    target = whole_objective(people["lead"], draft.id)
    assert rules.can(people["lead"], "objective.edit", target)
    target.published_at = target.created_at
    assert not rules.can(people["lead"], "objective.edit", target)


def test_a_manager_drafts_for_a_report_but_does_not_edit_for_them(
    people: dict[str, Actor], write_objective: WriteObjective
) -> None:
    rules = rules_of("objective.draft")
    own = write_objective(people["owner"])
    target = whole_objective(people["lead"], own.id)
    assert rules.can(people["lead"], "objective.draft", target)
    assert not rules.can(people["lead"], "objective.edit", target)


def test_the_lead_above_changes_teams_below(people: dict[str, Actor], team: Team) -> None:
    company = team.parent
    assert company is not None
    rules = rules_of("team.change")
    Team.objects.filter(id=company.id).update(lead=people["colleague"].member_id)
    assert rules.can(again(people["colleague"]), "team.change", team)
    assert not rules.can(again(people["lead"]), "team.change", company)


def test_a_viewer_who_owns_something_still_only_looks(
    people: dict[str, Actor], shared: Objective
) -> None:
    Member.objects.filter(id=people["owner"].member_id).update(role=Role.VIEWER)
    target = whole_objective(people["admin"], shared.id)
    why = rules_of("objective.edit").why_not(again(people["owner"]), "objective.edit", target)
    assert why == VIEWERS_LOOK


# Whoever stands in for the owner, who is away: of no team, and nobody's manager

IN_PLACE = {
    "key_result.check_in": "their check-ins",
    "kpi.measure": "their KPIs",
    "help.answer": "what is asked of them",
    "objective.confirm": "what is theirs to confirm",
}
"""What of the table they may do in somebody's place; all the rest is theirs as anybody's."""


@pytest.fixture
def stand_in(people: dict[str, Actor], organization: Organization) -> Actor:
    made = make_member(organization, "代理人", "standin@cairn.test")
    for name in ("owner", "measurer", "colleague", "champion"):
        one = people[name]
        plan_absence(one, one.member_id, stand_in=made.member_id, starts_on=TODAY, ends_on=TODAY)
    return again(made)


@pytest.mark.parametrize("act", TABLE)
def test_a_stand_in_may_what_anybody_may_and_this_in_their_place(
    act: str, people: dict[str, Actor], stand_in: Actor, targets: dict[str, Any]
) -> None:
    rules, target = rules_of(act), targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
    before = replace(
        stand_in, stands_in_for=frozenset(), confirms_as=frozenset(), confirms_for=frozenset()
    )
    assert rules.can(stand_in, act, target) is (act in IN_PLACE or rules.can(before, act, target))
    assert not (act in IN_PLACE and rules.can(before, act, target))


@pytest.mark.parametrize("act", ["action.change", "meeting.present", "token.create"])
def test_what_is_the_owners_alone_stays_theirs(
    act: str, stand_in: Actor, targets: dict[str, Any]
) -> None:
    target = targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
    with pytest.raises(Forbidden):
        rules_of(act).require(stand_in, act, target)


def test_asking_never_queries(
    people: dict[str, Actor], targets: dict[str, Any], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        for act in TABLE:
            target = targets.get(act) or targets[act.split(".", maxsplit=1)[0]]
            for actor in people.values():
                rules_of(act).can(actor, act, target)


def test_the_targets_are_loaded_ones(targets: dict[str, Any]) -> None:
    assert isinstance(targets["objective"], Objective)
    assert isinstance(targets["key_result"], KeyResult)

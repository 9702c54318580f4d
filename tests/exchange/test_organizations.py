"""A whole organization goes into a file and comes out of it equal, row by row: beside the original, in
an empty instance, and on the other database."""

import json
import os
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Snooze
from cairn.cli.doctor import differences
from cairn.coaching.models import Silence
from cairn.errors import Conflict
from cairn.events.models import Event
from cairn.exchange.models import ImportedThing
from cairn.exchange.organizations.exporting import lines_of, write_organization
from cairn.exchange.organizations.file import Manifest
from cairn.exchange.organizations.importing import Imported, administrators, import_organization
from cairn.exchange.organizations.kinds import kinds
from cairn.exchange.organizations.shifting import Shift
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.confirming import submit_objective
from cairn.goals.models import KeyResult, Milestone, Objective
from cairn.jobs.models import Job
from cairn.notifications.models import Follow, Mail, MailChoice, Notice
from cairn.okr_templates.models import HandOut, Origin, OwnTag
from cairn.organization import findable
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Invitation, Member, Organization, Team, Token, User
from cairn.organization.signing import actor_for
from cairn.planning.commands.ballots import reveal_ballot
from cairn.planning.models import Ballot, Choice, Extension, Proposal, Purse, Vote
from cairn.reviews.models import Score
from cairn.search.models import SearchEntry
from cairn.search.words import read_words
from cairn.storage import clock
from tests.backup.test_backup import write_beside
from tests.backup.test_moving import CAIRN, run
from tests.cast import WriteObjective
from tests.hidden import hide_in
from tests.test_routes import World, everybody, measured, world  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)
LATER = ("organization.imported", "organization.exported", "organization.downloaded")
AS_IT_IS = Shift()


@pytest.fixture
def whole(
    world: World,  # noqa: F811
    objective: Objective,
    key_result: KeyResult,
    admin: Actor,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    write_objective: WriteObjective,
) -> Organization:
    """The cast's organization with something of every kind: hidden, deleted, closed, voted on."""
    ids = {name: str(one) for name, one in world.ids.items()}
    for way in ("deleted", "team", "draft"):
        hide_in(way, lead, employee, objective.team, ids)  # type: ignore[arg-type]
    request_alignment(lead, write_objective(lead).id, target=objective.id)
    add_comment(employee, objective.id, body=f"看 ![](/pictures/{ids['picture_id']}) 🎉\n第二行")
    Snooze.objects.create(
        member_id=employee.member_id, key_result=key_result, until_on=objective.due_on
    )
    _vote(Ballot.objects.get(), champion, employee)
    _more(admin, employee, objective, ids)
    Invitation.objects.filter(organization=objective.organization_id).update(
        accepted_at=clock.now()
    )
    for team in Team.objects.all():
        findable.put_team(team)
    for member in Member.objects.select_related("user"):
        findable.put_member(member)
    return Organization.objects.get(id=admin.organization_id)


def _vote(open_one: Ballot, champion: Actor, employee: Actor) -> None:
    """One ballot is revealed, the next one is not."""
    proposal = Proposal.objects.get()
    Proposal.objects.create(
        room=open_one.room, title="乙", proposed_on=proposal.proposed_on, key_hash="v0te-key"
    )
    for number in (1, 2):
        ballot = open_one
        if number == 2:
            reveal_ballot(champion, open_one.id)
            ballot = Ballot.objects.create(
                room=open_one.room, number=2, dots=5, opened_by_id=champion.member_id
            )
        ballot.among = [str(proposal.id)]
        ballot.save()
        mine: dict[str, Any] = {"ballot": ballot, "member_id": employee.member_id}
        Vote.objects.create(**mine, proposal=proposal, dots=2)
        Purse.objects.create(**mine, dots=5, spent=2)


def _more(admin: Actor, employee: Actor, objective: Objective, ids: dict[str, str]) -> None:
    Choice.objects.create(
        proposal=Proposal.objects.get(title="甲"),
        objective=objective,
        chosen_by_id=admin.member_id,
    )
    asked: dict[str, Any] = {"minutes": 60, "asked_by_id": admin.member_id}
    Extension.objects.create(step_id=int(ids["step_id"]), **asked)
    handed = HandOut.objects.get()
    Origin.objects.create(
        objective=objective, template=handed.template, title="甲", hand_out=handed
    )
    OwnTag.objects.create(template_id=int(ids["template_id"]), name="甲")
    Milestone.objects.create(key_result=objective.key_results.all()[0], title="甲")
    MailChoice.objects.create(member_id=employee.member_id)
    submit_objective(employee, objective.id)
    Follow.objects.create(
        organization_id=admin.organization_id,
        member_id=admin.member_id,
        objective=objective,
    )
    Silence.objects.create(
        organization_id=admin.organization_id, rule="kr-task", silenced_by_id=admin.member_id
    )
    ImportedThing.objects.create(
        organization_id=admin.organization_id,
        source="viva",
        sort="objective",
        key="1",
        thing_id=objective.id,
    )
    Notice.objects.update(mail_at=clock.now(), mail=Mail.objects.first())
    Score.objects.create(
        organization_id=admin.organization_id,
        objective=objective,
        value=Decimal("0.7"),
        is_opinion=True,
        author_id=admin.member_id,
    )


def exported(organization: Organization, file: Path) -> Manifest:
    return write_organization(organization, file)


def rows_of(organization: Organization, shift: Shift = AS_IT_IS) -> dict[str, list[str]]:
    """Every line of every kind, with the ids that they had; without what moving itself put down."""
    found = {}
    for kind in kinds():
        lines = [line.decode() for line in lines_of(kind, organization.id, shift=shift)]
        found[kind.name] = sorted(
            line for line in lines if not any(f'"kind":"{one}"' in line for one in LATER)
        )
    return found


def words_of(organization: Organization, shift: Shift = AS_IT_IS) -> set[tuple[str, int, str]]:
    """What can be found of it, without the word that names the organization."""
    said = dict(read_words())
    return {
        (one.kind, shift.id(one.subject_id), " ".join(w for w in said[one.id] if w[:2] != "in"))
        for one in SearchEntry.objects.filter(organization_id=organization.id)
    }


def taken_in(file: Path) -> Imported:
    return import_organization(file, link_accounts=True)


def test_beside_the_original_stands_an_equal_one_with_ids_of_its_own(
    whole: Organization, tmp_path: Path, web: Callable[[Actor], Client]
) -> None:
    empty = {kind.name for kind in kinds() if not kind.rows(whole.id).exists()}
    assert not empty - {"objective_weights"}  # what Feishu's clients keep
    hold_no_secrets(tmp_path / "o.zip", exported(whole, tmp_path / "o.zip"))
    with pytest.raises(Conflict, match="link-accounts"):
        import_organization(tmp_path / "o.zip")
    assert Organization.objects.filter(name=whole.name).count() == 1
    made = taken_in(tmp_path / "o.zip")
    assert made.shift.by < 0
    assert rows_of(made.organization, made.shift.back) == rows_of(whole)
    assert words_of(made.organization, made.shift.back) == words_of(whole)
    known = {id for kind in kinds() for id in kind.rows(whole.id).values_list("pk", flat=True)}
    for kind in kinds():
        for line in lines_of(kind, made.organization.id):
            assert not [id for id in _ids_in(line) if id in known], (kind.name, line)
    assert list(differences(made.organization)) == list(differences(whole))
    assert Event.objects.filter(organization_id=made.organization.id, kind=LATER[0]).count() == 1
    client = web(actor_for(administrators(made.organization)[0], Face.WEB))
    assert client.get("/").status_code == 200


def _ids_in(line: bytes) -> list[int]:
    return [
        int(part)
        for part in "".join(c if c.isdigit() else " " for c in line.decode()).split()
        if len(part) > 15
    ]


def hold_no_secrets(file: Path, made: Manifest) -> None:
    with zipfile.ZipFile(file) as packed:
        said = json.loads(packed.read("manifest.json"))
        text = b"".join(packed.read(name) for name in packed.namelist()).decode()
    hashes = [*Token.objects.values_list("secret_hash", flat=True), '"key_hash":"', "v0te-key"]
    hashes += [one.password for one in User.objects.exclude(password="")]
    assert not [one for one in hashes if len(one) > 1 and one in text]
    assert {"organization.Token", "planning.Proposal.key_hash"} <= set(said["left_out"])
    assert [one["rows"] for one in said["files"]] == [one.rows for one in made.parts]
    assert file.stat().st_mode & 0o077 == 0


def test_people_work_on_while_it_is_written_and_an_empty_instance_gets_it_as_it_was(
    whole: Organization, objective: Objective, employee: Actor, tmp_path: Path
) -> None:
    before, words = rows_of(whole), words_of(whole)

    def tell(done: int, _all: int) -> None:
        if done == 1:
            write_beside(lambda: add_comment(employee, objective.id, body="later"))

    write_organization(whole, tmp_path / "o.zip", tell)
    assert rows_of(whole) != before
    call_command("flush", interactive=False, verbosity=0)
    made = import_organization(tmp_path / "o.zip")
    assert made.organization.id == whole.id
    assert rows_of(made.organization) == before
    assert words_of(made.organization) == words
    assert not [one.password for one in User.objects.all() if one.password[:1] != "!"]
    left = (Token, Invitation, Mail, Job)
    assert [model.__name__ for model in left if model._default_manager.exists()] == []
    assert not Notice.objects.filter(mail_at__isnull=False).exists()
    assert set(Proposal.objects.values_list("key_hash", flat=True)) == {""}
    assert Vote.objects.filter(ballot__revealed_at=None).count() == 0


@pytest.mark.skipif(
    os.environ["CAIRN_TEST_DATABASE"] != "postgresql", reason="there is no PostgreSQL to leave"
)
def test_from_postgresql_to_sqlite(whole: Organization, tmp_path: Path) -> None:
    made = exported(whole, tmp_path / "o.zip")
    there = {"url": f"sqlite:///{tmp_path / 'c.sqlite3'}", "data": tmp_path}
    said = run(CAIRN, "import-organization", str(tmp_path / "o.zip"), **there)  # type: ignore[arg-type]
    assert f"{made.rows} rows, compared row by row" in said
    assert "/invitations/" in said
    again = tmp_path / "again.zip"
    run(CAIRN, "export-organization", whole.name, str(again), **there)  # type: ignore[arg-type]
    with zipfile.ZipFile(again) as packed:
        files = json.loads(packed.read("manifest.json"))["files"]
    digests = {one["file"]: one["digest"] for one in files}
    assert [one.file for one in made.parts if digests[one.file] != one.digest] == ["events.jsonl"]
    assert connection.vendor == "postgresql"

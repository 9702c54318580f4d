"""What is not as it has to be is refused, and nothing of it stays; what belongs to an organization is in its
file or named as left out, and the document says every field."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from cairn.errors import Refusal
from cairn.exchange.organizations import left_out
from cairn.exchange.organizations.checking import check_organization_file, has_loop
from cairn.exchange.organizations.exporting import write_organization
from cairn.exchange.organizations.importing import import_organization
from cairn.exchange.organizations.kinds import is_left_out, kinds
from cairn.exchange.organizations.shifting import Shift, beside_others
from cairn.exchange.organizations.values import check_of
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage.fields import IdField
from cairn.storage.ids import new_id
from cairn.storage.lines import Digest
from cairn.storage.packing import UNSEALED, Damaged, seal
from tools import export_format

type Row = dict[str, Any]
type Change = Callable[[dict[str, list[Row]]], object]


def rewritten(file: Path, change: Change, manifest: Callable[[Row], object] = bool) -> Path:
    """A well-formed file, with its digests, that says something else."""
    made = file.with_name("other.zip")
    with zipfile.ZipFile(file) as old:
        said = json.loads(old.read("manifest.json"))
        rows = {
            one["file"]: [json.loads(line) for line in old.read(one["file"]).splitlines()]
            for one in said["files"]
        }
    change(rows)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in said["files"]:
            lines, digest = [json.dumps(row).encode() for row in rows[one["file"]]], Digest()
            for line in lines:
                digest.add(line)
            one |= {"rows": digest.rows, "digest": str(digest)}
            new.writestr(one["file"], b"".join(line + b"\n" for line in lines))
        manifest(said)
        new.writestr("manifest.json", json.dumps(said))
        new.comment = UNSEALED
    with made.open("r+b") as finished:
        seal(finished)
    return made


def put(name: str, field: str, value: Any, at: int = 0) -> Change:
    return lambda rows: rows[f"{name}.jsonl"][at].__setitem__(field, value)


def again(name: str) -> Change:
    return lambda rows: rows[f"{name}.jsonl"].append(rows[f"{name}.jsonl"][0])


def nobody_leads(rows: dict[str, list[Row]]) -> None:
    for row in rows["members.jsonl"]:
        row["role"] = "member"


def in_a_circle(rows: dict[str, list[Row]]) -> None:
    one, other = rows["members.jsonl"][:2]
    one["manager_id"], other["manager_id"] = other["id"], one["id"]


HOSTILE: dict[str, Change] = {
    "a script to click on": put("notices", "url", "//evil.example"),
    "a number for text": put("members", "name", 7),
    "NUL": put("members", "name", "a\x00b"),
    "half a character": put("objectives", "title", "a\ud800"),
    "too long": put("objectives", "title", "x" * 301),
    "no choice": put("objectives", "visibility", "nobody"),
    "an unknown kind of event": put("events", "kind", "member.crowned"),
    "an amount without end": put("key_results", "target", "1e999"),
    "no day": put("objectives", "due_on", "2026-02-30"),
    "an instant without a zone": put("objectives", "created_at", "2026-01-01T00:00:00"),
    "a list for an object": put("events", "old", []),
    "NUL deep inside": put("events", "new", {"a": ["\x00"]}),
    "a number as id": put("objectives", "id", 12),
    "an id of tomorrow's tomorrow": put("events", "id", str(2**62)),
    "an id twice": again("objectives"),
    "an address twice": lambda rows: put("members", "email", rows["members.jsonl"][1]["email"])(
        rows
    ),
    "no address": put("members", "email", "nobody"),
    "a stranger's member": put("objectives", "owner_id", str(new_id())),
    "a path to another team": put("teams", "path", ".1."),
    "managers in a circle": in_a_circle,
    "a second organization": lambda rows: rows["organizations.jsonl"].append(
        {**rows["organizations.jsonl"][0], "id": str(new_id())}
    ),
    "nobody who administers": nobody_leads,
    "a field too many": put("objectives", "is_admin", True),
    "a time zone of nowhere": put("organizations", "time_zone", "Moon/Base"),
}
MANIFESTS: dict[str, Callable[[Row], object]] = {
    "of another version": lambda said: said.update(version=2),
    "of something else": lambda said: said.update(format="cairn-backup"),
    "without files": lambda said: said.update(files=[]),
    "with a field of tomorrow": lambda said: said["files"][0]["fields"].append("mood"),
    "with a file of tomorrow": lambda said: said["files"][0].update(file="moods.jsonl"),
    "with a path": lambda said: said["files"][0].update(file="../../etc/passwd"),
    "without an organization": lambda said: said.update(organization=None),
}


def is_taken(file: Path) -> bool:
    try:
        check_organization_file(file)
    except Refusal:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_what_is_hostile_or_damaged_is_refused_and_nothing_stays(
    admin: Actor, champion: Actor, checked_in: KeyResult, notice: None, tmp_path: Path
) -> None:
    file = tmp_path / "o.zip"
    write_organization(checked_in.organization, file)
    check_organization_file(rewritten(file, bool))
    taken = [name for name, one in HOSTILE.items() if is_taken(rewritten(file, one))]
    taken += [name for name, one in MANIFESTS.items() if is_taken(rewritten(file, bool, one))]
    assert taken == []
    whole = file.read_bytes()
    for scratched in range(5, len(whole), len(whole) // 20):
        file.write_bytes(whole[:scratched] + b"?!" + whole[scratched + 2 :])
        with pytest.raises(Damaged):
            check_organization_file(file)
    file.write_bytes(whole)
    bomb = rewritten(file, put("objectives", "description", " " * 3_000_000))
    with pytest.raises(Damaged, match="beyond measure"):
        check_organization_file(bomb)
    unfit = rewritten(file, put("key_results", "weight", "-1.00"))
    with pytest.raises(Refusal, match="does not fit together"):
        import_organization(unfit, link_accounts=True)
    assert Organization.objects.count() == 1


@pytest.fixture
def notice(admin: Actor) -> None:
    from cairn.notifications.models import Notice

    Notice.objects.create(
        organization_id=admin.organization_id,
        member_id=admin.member_id,
        topic="talk",
        kind="comment.added",
        key="?",
        url="/inbox",
    )


def test_every_table_is_in_the_file_or_left_out_for_a_reason() -> None:
    """`way_of` raises `LookupError` for a table that belongs to nobody: name it in `left_out.py`."""
    labels = {one._meta.label for one in apps.get_models(include_auto_created=True)}
    assert set(left_out.TABLES) <= labels
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    assert set(left_out.FIELDS) <= fields
    assert set(left_out.ROWS) <= {kind.model._meta.label for kind in kinds()}
    names = [kind.name for kind in kinds()]
    assert len(set(names)) == len(names)
    for kind in kinds():
        assert isinstance(kind.model._meta.pk, IdField), kind.name
        assert not is_left_out(kind.model)
        for column in kind.columns:
            check_of(column)
            assert not column.refers or column.refers in names, (kind.name, column.name)
            secret = ("secret", "password", "sealed", "token", "hash")
            assert not any(word in column.name for word in secret), (kind.name, column.name)


def test_the_document_says_every_field() -> None:
    """`python -m tools.export_format` writes its tables; the meaning of a new field is written by hand."""
    text = export_format.DOCUMENT.read_text(encoding="utf-8")
    assert export_format.renewed(text) == text
    assert [one for one, said in export_format.known_meanings(text).items() if not said] == []


def test_ids_move_by_one_distance_wherever_they_stand() -> None:
    id, other = new_id(), new_id()
    shift = beside_others(id)
    said = {
        "owner": str(id),
        "n": id,
        str(id): [str(id), "1000000", "12.5", f"über {id}"],
        "x": None,
    }
    moved = shift.nested(said)
    assert moved["owner"] == str(shift.id(id)) != str(id)
    assert moved[moved["owner"]] == [moved["owner"], "1000000", "12.5", f"über {id}"]
    assert shift.back.nested(moved) == said
    assert shift.id(id) < shift.id(other)
    assert shift.text(f".{id}.{other}.") == f".{shift.id(id)}.{shift.id(other)}."
    there = f"![](/pictures/{id}) https://other.example/objectives/{id} {id}"
    assert shift.links(there) == there.replace(f"(/pictures/{id}", f"(/pictures/{shift.id(id)}")
    assert Shift().text(f"{id}") == f"{id}"
    assert all(Shift(-5).back.id(Shift(-5).id(one)) == one for one in (1, 5, 6, 2**63 - 1))


def test_a_circle_is_found() -> None:
    assert has_loop([(1, 2), (2, 3), (3, 1)])
    assert has_loop([(1, 1)])
    assert not has_loop([(1, 2), (1, 3), (2, 3), (4, 3)])

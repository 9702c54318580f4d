"""Rows of a made-up source, and imports of them brought as far as a test wants."""

from datetime import date
from decimal import Decimal
from typing import Any

from cairn.exchange.commands.deciding import apply_import, undo_import
from cairn.exchange.commands.preparing import map_import, plan_import
from cairn.exchange.models import FeishuSource, Import, State
from cairn.exchange.packing import pack
from cairn.exchange.rows import (
    Alignment,
    CheckIn,
    Comment,
    Cycle,
    Initiative,
    KeyResult,
    Objective,
    Person,
    Rows,
    Team,
)
from cairn.jobs.worker import Worker
from cairn.organization.actor import Actor
from cairn.schedule import HANDLERS

D = Decimal
SOURCE = "viva:77"
Q4 = Cycle("c4", "Q4 2026", date(2026, 10, 1), date(2026, 12, 31))
EMPLOYEE = Person("p1", "周晓宇", "employee@cairn.test")
EMMA = Person("p2", "Emma Clarke")
UNKNOWN = Person("p3", "Omar Haddad")
TOP = Objective("o1", "Win the mid-market", "c4", owners=("p1",), teams=("t1",))
BELOW = Objective("o2", "Make onboarding effortless", "c4", owners=("p2", "p3"), tags=("Growth",))
RATE = KeyResult("k1", "o1", "Activation rate", ("p1",), unit="percent", start=D(25), target=D(40))
WAIT = KeyResult("k2", "o1", "Wait", ("p3",), kind="decrease", start=D(120), target=D(30))
ROWS = Rows(
    SOURCE,
    people=(EMPLOYEE, EMMA, UNKNOWN),
    teams=(Team("t1", "增长部"),),
    cycles=(Q4,),
    objectives=(TOP, BELOW),
    key_results=(RATE, WAIT, KeyResult("k3", "o2", "Days to value", start=D(9), target=D(3), kind="decrease")),
    initiatives=(Initiative("i1", "k3", "Write the checklist", ("p2",), date(2026, 11, 30)),),
    alignments=(Alignment("a1", "o2", "o1", D(20)),),
    check_ins=(
        CheckIn("s1", "k1", date(2026, 10, 9), "p1", value=D(28), status="on_track", note="Pilot"),
        CheckIn("s2", "k1", date(2026, 11, 6), "p3", value=D(34), confidence=7),
        CheckIn("s3", "k2", date(2026, 11, 6), "p1", value=D(75)),
        CheckIn("s4", "o1", date(2026, 11, 6), "p1", note="Two big deals"),
    ),
    comments=(Comment("m1", "o1", "Well done", "p2"), Comment("m2", "o1", "Thanks", "p1", parent="m1")),
)  # fmt: skip


def bring(actor: Actor, rows: Rows = ROWS, **fields: Any) -> Import:
    """A file that was read."""
    return Import.objects.create(
        organization_id=actor.organization_id,
        created_by_id=actor.member_id,
        format="viva_archive",
        file_name="viva.zip",
        state=State.MAPPING,
        source=rows.source,
        rows=pack(rows),
        **fields,
    )


def named(actor: Actor) -> FeishuSource:
    """An app of Feishu whose secret is forgotten."""
    return FeishuSource.objects.create(
        organization_id=actor.organization_id,
        address="https://open.feishu.example",
        app_id="cli_a1",
        whom="everyone",
    )


def work() -> None:
    """Do what was put down, as a worker would."""
    worker = Worker({kind: one for kind, one in HANDLERS.items() if "import." in kind}, {})
    while worker.work_once():
        pass


def again(made: Import) -> Import:
    return Import.objects.get(id=made.id)


def planned(actor: Actor, rows: Rows = ROWS, **mapping: Any) -> Import:
    made = bring(actor, rows)
    if mapping:
        map_import(actor, made.id, **mapping)
    plan_import(actor, made.id)
    work()
    return again(made)


def applied(actor: Actor, rows: Rows = ROWS, **mapping: Any) -> Import:
    made = planned(actor, rows, **mapping)
    assert made.state == State.PLANNED, made.error
    apply_import(actor, made.id)
    work()
    made = again(made)
    assert made.state == State.APPLIED, made.error
    return made


def undone(actor: Actor, made: Import) -> Import:
    undo_import(actor, made.id)
    work()
    made = again(made)
    assert made.state == State.UNDONE, made.error
    return made

"""Pictures for comments and check-ins: what they are is told from their first bytes."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Picture
from cairn.errors import Conflict
from cairn.goals.commands.locking import lock_objective
from cairn.goals.policy import rules
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.storage import clock

LARGEST_PICTURE = 5_000_000
MOST_PICTURES = 200
"""Of one objective."""
BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
)
SHORTEST = 26
"""The head of the shortest of them, a BMP's."""


@atomic
def add_picture(actor: Actor, objective_id: int, *, content: bytes) -> Picture:
    """Keep a picture of an objective that the actor may comment on; it shows once words link to it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.comment", objective)
    kind = kind_of(content)
    if kind is None:
        refuse("data", _("This is no picture: send a JPEG, PNG, GIF or BMP."))
    if len(content) > LARGEST_PICTURE:
        refuse("data", _("A picture has at most 5 MB."))
    if objective.pictures.count() >= MOST_PICTURES:
        raise Conflict(_("This objective has very many pictures already; no more fit."))
    return Picture.objects.create(
        organization_id=actor.organization_id,
        objective=objective,
        kind=kind,
        content=content,
        added_by_id=actor.member_id,
        added_at=clock.now(),
    )


def kind_of(content: bytes) -> str | None:
    """jpeg, png, gif or bmp by the first bytes, whatever the name says; None for anything else."""
    if len(content) < SHORTEST:
        return None
    return next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), None)

"""Ways to break what must always be true of what Feishu's API brings; `test_constraints.py` tries them."""

from collections.abc import Callable
from decimal import Decimal

from cairn.checkins.models import Picture
from cairn.goals.models import KeyResult, ObjectiveWeight
from cairn.organization.models import Token


def pictured(kr: KeyResult) -> None:
    Picture.objects.create(
        organization_id=kr.organization_id,
        objective_id=kr.objective_id,
        kind="svg",
        content=b"?",
        added_by_id=kr.owner_id or 0,
    )


def two_apps(kr: KeyResult) -> None:
    for secret in ("a", "b"):
        Token.objects.create(
            organization_id=kr.organization_id,
            member_id=kr.owner_id or 0,
            name="?",
            secret_hash=secret,
            hint="?",
            app_id="cli_1",
        )


OPEN_APIS: dict[str, Callable[[KeyResult], object]] = {
    "picture_of_a_known_kind": pictured,
    "objective_weight_range": lambda kr: ObjectiveWeight.objects.create(
        objective_id=kr.objective_id, weight=Decimal("1.1")
    ),
    "token.app_id": two_apps,
}

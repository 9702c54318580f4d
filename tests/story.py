"""Random weeks on a handful of objectives, for what must hold whatever is written in whatever order."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from cairn.checkins.commands.checkins import check_in
from cairn.errors import Refusal
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    restore_key_result,
)
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.commands.overrides import override_progress
from cairn.goals.commands.weights import even_out_weights, set_weight
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING

D = Decimal


class Story:
    """A random week on a handful of objectives: who, what and in which order follow from `seed`.

    `hours` pass from one act to the next.
    """

    def __init__(
        self,
        seed: int,
        people: list[Actor],
        team: Team,
        start: list[Objective],
        hours: int = 7,
    ) -> None:
        self.chance, self.hours = Random(seed), hours
        self.people = people
        self.team = team
        self.ids = [one.id for one in start]
        self.steps = 0

    def tie(self) -> None:
        """A graph to begin with: a dozen alignments, most of which count."""
        for _ in range(12):
            with suppress(Refusal):
                key_result = self.chance.choice((None, self.key_result()))
                request_alignment(
                    self.people[0],
                    self.objective(),
                    target=None if key_result else self.objective(),
                    key_result=key_result,
                    weight=self.weight(),
                    reason="r",
                )

    def act(self, since: datetime = MORNING) -> None:
        """One command, which may be refused; never an error of another kind."""
        self.steps += 1
        with suppress(Refusal), clock.set_to(since + timedelta(hours=self.hours * self.steps)):
            self.chance.choice(self.acts)(self)

    def who(self) -> Actor:
        return self.chance.choice(self.people)

    def objective(self) -> int:
        return self.chance.choice(self.ids)

    def key_result(self) -> int:
        ids = list(KeyResult.objects.order_by("id").values_list("id", flat=True))
        return self.chance.choice(ids)

    def alignment(self) -> int:
        ids = list(Alignment.objects.order_by("id").values_list("id", flat=True))
        return self.chance.choice(ids) if ids else 0

    def weight(self) -> Decimal:
        return D(self.chance.choice((0, 10, 25, 40, 60, 100)))

    def align(self) -> None:
        weight = self.chance.choice((None, self.weight()))
        request_alignment(
            self.who(), self.objective(), target=self.objective(), weight=weight, reason="r"
        )

    def align_to_key_result(self) -> None:
        request_alignment(self.who(), self.objective(), key_result=self.key_result())

    def accept(self) -> None:
        accept_alignment(self.who(), self.alignment(), weight=self.weight(), reason="r")

    def decline(self) -> None:
        decline_alignment(self.who(), self.alignment(), reason="r")

    def end(self) -> None:
        end_alignment(self.who(), self.alignment(), reason="r")

    def weigh(self) -> None:
        weigh_alignment(self.who(), self.alignment(), weight=self.weight(), reason="r")

    def check_in(self) -> None:
        check_in(self.who(), self.key_result(), value=D(self.chance.randrange(-20, 140)))

    def add(self) -> None:
        add_key_result(
            self.who(), self.objective(), title="更多", start=D(0), target=D(100), reason="r"
        )

    def drop(self) -> None:
        delete_key_result(self.who(), self.key_result(), reason="r")

    def bring_back(self) -> None:
        restore_key_result(self.who(), self.key_result(), reason="r")

    def set_weight(self) -> None:
        set_weight(self.who(), self.key_result(), weight=self.weight(), reason="r")

    def even_out(self) -> None:
        even_out_weights(self.who(), self.objective(), reason="r")

    def hide(self) -> None:
        visibility = self.chance.choice(("organization", "team", "people"))
        line = self.team.id if visibility == "team" else None
        edit_objective(self.who(), self.objective(), visibility=visibility, visible_team=line)

    def name(self) -> None:
        readers = [self.who().member_id]
        edit_objective(self.who(), self.objective(), readers=readers)

    def delete(self) -> None:
        delete_objective(self.who(), self.objective())

    def restore(self) -> None:
        restore_objective(self.who(), self.objective())

    def publish(self) -> None:
        publish_objective(self.who(), self.objective())

    def override(self) -> None:
        progress = self.chance.choice((None, D("0.3"), D("1.2")))
        override_progress(self.who(), self.objective(), progress=progress, reason="r")

    def close(self) -> None:
        close_objective(self.who(), self.objective(), outcome="closed")

    def reopen(self) -> None:
        reopen_objective(self.who(), self.objective(), reason="r")

    acts: tuple[Callable[["Story"], None], ...] = (
        *(align, align, align, align, align_to_key_result, align_to_key_result, accept, accept),
        *(weigh, weigh, weigh, decline, end, check_in, check_in, check_in, add, add, drop),
        *(bring_back, set_weight, even_out, hide, hide, name, delete, restore, restore),
        *(publish, override, close, reopen, reopen),
    )

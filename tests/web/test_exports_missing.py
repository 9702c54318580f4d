"""The file of whose scores are missing, for those who close the cycle."""

import json
import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.index import EXPORTS
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.reviews.commands.cycles import close_cycle
from cairn.reviews.commands.scoring import score_objective
from tests.cast import ApiClient, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

type SignIn = Callable[[Actor], Client]
TABLES = ("missing-scores",)


def test_the_file_names_whom_the_page_names(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    objective: Objective,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    done = write_objective(employee, title="少走弯路")
    more = write_objective(employee, title="学会讲故事")
    move_cycle(champion, cycle.id, phase="scoring")
    score_objective(again(employee), done.id, value=D("0.7"), reason="成了")
    client, about = web(again(champion)), f"&cycle={cycle.id}"
    assert_in_every_format(client, "missing-scores", about)
    page = unescape(client.get(f"/cycles/{cycle.id}/close").content.decode())
    (file,) = re.findall(r'href="(/exports/missing-scores\?[^"]*format=json)"', page)
    told = json.loads(client.get(file).getvalue())["items"]
    assert [(one["name"], one["objective"], one["id"]) for one in told] == [
        (employee.name, one.title, str(one.id)) for one in (objective, more)
    ]
    assert {one["member_id"] for one in told} == {str(employee.member_id)}
    assert all(f"/objectives/{one['id']}/score" in page for one in told)
    sheet = EXPORTS["missing-scores"].table(again(champion), Asked(cycle=cycle.id))
    assert sheet.count
    assert (sheet.count(9), sheet.count(1)) == (2, 1)
    close_cycle(again(champion), cycle.id, anyway=True, reason="等不起")
    assert items(client, "missing-scores", about) == []
    assert "/exports/missing-scores" not in client.get(f"/cycles/{cycle.id}/close").text


def test_it_is_for_stewards_and_of_one_cycle(
    web: SignIn,
    api: Callable[..., ApiClient],
    champion: Actor,
    lead: Actor,
    stranger: Actor,
    objective: Objective,
    cycle: Cycle,
) -> None:
    place = f"/exports/missing-scores?format=json&cycle={cycle.id}"
    assert web(again(lead)).get(place).status_code == 403
    assert web(again(lead)).post(place).status_code == 403
    assert web(stranger).get(place).status_code == 404
    assert web(again(champion)).get("/exports/missing-scores").status_code == 422
    assert web(again(champion)).get("/exports/missing-scores?cycle=x").status_code == 422
    told = api(again(champion), scopes=("read",)).get(f"/api/v1{place}")
    assert told.getvalue() == web(again(champion)).get(place).getvalue()


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    objective: Objective,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    client = web(again(champion))
    place = f"/exports/missing-scores?format=csv&cycle={cycle.id}"
    few = queries_of(client, place)
    for n in range(3):
        write_objective(employee if n else champion, title=f"目标 {n}")
    assert queries_of(client, place) == few <= 12
    assert len(items(client, "missing-scores", f"&cycle={cycle.id}")) == 4

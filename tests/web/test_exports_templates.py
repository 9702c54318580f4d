"""Examples of good and bad, and one template alone, as files."""

from collections.abc import Callable

from django.test import Client

from cairn.okr_templates.commands.keeping import create_template, delete_template
from cairn.okr_templates.shipped_files import shipped_templates
from cairn.organization.actor import Actor
from tests.web.files import assert_in_every_format, items

SignIn = Callable[[Actor], Client]
TABLES = ("examples",)


def test_examples_are_a_file_narrowed_as_their_page_is(web: SignIn, employee: Actor) -> None:
    client = web(employee)
    assert_in_every_format(client, "examples")
    every = {
        (one.department, pair.teaches, pair.id) for one in shipped_templates() for pair in one.pairs
    }
    assert {one["id"] for one in items(client, "examples")} == {id for _, _, id in every}
    department, teaches, _id = min(every)
    asked = f"&department={department}&teaches={teaches}"
    fitting = {id for of, what, id in every if (of, what) == (department, teaches)}
    assert {one["id"] for one in items(client, "examples", asked)} == fitting
    assert client.get("/exports/examples?teaches=nonsense").status_code == 422


def test_an_example_says_what_the_page_says(web: SignIn, employee: Actor) -> None:
    client = web(employee)
    text = client.get("/templates/examples").content.decode()
    first = items(client, "examples")[0]
    assert f'id="pair-{first["id"]}"' in text
    assert first["but_so"] in text
    assert first["coach"].split("\n")[0].split("。")[0] in text


def test_the_file_of_a_templates_page_is_of_that_one(
    web: SignIn, employee: Actor, champion: Actor, stranger: Actor
) -> None:
    line = {"kind": "increase", "text_zh": "续约率从 {from}% 提高到 {to}%", "unit": "percent"}
    own = create_template(
        champion, title_zh="客户愿意留下来", department="sales", key_results=[line]
    )
    shipped = shipped_templates()[0]
    client = web(employee)
    for key in (shipped.key, str(own.id)):
        (told,) = items(client, "templates", f"&template={key}")
        assert told["id"] == key
        page = client.get(f"/templates/{key}").content.decode()
        assert f"/exports/templates?template={key}&amp;format=json" in page
    for query, count in (("department=sales", 1), ("department=design", 0), ("only=shipped", 0)):
        assert len(items(client, "templates", f"&template={own.id}&{query}")) == count, query
    assert web(stranger).get(f"/exports/templates?template={own.id}").status_code == 404
    delete_template(champion, own.id)
    assert len(items(client, "templates", f"&template={own.id}")) == 1
    assert client.get("/exports/templates?template=none").status_code == 404

"""The learning pages: both languages alike, every link leads somewhere, everybody may read."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from itertools import product

import pytest
from django.test import Client
from django.urls import resolve

from cairn.organization.actor import Actor
from cairn.web.filters import markdown
from cairn.web.learning.contents import GROUPS, SLUGS, beside
from cairn.web.learning.figures import Figure, draw
from cairn.web.learning.texts import (
    FOLDER,
    LANGUAGES,
    Text,
    all_texts,
    find_texts,
    parse,
    read_text,
)
from cairn.web.sessions import LANGUAGE_COOKIE
from tests.web.budgets import BUDGET, queries_of

type SignIn = Callable[[Actor], Client]
EVERY = tuple(product(SLUGS, LANGUAGES))
LINK = re.compile(r"\]\((\S+?)\)")
ENGLISH_WORDS, CHINESE_SIGNS = range(250, 501), range(500, 901)


def text_of(slug: str, language: str) -> Text:
    found = read_text(slug, language)
    assert found is not None
    return found


def figures_of(text: Text) -> list[Figure]:
    return [part for one in text.sections for part in one.parts if isinstance(part, Figure)]


def prose_of(text: Text) -> str:
    parts = [part for one in text.sections for part in one.parts if isinstance(part, str)]
    return "\n\n".join((text.lead, *parts))


def test_every_text_exists_in_both_languages_and_no_other_file_lies_there() -> None:
    wanted = {f"{slug}.{language}.md" for slug, language in EVERY}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_have_the_same_headings_and_pictures(slug: str) -> None:
    english, chinese = (text_of(slug, language) for language in LANGUAGES)
    assert [one.anchor for one in english.headings] == [one.anchor for one in chinese.headings]
    assert len(english.headings) >= 3
    kinds = [[one.kind for one in figures_of(text)] for text in (english, chinese)]
    assert kinds[0] == kinds[1]
    assert LINK.findall(prose_of(english)) == LINK.findall(prose_of(chinese))


@pytest.mark.parametrize(("slug", "language"), EVERY)
def test_a_text_is_short(slug: str, language: str) -> None:
    text = text_of(slug, language)
    headings = [one.words for one in text.headings]
    captions = [one.caption for one in figures_of(text)]
    written = " ".join((text.title, prose_of(text), *headings, *captions))
    if language == "en":
        assert len(re.findall(r"[\w’'-]+", LINK.sub("]", written))) in ENGLISH_WORDS
    else:
        assert len(re.findall(r"[\u3400-\u9fff0-9]", written)) in CHINESE_SIGNS


@pytest.mark.parametrize(("slug", "language"), EVERY)
def test_every_link_leads_to_an_address_that_exists(slug: str, language: str) -> None:
    for link in LINK.findall(prose_of(text_of(slug, language))):
        assert link.startswith("/"), link
        match = resolve(link.split("#")[0])
        if "slug" in match.kwargs:
            assert match.kwargs["slug"] in SLUGS
            assert match.kwargs["slug"] != slug


@pytest.mark.parametrize(("slug", "language"), EVERY)
def test_no_sign_of_markdown_is_left_over(slug: str, language: str) -> None:
    shown = re.sub(r"<[^>]*>", "", unescape(markdown(prose_of(text_of(slug, language)))))
    assert re.findall(r"\*|\]\(|^#|:::|^\|", shown, re.MULTILINE) == []


def test_the_pages_are_read_one_after_another() -> None:
    assert beside(SLUGS[0]) == (None, SLUGS[1])
    assert beside(SLUGS[-1]) == (SLUGS[-2], None)
    assert len(set(SLUGS)) == sum(len(slugs) for _words, slugs in GROUPS) == 10


@pytest.mark.parametrize(("slug", "language"), EVERY)
def test_a_page_shows_all_of_its_text(slug: str, language: str, web: SignIn, viewer: Actor) -> None:
    client = web(viewer)
    client.cookies[LANGUAGE_COOKIE] = language
    shown = unescape(client.get(f"/learn/{slug}").content.decode())
    text = text_of(slug, language)
    assert text.title in shown
    assert text.lead in shown
    for section in text.headings:
        assert f'<h2 id="{section.anchor}"><a class="anchor" href="#{section.anchor}">' in shown
        assert section.words in shown
    assert all(one.caption in shown for one in figures_of(text))
    before, after = beside(slug)
    assert before is None or f'href="/learn/{before}" rel="prev"' in shown
    assert after is None or f'href="/learn/{after}" rel="next"' in shown


def test_the_overview_leads_to_every_page(web: SignIn, viewer: Actor) -> None:
    shown = web(viewer).get("/learn").content.decode()
    assert all(f'href="/learn/{slug}"' in shown for slug in SLUGS)


@pytest.mark.parametrize("slug", ["nothing", "texts", "what-an-okr-is-not"])
def test_an_unknown_page_is_not_found(slug: str, web: SignIn, viewer: Actor) -> None:
    assert web(viewer).get(f"/learn/{slug}").status_code == 404


def test_nobody_reads_without_signing_in(client: Client) -> None:
    assert client.get("/learn/scoring").headers["Location"].startswith("/sign-in")


def test_the_pages_ask_no_more_than_the_frame(web: SignIn, viewer: Actor) -> None:
    client = web(viewer)
    assert queries_of(client, "/learn") == queries_of(client, "/learn/scoring") <= BUDGET


def test_search_and_palette_find_them_by_title_and_heading(web: SignIn, viewer: Actor) -> None:
    client = web(viewer)
    assert "/learn/retrospectives" in client.get("/search?q=四个问题").content.decode()
    assert "/learn/scoring" in client.get("/palette?q=评分").content.decode()
    assert 'href="/learn"' in client.get("/palette").content.decode()
    assert "retrospectives" in {one.slug for one in find_texts("复盘", "zh-hans")}
    assert find_texts("", "en") == []


def test_a_language_without_texts_reads_english() -> None:
    assert all_texts("de") == all_texts("en")


def test_numbers_in_a_picture_are_those_of_the_product() -> None:
    drawn = draw("measures", "O", ["Cut it from 120 to 30 | 75 | 54% | 5 6", "> So."], "en")
    [row] = drawn.rows
    assert (row.now, row.progress, row.status) == ("75", Decimal("0.5"), "behind")
    assert drawn.caption == "So."


@pytest.mark.parametrize(
    ("expected", "status"), [("50%", "on_track"), ("75%", "behind"), ("76%", "at_risk")]
)
def test_the_status_in_a_picture_follows_the_gap(expected: str, status: str) -> None:
    drawn = draw("measures", "", [f"Cut it from 120 to 30 | 75 | {expected} |"], "en")
    assert drawn.rows[0].status == status


def test_a_score_has_the_meaning_that_the_scoring_page_gives_it() -> None:
    committed, aspirational = draw("scores", "", ["committed", "aspirational"], "en").rows
    assert [(str(b.first), str(b.last)) for b in committed.bands if b.verdict == "kept"] == [
        ("1.0", "1.0")
    ]
    assert [(str(b.first), str(b.last)) for b in aspirational.bands if b.verdict == "sweet"] == [
        ("0.6", "0.7")
    ]


def test_a_text_is_read_into_sections_and_pictures() -> None:
    source = (
        "# T\n\nLead.\n\nBefore.\n\n## One {#one}\n\nA.\n\n::: statuses\nbehind | b\n:::\n\nB.\n"
    )
    read = parse("t", source, "en")
    assert (read.title, read.lead, [one.anchor for one in read.sections]) == (
        "T",
        "Lead.",
        ["", "one"],
    )
    kinds = [type(part).__name__ for part in read.sections[1].parts]
    assert kinds == ["str", "Figure", "str"]

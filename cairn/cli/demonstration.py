"""`cairn demo` and `cairn synthesize`: made-up organizations."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cairn.cli.progress import progress_bar
from cairn.cli.serving import Host, Port, Workers, address, beside, require_free, run_server, where
from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

FOLDER = Path("demo-data")


def demo(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2, data: Data = None
) -> None:
    """Serve a demonstration company and print links that sign in as its people."""
    require_free(host, port)
    os.environ["CAIRN_DEMO"] = "1"
    if data is None and "CAIRN_DATA" not in os.environ:
        data = FOLDER
    start(data, CAIRN_URL=address(host, port), **beside(host, port))
    prepare_database()
    build_once()
    run_server(host, port, workers, lines())


def build_once() -> None:
    """Build the company where there is none, and leave somebody else's alone."""
    from django.utils.translation import gettext as _

    from cairn.demo.build import build
    from cairn.demo.personas import PERSONAS
    from cairn.organization.models import Organization, User

    if not Organization.objects.exists():
        with progress_bar(_("Building the demonstration company")) as report:
            build(report)
    elif not User.objects.filter(email=PERSONAS[0][0]).exists():
        raise Refusal(
            _(
                "This folder holds an organization that is not a demonstration. Choose another --data."
            )
        )


def lines() -> list[str]:
    """Where people reach it, by CAIRN_URL where that is set, and as whom."""
    from django.conf import settings

    return [where(settings.HOST_URL), *links(settings.HOST_URL)]


def links(start_of_address: str) -> list[str]:
    """One line for each persona."""
    from django.utils.translation import gettext as _

    from cairn.demo.personas import demo_links

    found = [(str(words), path) for path, words in demo_links()]
    widest = max(width_of(words) for words, _path in found)
    lines = [
        f"  {words}{' ' * (widest - width_of(words))}  {start_of_address}{path}"
        for words, path in found
    ]
    return [_("Sign in as:"), *lines]


def width_of(words: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in words)


def synthesize(
    people: Annotated[int, typer.Option(min=1, max=200_000, help="How many people.")] = 40,
    objectives: Annotated[int, typer.Option(min=0, max=200_000, help="How many objectives.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed makes the same organization.")] = 1,
    checkins: Annotated[int, typer.Option(min=2, max=12, help="Check-ins a key result.")] = 12,
    data: Data = None,
) -> None:
    """Make up an organization of any size, to measure with."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _

    from cairn.demo.synthesis import synthesize as make_up

    with progress_bar(_("Making up the organization")) as report:
        make_up(people, objectives, seed, report, checkins=checkins)

"""`cairn import-feishu`: OKRs fetched from Feishu's API, planned and written from the command line."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cairn.cli.importing import OnlyPlan, Write, plan_and_tell, see_through
from cairn.cli.people import Which, administrator_of, find_organization
from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

if TYPE_CHECKING:
    from cairn.exchange.models import FeishuFetch, FeishuSource
    from cairn.organization.actor import Actor
    from cairn.organization.models import Organization

SECRET = "CAIRN_FEISHU_SECRET"  # noqa: S105 (its name)


def import_feishu(
    app_id: Annotated[str, typer.Argument(help="The app's ID (cli_…).")],
    address: Annotated[
        str, typer.Option(help="Where Feishu's API is, up to before /open-apis.")
    ] = "https://open.feishu.cn",
    people: Annotated[
        str,
        typer.Option(
            help="members: of this organization, by their e-mail addresses; everyone whom the app may"
            " see; listed: those of --person."
        ),
    ] = "",
    person: Annotated[
        list[str] | None,
        typer.Option(help="An e-mail address or open_id (ou_…); may be repeated."),
    ] = None,
    since: Annotated[
        str, typer.Option(help="Leave out cycles that ended before this day, as 2026-01-01.")
    ] = "",
    plan: OnlyPlan = False,
    apply: Write = False,
    organization: Which = None,
    data: Data = None,
) -> None:
    """Fetch OKRs from Feishu or Lark. The app's secret is read from CAIRN_FEISHU_SECRET, or asked for
    where Cairn keeps none. A fetch that was broken off goes on."""
    if plan and apply:
        raise typer.BadParameter("give --plan or --apply")
    start(data)
    prepare_database()
    from django.utils.translation import pgettext

    from cairn.exchange.intake import read_feishu

    named = "listed" if person else people or "members"
    fields = {"address": address, "app_id": app_id, "people": named, "listed": person or []}
    asked = read_feishu({**fields, "since": since, "app_secret": os.environ.get(SECRET, "")})
    found = find_organization(organization)
    import_id = _begin(administrator_of(found), found, asked)
    fetched = see_through(administrator_of(found), import_id, pgettext("import", "Fetching"))
    if fetched.fetching is not None:
        raise Refusal(fetched.error)
    plan_and_tell(administrator_of(found), fetched, writes=apply)


def _begin(actor: "Actor", organization: "Organization", asked: dict[str, Any]) -> int:
    """The number of the import: of the one under way, or of a new one."""
    from cairn.exchange.commands.fetching import resume_fetch, start_feishu_import

    source = _source(organization, asked)
    going = _under_way(source)
    if not asked["app_secret"] and (source is None or not _is_kept(source)):
        asked["app_secret"] = _ask_secret()
    if going is None:
        return start_feishu_import(actor, **asked).id
    if going.paused_at is not None:
        resume_fetch(actor, going.of_id, app_secret=asked["app_secret"])
    return going.of_id


def _source(organization: "Organization", asked: dict[str, Any]) -> "FeishuSource | None":
    from cairn.exchange.models import FeishuSource

    named = {"address": asked["address"], "app_id": asked["app_id"]}
    return FeishuSource.objects.filter(organization=organization, **named).first()


def _under_way(source: "FeishuSource | None") -> "FeishuFetch | None":
    from cairn.exchange.models import State

    if source is None:
        return None
    return source.fetches.filter(of__state=State.READING).first()


def _is_kept(source: "FeishuSource") -> bool:
    from cairn.storage.sealing import unseal

    return bool(unseal(source.sealed_secret))


def _ask_secret() -> str:
    from django.utils.translation import gettext as _

    if not sys.stdin.isatty():
        raise Refusal(_("Set %(name)s to the app's secret.") % {"name": SECRET})
    return str(typer.prompt(_("App secret"), hide_input=True))

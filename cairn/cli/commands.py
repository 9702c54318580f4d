"""What the `cairn` command can do, and how it ends."""

import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from cairn.cli import (
    backup,
    demonstration,
    doctor,
    fetching,
    importing,
    moving,
    people,
    placeholders,
    receiving,
    serving,
    worker,
)
from cairn.errors import Invalid, Refusal

BAD_INPUT, INTERRUPTED = 2, 130

app = typer.Typer(
    name="cairn",
    help="Cairn: objectives and key results for a whole company.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
tokens = typer.Typer(no_args_is_help=True, help="Personal access tokens.")
organizations = typer.Typer(no_args_is_help=True, help="Organizations.")
members = typer.Typer(no_args_is_help=True, help="The people of an organization.")

app.command("serve")(serving.serve)
app.command("worker")(worker.worker)
app.command("import")(importing.import_file)
app.command("import-feishu")(fetching.import_feishu)
app.command("receive-mail")(receiving.receive_mail)
app.command("migrate")(serving.migrate)
app.command("demo")(demonstration.demo)
app.command("synthesize")(demonstration.synthesize)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("move-db")(backup.move_db)
app.command("export-organization")(moving.export_organization)
app.command("import-organization")(moving.import_organization)


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def coach(context: typer.Context) -> None:
    """Say what is weak in objectives and key results, from a file or standard input."""
    from cairn.cli.coach import run_coach

    raise typer.Exit(run_coach(context.args))


tokens.command("create")(people.create_token)
organizations.command("create")(people.create_organization)
members.command("invite")(people.invite_member)
members.command("merge")(placeholders.merge_member)
members.command("address")(placeholders.give_address)
app.add_typer(tokens, name="token")
app.add_typer(organizations, name="organization")
app.add_typer(members, name="member")


def run(arguments: Sequence[str]) -> int:
    """Do what the words ask; bad input is one line on the standard error output and 2."""
    try:
        code = get_command(app).main(list(arguments), prog_name="cairn", standalone_mode=False)
    except typer.TyperException as wrong:
        return complain(getattr(wrong, "format_message", wrong.__str__)())
    except Invalid as refused:
        return complain("; ".join(f"{name}: {why}" for name, why in refused.fields.items()))
    except Refusal as refused:
        return complain(str(refused))
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def complain(words: str) -> int:
    """Help, for a call without arguments, keeps its lines; everything else is one line."""
    text = words if words.startswith("Usage:") else f"cairn: {' '.join(words.split())}"
    print(text, file=sys.stderr)
    return BAD_INPUT

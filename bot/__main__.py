"""The command line: run, sandbox, serve, work, migrate, key, manifest, doctor."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from bot import config, garbage, log
from bot.config import ConfigProblem, Settings


class _Group(click.Group):
    """A wrong setting is a sentence on standard error and exit status 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigProblem as problem:
            click.echo(f"Vouch cannot start.\n{problem}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Vouch, a private Slack bot for career evidence. Without a command: `run`."""
    garbage.collect_seldom()
    if ctx.invoked_subcommand is None:
        ctx.invoke(run)


@main.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Connect to Slack by Socket Mode and run the timetable; without tokens, start the local sandbox instead."""
    settings = config.load()
    if settings.slack_bot_token is None:
        ctx.invoke(sandbox)
        return
    log.set_up(settings.vouch_log_level)
    _serve(settings, deliver="socket", timetable=True, says="Connected to Slack by Socket Mode.")


@main.command()
@click.option(
    "--port", type=int, help="Port of the sandbox's page; by default 8765, or a free one where that is taken."
)
@click.option("--empty", is_flag=True, help="Start without the sample team's history.")
def sandbox(port: int | None, empty: bool) -> None:
    """Try Vouch in a workspace of its own on this machine, with a database of its own; tokens are not used."""
    from bot import trying

    settings = config.load()
    log.set_up(settings.vouch_log_level)
    trying.run(settings, port=port, seed=not empty)


@main.command()
@click.option("--timetable/--no-timetable", default=True, show_default=True, help="Also send digests and nudges.")
def serve(timetable: bool) -> None:
    """Serve Slack's signed HTTP deliveries at /slack/events instead of Socket Mode."""
    settings = _with_tokens()
    says = f"Listening on http://{settings.vouch_host}:{settings.port}/slack/events"
    _serve(settings, deliver="http", timetable=timetable, says=says)


@main.command()
def work() -> None:
    """Run only the timetable: digests, nudges, upkeep. Any number of these share one PostgreSQL."""
    _serve(_with_tokens(), deliver="", timetable=True, says="Working through the timetable.")


@main.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot import app

    settings = config.load()
    log.set_up(settings.vouch_log_level)
    click.echo(app.migrate(settings))


@main.command()
def key() -> None:
    """Print a new VOUCH_SECRET_KEY."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode("ascii"))


@main.command()
@click.option("--http", metavar="URL", help="For HTTP mode: the public address that ends in /slack/events.")
def manifest(http: str | None) -> None:
    """Print the app manifest for Slack, with the command names of your settings."""
    import json

    from bot import manifest as manifests

    click.echo(json.dumps(manifests.adapted(config.load().commands, http), indent=2))


@main.command()
def doctor() -> None:
    """Check settings, database, schema, tokens, scopes and clock, and say what to do about each fault."""
    from bot import doctor as doctors

    try:
        settings: Settings | ConfigProblem = config.load()
    except ConfigProblem as problem:
        settings = problem
    findings = asyncio.run(doctors.examine(settings))
    for finding in findings:
        click.echo(finding.line())
    sys.exit(1 if any(finding.is_fault for finding in findings) else 0)


def _with_tokens() -> Settings:
    settings = config.load()
    log.set_up(settings.vouch_log_level)
    if settings.slack_bot_token is None:
        raise ConfigProblem("SLACK_BOT_TOKEN is missing. docs/install.md says where it comes from.")
    return settings


def _serve(settings: Settings, *, deliver: str, timetable: bool, says: str) -> None:
    from bot import app

    app.prepare(settings)
    click.echo(f"Database: {_place(settings)}")
    asyncio.run(app.run(settings, deliver=deliver, timetable=timetable, ready=lambda: click.echo(says)))


def _place(settings: Settings) -> str:
    """Where the database is, without a password."""
    from sqlalchemy.engine import make_url

    url = make_url(settings.url)
    return str(Path(url.database or "")) if url.get_backend_name() == "sqlite" else url.render_as_string()


if __name__ == "__main__":
    main()

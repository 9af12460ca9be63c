"""The group of commands. A command's module is imported when that command is called, and no other."""

from __future__ import annotations

from importlib import import_module

import click

from ire_gate import __version__

COMMANDS = {
    "check": "Check intents: is each one clear enough to execute?",
    "batch": "Check many rows of a JSONL file; may be interrupted and resumed.",
    "compare": "Score restatements: does B still ask for what A asks?",
    "spec": "Print the spec of one intent.",
    "clarify": "Ask what is open, write the answers into the file, check again.",
    "serve": "Serve the gate over HTTP.",
    "mcp": "Serve the gate's tools over the Model Context Protocol.",
    "run": "Execute a command only if its intent passes.",
    "outcome": "Book what an execution used and whether it was correct.",
    "ledger": "Export, import and prune the ledger; its audit log and budgets.",
    "report": "Show what the ledger knows: verdicts, currencies, savings.",
    "hook": "Stand in front of a coding agent's prompts.",
    "doctor": "Look at configuration, ledger, cache and engine.",
    "init": "Write a configuration and the pre-commit hook.",
    "demo": "Run the gate on recorded examples; no key, no network.",
}
"""Every command with its line in the help, in the order of the help."""

EPILOG = """\
Exit codes: 0 all passed, 1 at least one blocked, 2 you can mend it (a flag, a configuration, a file), 3 the gate could
not look, 130 interrupted. A crash is 3."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command's module and return the command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ire_gate.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(__version__, prog_name="ire-gate", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Block muddled requests before they burn clock, coin and carbon."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())

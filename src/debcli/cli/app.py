"""The command table. Each command's module is imported when it is typed, so that the morning starts at once."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer
import typer.core
from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from debcli import __version__
from debcli.cli.briefs import BRIEF
from debcli.cli.run import Run
from debcli.language import current, mark, say


class Entry(NamedTuple):
    """Where a command lives: module below debcli.cli, function, panel of the help, and whether it writes."""

    module: str
    function: str
    panel: str
    writes: bool = False


_MORNING, _CONTACT, _LETTERS, _BOOK, _MONEY, _INSIGHT, _END, _LEDGER = (
    mark("The morning"), mark("After a contact"), mark("Letters"), mark("The book"), mark("Money"), mark("Insight"),
    mark("The end of a case"), mark("The ledger"),
)  # fmt: skip

COMMANDS: dict[str, Entry] = {
    "today": Entry("today", "today", _MORNING),
    "agenda": Entry("agenda", "agenda", _MORNING),
    "call": Entry("call", "call", _MORNING, writes=True),
    "log-call": Entry("contacts", "log_call", _CONTACT, writes=True),
    "log-payment": Entry("payments", "log_payment", _CONTACT, writes=True),
    "match": Entry("bank", "match", _CONTACT, writes=True),
    "unmatch": Entry("bank", "unmatch", _CONTACT, writes=True),
    "bank-checked": Entry("bank", "bank_checked", _CONTACT, writes=True),
    "log-dispute": Entry("disputes", "log_dispute", _CONTACT, writes=True),
    "apply-balance": Entry("payments", "apply_balance", _CONTACT, writes=True),
    "resolve-dispute": Entry("disputes", "resolve_dispute", _CONTACT, writes=True),
    "log-plan": Entry("plans", "log_plan", _CONTACT, writes=True),
    "hold": Entry("holds", "hold", _CONTACT, writes=True),
    "release": Entry("holds", "release", _CONTACT, writes=True),
    "letter": Entry("letters", "letter", _LETTERS, writes=True),
    "letters": Entry("letter_list", "letters", _LETTERS),
    "mark-sent": Entry("letter_list", "mark_sent", _LETTERS, writes=True),
    "cancel-letter": Entry("letter_list", "cancel_letter", _LETTERS, writes=True),
    "template": Entry("templates", "template", _LETTERS),
    "add-customer": Entry("customers", "add_customer", _BOOK, writes=True),
    "edit-customer": Entry("customers", "edit_customer", _BOOK, writes=True),
    "customers": Entry("customers", "customers", _BOOK),
    "show": Entry("show", "show", _BOOK),
    "add-invoice": Entry("invoices", "add_invoice", _BOOK, writes=True),
    "invoices": Entry("invoices", "invoices", _BOOK),
    "edit-invoice": Entry("corrections", "edit_invoice", _BOOK, writes=True),
    "credit": Entry("invoices", "credit", _BOOK, writes=True),
    "write-off": Entry("invoices", "write_off", _BOOK, writes=True),
    "import": Entry("imports", "import_files", _BOOK, writes=True),
    "claim": Entry("money", "claim", _MONEY),
    "interest": Entry("law", "interest", _MONEY),
    "costs": Entry("law", "costs", _MONEY),
    "rates": Entry("law", "rates", _MONEY, writes=True),
    "aging": Entry("insight", "aging_", _INSIGHT),
    "rating": Entry("insight", "rating_", _INSIGHT),
    "forecast": Entry("outlook", "forecast_", _INSIGHT),
    "mirror": Entry("insight", "mirror_", _INSIGHT),
    "report": Entry("accountant", "report_", _INSIGHT),
    "advice": Entry("advice", "advice", _INSIGHT),
    "log-check": Entry("advice", "log_check", _INSIGHT, writes=True),
    "deliver": Entry("deliver", "deliver", _INSIGHT),
    "handover": Entry("aftercare", "handover", _END, writes=True),
    "close-case": Entry("aftercare", "close_case", _END, writes=True),
    "terms": Entry("aftercare", "terms", _END, writes=True),
    "attach": Entry("attachments", "attach", _END, writes=True),
    "dossier": Entry("dossier", "dossier", _END),
    "init": Entry("ledger", "init", _LEDGER),
    "demo": Entry("demo", "demo", _LEDGER),
    "profile": Entry("profiles", "profile", _LEDGER, writes=True),
    "config": Entry("config", "config", _LEDGER, writes=True),
    "undo": Entry("ledger", "undo", _LEDGER, writes=True),
    "redo": Entry("ledger", "redo", _LEDGER, writes=True),
    "journal": Entry("ledger", "journal", _LEDGER),
    "check": Entry("safety", "check", _LEDGER),
    "backup": Entry("safety", "backup", _LEDGER),
    "restore": Entry("safety", "restore", _LEDGER),
    "export": Entry("export", "export", _LEDGER),
    "forget": Entry("safety", "forget", _LEDGER, writes=True),
}


class LazyGroup(TyperGroup):
    """A group whose commands are made when they are asked for."""

    def list_commands(self, _ctx: Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: Context, cmd_name: str) -> Command | None:
        """Import and build one command, with the options every command has."""
        entry = COMMANDS.get(cmd_name)
        return None if entry is None else build(cmd_name, entry)

    def format_commands(self, _ctx: Context, formatter: HelpFormatter) -> None:
        """The commands under their headings, as the contract groups them."""
        for panel in dict.fromkeys(entry.panel for entry in COMMANDS.values()):
            with formatter.section(say(panel)):
                names = [name for name, entry in COMMANDS.items() if entry.panel == panel]
                formatter.write_dl(
                    [
                        (name, TyperCommand(name, help=say(BRIEF[name])).get_short_help_str(200))
                        for name in names
                    ]
                )

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """As typer does it, with the nearest names when there is no such command."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from debcli.cli.complaint import nearest
            from debcli.errors import UsageError

            near = nearest(args[0], COMMANDS)
            hint = say("Did you mean {word}?", word=near) if near else say("See them all with: debcli --help")
            raise UsageError(say("There is no command {name!r}.", name=args[0]), hint).meaning(args[0], near)
        return super().resolve_command(ctx, args)


def build(name: str, entry: Entry) -> Command:
    """A command of the table, or a group of them, ready to run."""
    found: Any = getattr(importlib.import_module(f"debcli.cli.{entry.module}"), entry.function)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name=name)(found)
        found = alone
    command = get_command(found)
    for one in (command, *getattr(command, "commands", {}).values()):
        one.params.extend(_common_options(entry))
        _in_words(one)
        one.short_help = one.get_short_help_str(200)  # typer would cut it where the line is full
        one.help = _one_a_line(one.help or "")
    return command


def _in_words(command: Command) -> None:
    """The help of a command and of its options, in the language of the screens."""
    command.help = said_help(command.help)
    if command.options_metavar:
        command.options_metavar = say(command.options_metavar)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = say(command.subcommand_metavar)
    for param in command.params:
        text = getattr(param, "help", None)
        if text:
            setattr(param, "help", say(text))  # noqa: B010  (arguments and options share no type that has one)
    if current() != "en":
        from debcli.cli.usage import metavar_says

        for param in command.params:
            of_text = isinstance(param, TyperOption) and not param.is_flag and param.type.name == "str"
            if shown := param.metavar or ("<str>" if of_text else ""):
                param.metavar = metavar_says(shown)


def said_help(text: str | None) -> str | None:
    """A command's help, paragraph by paragraph; the examples are typed as they stand in any language."""
    if text is None:
        return None
    return "\n\n".join(
        part if part.lstrip().startswith(_EXAMPLES) else say(" ".join(part.split()))
        for part in text.split("\n\n")
    )


_EXAMPLES = "For example: "


def _one_a_line(text: str) -> str:
    """The help with each example on a line of its own, never broken: it is there to be pasted."""
    said, found, examples = text.partition(_EXAMPLES)
    lines = [" ".join(one.split()) for one in examples.split("     ")]
    return (
        "\n".join([f"{said}\b", say("For example:"), *(f"  {one}" for one in lines if one)])
        if found
        else text
    )


def _common_options(entry: Entry) -> list[TyperOption]:
    def setter(field: str) -> Callable[[Context, Any, Any], None]:
        def callback(ctx: Context, _param: Any, value: Any) -> None:
            if value and isinstance(ctx.obj, Run):
                ctx.obj.set(field, value)

        return callback

    def option(flag: str, field: str, text: str, metavar: str | None = None) -> TyperOption:
        return TyperOption(param_decls=[flag, f"common_{field}"], is_flag=metavar is None, default=False if metavar is None else None,
                           metavar=metavar, expose_value=False, is_eager=True, callback=setter(field), help=text, required=False)  # fmt: skip

    options = [
        option("--json", "json", "One JSON document instead of text."),
        option("--date", "day", "Do as if it were this day.", "YYYY-MM-DD"),
    ]
    if entry.writes:
        options.append(option("--dry-run", "dry_run", "Show what would change, and change nothing."))
    return options


_OF_HELP = mark("Show this message and exit.")


class _Help(HelpFormatter):
    """typer's help, whose first word is in the language of the screens."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is typed."""
        super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of names and what they mean; typer says its own option in English only."""
        if current() != "en":
            from debcli.cli.usage import range_says

            rows = [(name, say(text) if text == _OF_HELP else range_says(text)) for name, text in rows]
        super().write_dl(rows, col_max, col_spacing)


Context.formatter_class = _Help
setattr(typer.core, "_", say)  # noqa: B010  (its few own words of the help pass by our catalogue)

app = typer.Typer(
    cls=LazyGroup,
    help="Get paid without losing the customer: what to do today for each unpaid invoice, and the letters to do it with.",
    invoke_without_command=True,  # the morning in three lines
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts twice as fast and can be copied
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        print(f"debcli {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    ledger: str | None = typer.Option(
        None, "--ledger", metavar="FILE", help="The ledger to use; also DEBCLI_LEDGER."
    ),
    date: str | None = typer.Option(
        None, "--date", metavar="YYYY-MM-DD", help="Do as if it were this day; also DEBCLI_DATE."
    ),
    json: bool = typer.Option(False, "--json", help="One JSON document instead of text."),
    plain: bool = typer.Option(False, "--plain", help="No colour, no bold."),
    lang: str | None = typer.Option(
        None, "--lang", metavar="nl|en", help="Language of the screens; also DEBCLI_LANG."
    ),
    _show: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version."
    ),
) -> None:
    if not ctx.resilient_parsing:
        ctx.obj = Run.make(
            typed=tuple(ctx.obj or ()), ledger=ledger, date=date, json=json, plain=plain, lang=lang
        )
        if ctx.invoked_subcommand is None:
            from debcli.cli.brief import brief

            raise typer.Exit(brief(Run.of(ctx)))


def whole() -> Command:
    """The program: the group of all commands, its own help in the language of the screens."""
    command = get_command(app)
    _in_words(command)
    return command


def run(args: Sequence[str]) -> int:
    """Run one command line and give its exit code; what it raises is for the entry point to say."""
    result = whole().main(args=list(args), prog_name="debcli", standalone_mode=False, obj=tuple(args))
    return result if isinstance(result, int) else 0

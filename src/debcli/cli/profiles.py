"""profile: the rhythms of reminding, as text one can read, copy and change."""

import sys
from pathlib import Path

import typer

from debcli.cli.fields import slug as short_name
from debcli.cli.output import emit, style, table, wrap
from debcli.cli.parameters import CUSTOMER, profile_names
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.errors import InputError, UsageError
from debcli.language import say, say_as, say_many, system_says
from debcli.receivables.due import step_words
from debcli.receivables.profile_text import STEPS, as_text, parse
from debcli.receivables.profiles import CONSUMER, PROFILES, Profile
from debcli.values.money import euro, plain

NAME = typer.Argument(
    ..., metavar="NAME", help="Of a profile.", autocompletion=profile_names, show_default=False
)

profile = typer.Typer(
    help="The rhythms of reminding: which step how many days after the due date.\n\n"
    "For example: debcli profile     debcli profile show standard",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


def _known(run: Run) -> dict[str, Profile]:
    from debcli.ledger import read

    with run.read() as conn:
        return dict(read.profiles(conn))


def _one(found: dict[str, Profile], name: str) -> Profile:
    if name not in found:
        import difflib

        near = difflib.get_close_matches(name, found, n=1, cutoff=0.5)
        hint = (
            say("Did you mean {near}?", near=near[0])
            if near
            else say("Choose from: {names}.", names=", ".join(found))
        )
        raise InputError(say("There is no profile {name!r}.", name=name), hint).meaning(
            name, near[0] if near else None
        )
    return found[name]


def _document(one: Profile) -> dict[str, object]:
    return {
        "name": one.name,
        "steps": [{"step": s.name, "after": s.after} for s in one.steps],
        "check_in_from": plain(one.check_in_from),
        "check_in_after": one.check_in_after,
        "changed": one != PROFILES.get(one.name),
    }


@profile.callback()
def _list(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is not None:
        return
    run = Run.of(ctx)
    from debcli.ledger import read

    with run.read() as conn:
        found = dict(read.profiles(conn))
        having = [c.profile for c in read.customers(conn)]
    if run.json:
        emit({"profiles": [{**_document(p), "customers": having.count(name)} for name, p in found.items()]})
        return
    head = [say("step, days after the due date"), *found]
    rows = [[name, *(_cell(p, name) for p in found.values())] for name in STEPS]
    rows.append([say("check-in from"), *(euro(p.check_in_from) for p in found.values())])
    rows.append([say("given to customers"), *(str(having.count(name) or "-") for name in found)])
    print(table(head, rows, right=frozenset(range(1, len(head)))))
    words = {
        **{name: step_words(name) for name in STEPS},
        **{name: say_as("profile", name) for name in found},
    }
    if told := ", ".join(f"{name} = {word}" for name, word in words.items() if word != name):
        print(style(run, wrap(f"{told}.", ""), "dim"))
    print(
        style(
            run,
            wrap(say("A customer without one follows the cause of the latest contact, else standard."), ""),
            "dim",
        )
    )


def _cell(one: Profile, name: str) -> str:
    step = next((s for s in one.steps if s.name == name), None)
    return "-" if step is None else say("after it") if step.after is None else str(step.after)


@profile.command("show")
def show_profile(ctx: typer.Context, name: str = NAME) -> None:
    """Print a profile as text, to read or to keep in a file.

    For example: debcli profile show strict     debcli profile show strict --json
    """
    run = Run.of(ctx)
    one = _one(_known(run), name)
    if run.json:
        emit(_document(one))
    else:
        print(as_text(one), end="")


@profile.command("copy")
def copy_profile(
    ctx: typer.Context,
    name: str = NAME,
    new: str = typer.Argument(..., metavar="NEW", help="Its name.", show_default=False),
) -> None:
    """Make a profile of your own from another one.

    For example: debcli profile copy standard mine     debcli profile copy gentle streng --dry-run
    """
    run = Run.of(ctx)
    from debcli.ledger import read, write

    with run.write() as work:
        found = dict(read.profiles(work.raw))
        one = _one(found, name)
        if short_name(new) in found:
            raise InputError(
                say("There is a profile {name!r} already.", name=new),
                say("See it with: debcli profile show {name}", name=new),
            )
        if one.name == CONSUMER:
            raise InputError(
                say("The profile for private persons stands alone: the law gives its order."),
                say("Change it where it is: debcli profile change {name} herinnering=5", name=CONSUMER),
            )
        write.set_profile(work, new, as_text(one._replace(name=new)))
        work.summary = say("profile {new}, a copy of {name}", new=new, name=name)
    report(run, _document(one._replace(name=new)), [
        say("{new} is a copy of {name}.", new=new, name=name), say("Change it: debcli profile change {name} herinnering=5", name=new)
    ])  # fmt: skip


@profile.command("change")
def change_profile(
    ctx: typer.Context,
    name: str = NAME,
    values: list[str] = typer.Argument(None, metavar="STEP=DAYS...", help="herinnering=5, check-in-from=500"),
    file: Path | None = typer.Option(
        None, "--file", metavar="FILE", help="The whole profile as text; - for stdin."
    ),
) -> None:
    """Change a profile: some steps, or the whole text. What you changed can be taken back with undo.

    For example: debcli profile change mine herinnering=5 sommatie=30     debcli profile change mine --file mine.toml
    """
    run = Run.of(ctx)
    if bool(values) == (file is not None):
        raise UsageError(
            say("Name steps to change, or a file."),
            say("For example: debcli profile change {name} herinnering=5", name=name),
        )
    from debcli.ledger import read, write

    with run.write() as work:
        before = _one(dict(read.profiles(work.raw)), name)
        text = _text(file) if file is not None else _changed(as_text(before), values)
        one = parse(name, text, consumer=name == CONSUMER)
        write.set_profile(work, name, text)
        work.summary = say("profile {name} changed", name=name)
    said = [
        f"{new.name}: {_cell(before, new.name)} -> {_cell(one, new.name)}"
        for new in one.steps
        if _cell(before, new.name) != _cell(one, new.name)
    ]
    said += [
        say("{step}: left out", step=old.name)
        for old in before.steps
        if old.name not in {s.name for s in one.steps}
    ]
    if one.check_in_from != before.check_in_from:
        said.append(say("check-in from {amount}", amount=euro(one.check_in_from)))
    report(
        run,
        _document(one),
        [
            say("Profile {name}: {changes}.", name=name, changes=", ".join(said))
            if said
            else say("Profile {name}: that was already so.", name=name)
        ],
    )


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            say("{file} is not UTF-8 text.", file=file), say("Name a text file: --file mine.toml")
        ) from error
    except OSError as error:
        raise InputError(
            say("{file} cannot be read: {error}.", file=file, error=system_says(error)),
            say("Name a text file: --file mine.toml"),
        ) from error


def _changed(text: str, values: list[str]) -> str:
    """The text with some lines replaced, in their place; new ones at the end."""
    lines = text.splitlines()
    for value in values:
        key, is_given, days = value.partition("=")
        key, days = key.strip(), days.strip()
        if not is_given or not days:
            raise UsageError(
                say("{value!r} says no number of days.", value=value), say("Type it like herinnering=5.")
            )
        quoted = f'"{days}"' if key == "check-in-from" else days
        at = next((n for n, line in enumerate(lines) if line.partition("=")[0].strip() == key), None)
        if at is None:
            lines.append(f"{key} = {quoted}")
        else:
            lines[at] = f"{key} = {quoted}"
    return "\n".join(lines) + "\n"


@profile.command("assign")
def assign_profile(ctx: typer.Context, customer: str = CUSTOMER, name: str = NAME) -> None:
    """Give a customer a profile. `-` takes it away: the cause of the latest contact decides again.

    For example: debcli profile assign bakkerij-mol strict     debcli profile assign bakkerij-mol -
    """
    run = Run.of(ctx)
    from debcli.ledger import read, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        if name != "-":
            _one(dict(read.profiles(work.raw)), name)
        write.edit_customer(work, who.id, {"profile": None if name == "-" else name})
        work.summary = say("{who}: profile {name}", who=who.name, name=name)
        acc = account_of(work.raw, who.id, run)
    follows, shown = acc.profile.name, acc.profile.shown
    said = say("{who} follows {profile} from now on.", who=who.name, profile=shown)
    if name not in {"-", follows}:
        said = say(
            "{who} is a private person under Dutch law and follows {profile}: the law gives the order.",
            who=who.name,
            profile=shown,
        )
    report(
        run, {"customer": who.slug, "profile": None if name == "-" else name, "follows": follows}, [said], acc
    )


@profile.command("remove")
def remove_profile(ctx: typer.Context, name: str = NAME) -> None:
    """Take a profile of your own away, or bring one that came with debcli back to what it was.

    For example: debcli profile remove mine     debcli profile remove mine --dry-run
    """
    run = Run.of(ctx)
    from debcli.ledger import read, write

    with run.write() as work:
        one = _one(dict(read.profiles(work.raw)), name)
        if name not in PROFILES and (
            having := [c.slug for c in read.customers(work.raw) if c.profile == name]
        ):
            raise InputError(
                say_many(
                    "{count} customer has {name}: {customers}.",
                    "{count} customers have {name}: {customers}.",
                    len(having),
                    name=name,
                    customers=", ".join(having[:5]),
                ),
                say("First: debcli profile assign {customer} -", customer=having[0]),
            )
        if one == PROFILES.get(name):
            raise InputError(
                say("{name} comes with debcli and was not changed.", name=name), say("See: debcli profile")
            )
        write.remove_profile(work, name)
        work.summary = say("profile {name} removed", name=name)
    report(run, {"name": name, "removed": True}, [
        say("{name} is as it came again.", name=name) if name in PROFILES else say("{name} is gone.", name=name)
    ])  # fmt: skip

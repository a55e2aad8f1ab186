"""letter: make one, or every letter today asks for; write it, mark it as sent, or mail it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli import ask
from debcli.cli.fields import Language, SentBy, line
from debcli.cli.folders import require_folder
from debcli.cli.lettering import (
    USUAL_FORMS,
    Drafted,
    Form,
    Order,
    Ready,
    chosen_files,
    draft_letter,
    mark,
    perhaps_paid,
    record,
    remark,
    safe_lines,
    save,
    thing_of,
    told,
    write_letter,
)
from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.parameters import customer_slugs
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.errors import DebcliError, InputError, RefusedError, UsageError
from debcli.language import mark_as, say, say_many
from debcli.ledger.bank_read import bank_as_of
from debcli.receivables.called import way_sent
from debcli.receivables.correspondence import asked_kind
from debcli.receivables.facts import LetterKind
from debcli.receivables.guards import refusals
from debcli.settings import at_home
from debcli.values import dates

if TYPE_CHECKING:
    from debcli.cli.posting import Parcel
    from debcli.letters.postman import Postman


def letter(
    ctx: typer.Context,
    customer: str | None = typer.Argument(
        None,
        metavar="CUSTOMER",
        help="Short name, name, or a clear part of one.",
        autocompletion=customer_slugs,
    ),
    everyone: bool = typer.Option(False, "--all", help="Every letter today asks for."),
    kind: LetterKind | None = typer.Option(None, "--kind", help="Default: what today asks for."),
    language: Language | None = typer.Option(None, "--language", help="Default: the customer's."),
    out: Path = typer.Option(
        Path(), "--out", metavar="DIR", help="Folder to write to, which must be there; default here."
    ),
    form: list[Form] = typer.Option([], "--format", help="pdf and txt by default; may be repeated."),
    print_: bool = typer.Option(
        False, "--print", help="Show the whole text on the screen too; a bevestiging always is."
    ),
    via: SentBy | None = typer.Option(None, "--via", help="It leaves today this way: marks it as sent."),
    send: bool = typer.Option(False, "--send", help="Mail it now, and mark it as sent once it was taken."),
    again: bool = typer.Option(
        False, "--again", help="With --send: mail it also when an earlier try may have arrived."
    ),
    suspend: str | None = typer.Option(
        None, "--suspend", metavar="T", help="With --kind opschorting: what you suspend; default all work."
    ),
    bank_checked: bool = typer.Option(
        False, "--bank-checked", help="You looked at your bank: it is not paid."
    ),
    force: bool = typer.Option(False, "--force", help="Make it against the policy; never against the law."),
    because: str | None = typer.Option(
        None, "--because", metavar="T", help="Why it is forced; kept in the journal."
    ),
) -> None:
    """Make a letter: checked, written as PDF and text, and recorded. Asking twice shows the letter made before.

    For example: debcli letter drukkerij-peeters     debcli letter architecten-noord --kind rekeningoverzicht --via email
    """
    run = Run.of(ctx)
    if force != (because is not None):
        raise UsageError(say("--force and --because go together."), say('Type: --force --because "why"'))
    if (customer is None) != everyone:
        raise UsageError(
            say("Name one customer, or type --all."), say("See who needs a letter: debcli today")
        )
    if everyone and (kind or force or suspend):
        raise UsageError(
            say("--all makes what today asks for."), say("Name a customer to choose the letter.")
        )
    if send and via is not None:
        raise UsageError(
            say("--send mails the letter itself; --via says how it left otherwise."),
            say("Type one of the two."),
        )
    if suspend is not None and kind != LetterKind.OPSCHORTING:
        raise UsageError(
            say("--suspend belongs to --kind opschorting."), say("Add it, or leave --suspend out.")
        )
    order = Order(
        kind,
        language.value if language else None,
        line(mark_as("field", "work that is suspended"))(suspend) if suspend else "",
        bank_checked,
        line(mark_as("field", "reason"))(because) if because else "",
    )
    forms = tuple(form) or USUAL_FORMS
    out = at_home(out)
    require_folder(run, out)
    if customer is None:
        _all(run, order, out, forms, via, send=send, again=again, shown=print_)
    else:
        one(run, customer, order, out, forms, via, send=send, again=again, shown=print_)


def one(
    run: Run, customer: str, order: Order, out: Path, forms: tuple[Form, ...] = USUAL_FORMS, via: SentBy | None = None, *,
    send: bool = False, again: bool = False, shown: bool = False,
) -> Ready:  # fmt: skip
    """Make one letter, say so (`shown`: with its text), and mark or mail it where asked. Raises RefusedError and InputError."""
    from debcli.ledger import read

    parcel: Parcel | None = None
    if run.interactive and not order.bank_checked:  # before the ledger is held: an answer can take its time
        order = order._replace(bank_checked=_asked_bank(run, customer, order.kind))
    with ExitStack() as line_open:
        with run.write_rows() as work:
            who = read.find_customer(work.raw, customer)
            ready = write_letter(run, work, who.id, order)
            work.summary = _summary(ready, order.reason, via)
            if via is not None:
                mark(work, ready.letter, run.day, via)
            files = chosen_files(work, ready, forms)
            if send and not run.dry_run:
                from debcli.cli.posting import connected, start

                parcel = start(run, work, ready, again=again)
                postman = line_open.enter_context(connected(work.raw))
            paths = {} if run.dry_run else save(out, ready.name, files)
            ready = ready._replace(letter=read.letter_by_id(work.raw, ready.letter.id))
            acc = account_of(work.raw, who.id, run)
        if ready.made is not None:
            remark(ready.made)
        if parcel is not None:
            ready = _mailed(run, postman, parcel, ready)
    if parcel is not None:
        with run.read() as conn:
            acc = account_of(conn, who.id, run)
    left = via is not None or parcel is not None
    if run.json:
        report(run, thing_of(ready, paths), [], acc)
        return ready
    if shown or (ready.made is not None and ready.letter.kind == LetterKind.BEVESTIGING):
        _print_text(ready, dry=run.dry_run)
    report(run, thing_of(ready, paths), told(ready, paths), acc if left else None)
    return ready


def _print_text(ready: Ready, *, dry: bool) -> None:
    """The whole text; one that is only tried was shown with what it holds."""
    if not (dry and ready.made is not None):
        print(safe_lines(ready.files["txt"].decode()) + "\n")


def _summary(ready: Ready, reason: str, via: SentBy | None) -> str:
    said = say("{kind} to {name}", kind=ready.letter.kind, name=ready.customer.name)
    if reason:
        said = say("{what}, forced: {reason}", what=said, reason=reason)
    return say("{what}, sent by {via}", what=said, via=way_sent(via.value)) if via else said


def _mailed(run: Run, postman: "Postman", parcel: "Parcel", ready: Ready) -> Ready:
    """Hand one letter over; gives it as it stands after that."""
    from debcli.cli.posting import finish
    from debcli.ledger import read

    finish(run, postman, parcel)
    with run.read() as conn:
        return ready._replace(letter=read.letter_by_id(conn, ready.letter.id))


def _asked_bank(run: Run, customer: str, kind: LetterKind | None) -> bool:
    """On a terminal the guard "money first" is a question."""
    from debcli.ledger import read

    with run.read() as conn:
        acc = account_of(conn, read.find_customer(conn, customer).id, run)
        bank = bank_as_of(conn, run.day)
        held_back = refusals(
            acc, asked_kind(acc, kind), bank_as_of=bank, perhaps_paid=perhaps_paid(conn, acc)
        )
    if held_back and held_back == [r for r in held_back if r.bank]:
        newest = dates.full(bank or run.day)
        return ask.confirm(
            run, say("The newest bank data is of {day}. Did you look at your bank today", day=newest)
        )
    return False


# --- every letter of today ---------------------------------------------------------------------------------------


def _all(
    run: Run, order: Order, out: Path, forms: tuple[Form, ...], via: SentBy | None, *, send: bool, again: bool, shown: bool,
) -> None:  # fmt: skip
    """Each letter guarded by itself: what is refused is told, the others are made."""
    from debcli.ledger import read
    from debcli.letters.press import Press
    from debcli.letters.sheet import page_of

    made: list[tuple[Ready, dict[str, str]]] = []
    held: list[tuple[str, DebcliError]] = []
    dry = run.dry_run
    with ExitStack() as line_open:
        with run.read() as conn:
            asked = _asked_today(run, conn)
            if send and asked and not dry:  # first, so that no letter is made that cannot leave
                from debcli.cli.posting import connected

                postman = line_open.enter_context(connected(conn))
        with run.write_rows() as work:
            page = page_of(read.settings(work.raw))
            drafted: list[tuple[str, Drafted, Callable[[], dict[str, bytes]]]] = []
            press = line_open.enter_context(Press(page, len(asked)))
            for customer_id, slug in asked:
                try:
                    drawn = draft_letter(run, work, customer_id, order)
                except (InputError, RefusedError) as error:
                    held.append((slug, error))
                    continue
                drafted.append((slug, drawn, press.take(drawn.made) if drawn.made else dict))
            for slug, drawn, printed in _shown(run, drafted, say("Writing")):
                try:
                    ready = record(work, drawn, printed(), order.reason)
                    if via is not None:
                        mark(work, ready.letter, run.day, via)
                    files = chosen_files(work, ready, forms)
                    paths = {} if dry else save(out, ready.name, files)
                except (InputError, RefusedError) as error:
                    held.append((slug, error))
                    continue
                made.append((ready._replace(letter=read.letter_by_id(work.raw, ready.letter.id)), paths))
            work.summary = _summary_of(len(made), via)
        if send and made and not dry:
            made = _mail_all(run, postman, made, held, again=again)
    if run.json:
        refused = [{"customer": slug, "message": e.message, "hint": e.hint} for slug, e in held]
        emit(
            {
                "letters": [thing_of(*pair) for pair in made],
                "refused": refused,
                **({"dry_run": True} if dry else {}),
            }
        )
    else:
        _tell_all(made, held, dry=dry, shown=shown)
    if held and not made:
        raise typer.Exit(3)


def _summary_of(count: int, via: SentBy | None) -> str:
    if via is None:
        return say_many("{count} letter", "{count} letters", count)
    return say_many(
        "{count} letter, sent by {via}", "{count} letters, sent by {via}", count, via=way_sent(via.value)
    )


def _asked_today(run: Run, conn: Any) -> list[tuple[int, str]]:
    """Customers for whom today asks a letter."""
    from debcli.ledger import read
    from debcli.receivables.account import account
    from debcli.receivables.decision import decide

    book = read.book(conn, run.day)
    found: list[tuple[int, str]] = []
    for facts in book.facts:
        action = decide(account(facts, run.day, book.practice)).action
        if action is not None and action.due.letter is not None:
            found.append((facts.customer.id, facts.customer.slug))
    return sorted(found, key=lambda pair: pair[1])


def _shown(run: Run, items: list[Any], what: str) -> Iterator[Any]:
    """The items, with a bar on a terminal while they are gone through."""
    import sys

    if not run.interactive or run.plain or not sys.stderr.isatty() or len(items) < 3:
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=what, console=Console(stderr=True), transient=True)


def _mail_all(
    run: Run,
    postman: "Postman",
    made: list[tuple[Ready, dict[str, str]]],
    held: list[tuple[str, DebcliError]],
    *,
    again: bool,
) -> list[tuple[Ready, dict[str, str]]]:
    """Mail each over one connection; each is looked at again just before it leaves."""
    from debcli.cli.posting import start
    from debcli.ledger import read

    done: list[tuple[Ready, dict[str, str]]] = []
    for ready, paths in _shown(run, made, say("Mailing")):
        try:
            with run.write_rows() as work:
                still = write_letter(
                    run, work, ready.customer.id, Order(ready.letter.kind, bank_checked=True)
                )
                parcel = start(run, work, still, again=again)
                work.summary = say(
                    "{kind} {id} about to be mailed", kind=ready.letter.kind, id=ready.letter.id
                )
            done.append((_mailed(run, postman, parcel, ready), paths))
        except DebcliError as error:
            held.append((ready.customer.slug, error))
            with run.read() as conn:
                done.append((ready._replace(letter=read.letter_by_id(conn, ready.letter.id)), paths))
    return done


def _tell_all(
    made: list[tuple[Ready, dict[str, str]]], held: list[tuple[str, DebcliError]], *, dry: bool, shown: bool
) -> None:
    if not made and not held:
        print(say("Today asks no letters."))
        return
    if dry:
        print(say("Nothing was changed (--dry-run). It would say:"))
    for ready, paths in made:
        if shown:
            _print_text(ready, dry=dry)
        for text in told(ready, paths):
            print(wrap(safe(text), "").rstrip())
    if held:
        print(say_many("1 letter, {held} not:", "{count} letters, {held} not:", len(made), held=len(held)))
    else:
        print(say_many("1 letter.", "{count} letters.", len(made)))
    for slug, error in held:
        print(wrap(f"{slug}: {safe(error.message)} {safe(error.hint)}", "  "))
    lacking = sorted({c.element for ready, _ in made if ready.made for c in ready.made.checks if not c.ok})
    if lacking:
        from debcli.letters.elements import called

        note(wrap(say("! Some do without: {elements}.", elements=", ".join(map(called, lacking))), ""))

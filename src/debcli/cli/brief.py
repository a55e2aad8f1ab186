"""debcli alone: the morning in three lines, and where to go."""

from debcli.cli.morning import bank_words, unmatched_words
from debcli.cli.output import emit, note, pad, safe, style, width, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_action, open_in
from debcli.cli.todo import command_for, order
from debcli.cli.words import counted, named
from debcli.errors import LedgerError
from debcli.language import mark, say
from debcli.receivables.account import Account, account
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import Action, decide, following
from debcli.values import dates
from debcli.values.money import euro

WHERE = mark("The list: debcli today · one by one: debcli today --go · all: debcli --help")
WELCOME = mark("""debcli helps you get paid without losing the customer: it says each morning whom
to call and which letter to send, and why. Everything stays on this computer.
Start your own ledger:       debcli init
See it on a made-up one:     debcli demo""")


def brief(run: Run) -> int:
    """Print it, and give the exit code: 4 when there is no ledger yet. Raises LedgerError when there is one it cannot use."""
    if not run.ledger.exists():
        if run.json:
            raise LedgerError(
                say("There is no ledger at {path}.", path=run.ledger), say("Start one: debcli init")
            )
        note(say(WELCOME))
        return LedgerError.exit_code
    from debcli.ledger import read

    with run.read() as conn:
        book = read.book(conn, run.day)
    decided = [(acc, decide(acc)) for acc in (account(f, run.day, book.practice) for f in book.facts)]
    todo = sorted(((acc, d.action) for acc, d in decided if d.action is not None), key=lambda p: order(*p))
    waiting = sum(d.waiting is not None for _, d in decided)
    counts: dict[str, int] = {}
    for _, action in todo:
        counts[action.due.action] = counts.get(action.due.action, 0) + 1
    if run.json:
        first = [of_action(acc, act, following(acc, act), command_for(acc, act)) for acc, act in todo[:1]]
        emit({"as_of": iso(run.day), "to_do": len(todo), "counts": counts, "first": first[0] if first else None,
              "waiting": waiting, "bank_as_of": iso(book.bank_as_of)})  # fmt: skip
        return 0
    print(_how_many(style(run, dates.full(run.day), "bold"), len(todo), waiting))
    said = _counted(counts)
    if book.bank_as_of is not None:
        said.append(bank_words(book.bank_as_of, run.day))
    if said:
        print(wrap(" · ".join(said), ""))
    if todo:
        print(_first(*todo[0]))
    if book.unmatched.payments:
        print(wrap(unmatched_words(book.unmatched), ""))
    print(style(run, say(WHERE), "dim"))
    return 0


def _how_many(day: str, todo: int, waiting: int) -> str:
    if todo and waiting:
        return say("{day}: {count} to do today, {waiting} waiting.", day=day, count=todo, waiting=waiting)
    if todo:
        return say("{day}: {count} to do today.", day=day, count=todo)
    if waiting:
        return say("{day}: nothing to do today, {waiting} waiting.", day=day, waiting=waiting)
    return say("{day}: nothing to do today.", day=day)


def _counted(counts: dict[str, int]) -> list[str]:
    """How many of each kind, the two most frequent by name."""
    often = sorted(counts.items(), key=lambda c: -c[1])
    others = sum(n for _, n in often[2:])
    said = [counted(what, n) for what, n in often[:2]]
    said += [say("{count} more", count=others)] if others else []
    return [", ".join(said)] if said else []


def _first(acc: Account, action: Action) -> str:
    """The most urgent one by name, and what to type for it on the same line where it fits."""
    due = action.due
    currency = main_currency(due.items)
    amount = euro(open_in(due.items, currency) if due.asks is None else due.asks, currency)
    what = due.letter.value if due.letter else named(due.action)
    rest = f", {what}, {amount}"
    command = (
        f"-> debcli call {acc.customer.slug}" if due.action == "call" else f"-> {command_for(acc, action)}"
    )
    name = safe(acc.customer.name)
    head = say("First: ")
    if len(head) + len(name) + len(rest) > width():
        name = pad(name, width() - len(head) - len(rest)).rstrip()
    line = f"{head}{name}{rest}"
    return f"{line}  {command}" if len(line) + 2 + len(command) <= width() else f"{line}\n{command}"

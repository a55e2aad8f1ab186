"""debcli alone: the morning in three lines, and where to go."""

from debcli.cli.morning import bank_words, command_for, order, unmatched_words
from debcli.cli.output import emit, note, pad, safe, style, width, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_action, open_in
from debcli.errors import LedgerError
from debcli.receivables.account import Account, account
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import Action, decide, following
from debcli.values import dates
from debcli.values.money import euro

_WORDS = {
    "call": ("call", "calls"),
    "letter": ("letter", "letters"),
    "send": ("letter to send", "letters to send"),
    "confirm": ("confirmation", "confirmations"),
    "check-in": ("check-in call", "check-in calls"),
    "nudge": ("short message", "short messages"),
    "resolve-dispute": ("dispute to solve", "disputes to solve"),
    "offer-plan": ("plan to offer", "plans to offer"),
    "decide": ("decision", "decisions"),
    "review": ("look back", "looks back"),
}
WHERE = "The list: debcli today · one by one: debcli today --go · all: debcli --help"
WELCOME = """debcli helps you get paid without losing the customer: it says each morning whom
to call and which letter to send, and why. Everything stays on this computer.
Start your own ledger:       debcli init
See it on a made-up one:     debcli demo"""


def brief(run: Run) -> int:
    """Print it, and give the exit code: 4 when there is no ledger yet. Raises LedgerError when there is one it cannot use."""
    if not run.ledger.exists():
        if run.json:
            raise LedgerError(f"There is no ledger at {run.ledger}.", "Start one: debcli init")
        note(WELCOME)
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
    also = f", {waiting} waiting" if waiting else ""
    day = style(run, dates.full(run.day), "bold")
    print(f"{day}: {f'{len(todo)} to do' if todo else 'nothing to do'} today{also}.")
    said = _counted(counts)
    if book.bank_as_of is not None:
        said.append(bank_words(book.bank_as_of, run.day))
    if said:
        print(wrap(" · ".join(said), ""))
    if todo:
        print(_first(*todo[0]))
    if book.unmatched.payments:
        print(wrap(unmatched_words(book.unmatched), ""))
    print(style(run, WHERE, "dim"))
    return 0


def _counted(counts: dict[str, int]) -> list[str]:
    """How many of each kind, the two most frequent by name."""
    often = sorted(counts.items(), key=lambda c: -c[1])
    named, others = often[:2], sum(n for _, n in often[2:])
    said = [f"{n} {_WORDS[what][n > 1]}" for what, n in named] + ([f"{others} more"] if others else [])
    return [", ".join(said)] if said else []


def _first(acc: Account, action: Action) -> str:
    """The most urgent one by name, and what to type for it on the same line where it fits."""
    due = action.due
    currency = main_currency(due.items)
    amount = euro(open_in(due.items, currency) if due.asks is None else due.asks, currency)
    what = due.letter.value if due.letter else _WORDS[due.action][0]
    rest = f", {what}, {amount}"
    command = (
        f"-> debcli call {acc.customer.slug}" if due.action == "call" else f"-> {command_for(acc, action)}"
    )
    name = safe(acc.customer.name)
    head = "First: "
    if len(head) + len(name) + len(rest) > width():
        name = pad(name, width() - len(head) - len(rest)).rstrip()
    line = f"{head}{name}{rest}"
    return f"{line}  {command}" if len(line) + 2 + len(command) <= width() else f"{line}\n{command}"

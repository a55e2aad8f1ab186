"""today --go: the list one by one. Each answer is written at once, by the command that is there for it."""

from pathlib import Path

from typer import Abort

from debcli.cli import ask, bank, confirming, contacts, disputes, letter_list, letters, plans
from debcli.cli.app import COMMANDS
from debcli.cli.banking import likely_payers
from debcli.cli.call import show_sheet
from debcli.cli.complaint import advice, lines
from debcli.cli.fields import Channel, SentBy
from debcli.cli.lettering import Order
from debcli.cli.morning import bank_warnings, unmatched_words
from debcli.cli.output import note, safe, style, wrap
from debcli.cli.run import Run
from debcli.cli.todo import item_text, made_today, order
from debcli.errors import DebcliError, StoppedError, UsageError
from debcli.language import mark, say
from debcli.ledger import read
from debcli.ledger.bank_read import Unmatched, bank_as_of, unmatched
from debcli.receivables.account import Account, account
from debcli.receivables.decision import Action, decide
from debcli.receivables.facts import Customer, Letter, LetterKind, Outcome
from debcli.receivables.guards import look_first
from debcli.values import dates

Todo = tuple[Account, Action]
_REST = {"s": mark("skip"), "q": mark("quit")}
_WAYS = {"e": SentBy.EMAIL, "p": SentBy.POST, "r": SentBy.REGISTERED}


def walk(run: Run, customer: str | None = None, *, limit: int | None = None) -> None:
    """Go through the list on a terminal. Raises UsageError elsewhere, and StoppedError when it is broken off."""
    if not run.interactive:
        raise UsageError(
            say("--go asks as it goes, so it needs a terminal."), say("See the list: debcli today")
        )
    run = run.but(walking=True)
    with run.read() as conn:
        wanted = read.find_customer(conn, customer).id if customer else None
    going = _Walk(run, wanted)
    try:
        going.through(limit)
    except ask.LeftError:
        pass
    except (Abort, KeyboardInterrupt, StoppedError) as stop:
        print()
        raise StoppedError(
            say("Stopped: {progress}.", progress=going.said()), say("Go on: debcli today --go")
        ) from stop
    print(f"\n{going.said()}{': debcli today' if going.left() else '.'}")


class _Walk:
    """A walk through the list of one day: what was shown, and for whom something was written."""

    def __init__(self, run: Run, wanted: int | None) -> None:
        self.run = run
        self.wanted = wanted
        self.shown: set[tuple[object, ...]] = set()
        self.asked: set[int] = set()  # letters: whether they left
        self.logged: set[int] = set()  # customers
        self.done: set[int] = set()  # customers something was recorded for
        self.near: int | None = None
        self.mark = _newest(run)
        self.looked = True
        self.waiting: Unmatched | None = None
        self.paying: dict[int, str] = {}  # by customer, what may be theirs
        self.typed: tuple[str, ...] = ("today", "--go")

    def through(self, limit: int | None) -> None:
        """Show one after another until none is left; what an answer changes is decided again."""
        self._money_first()
        number = 0
        while number != limit:
            todo = [pair for pair in self._list() if self._is_new(*pair)]
            if not todo:
                return
            todo.sort(
                key=lambda pair: pair[0].customer.id != self.near
            )  # what follows for the same customer comes first
            acc, action = todo[0]
            self.near, number = acc.customer.id, number + 1
            self.shown.add(_key(acc, action))
            self.mark = _newest(self.run)
            print("\n" + style(self.run, say("({count} to go)", count=len(todo)), "dim"))
            print(item_text(self.run, number, acc, action, self._first(acc, action)))
            try:
                self._step(acc, action)
            except StoppedError:
                raise
            except DebcliError as error:
                hint = advice(self.typed, error.hint, error.meant, COMMANDS)
                note("\n".join(lines(f"  ! {safe(error.message)}", safe(hint))))
            self._count()

    def left(self) -> int:
        """How much of the list is left."""
        return len(self._list())

    def said(self) -> str:
        """What was done and what is left, in a few words."""
        self._count()
        done, left = len(self.done), self.left()
        if left:
            return say("{done} done, {left} left", done=done, left=left)
        return say("{done} done, nothing left for today", done=done)

    def _is_new(self, acc: Account, action: Action) -> bool:
        """Whether it was not asked yet; what the log of a call has just offered counts as asked."""
        made = _unsent(acc, action)
        if made is not None:
            return made.id not in self.asked
        if action.due.action == "confirm" and acc.customer.id in self.logged:
            return False
        return _key(acc, action) not in self.shown

    def _count(self) -> None:
        newest = _newest(self.run)
        if newest != self.mark and self.near is not None:
            self.done.add(self.near)
        self.mark = newest

    def _list(self) -> list[Todo]:
        with self.run.read() as conn:
            book = read.book(conn, self.run.day)
        accounts = [account(facts, self.run.day, book.practice) for facts in book.facts]
        decided = [(acc, decide(acc).action) for acc in accounts if self.wanted in {None, acc.customer.id}]
        return sorted(((acc, act) for acc, act in decided if act is not None), key=lambda pair: order(*pair))

    def _first(self, acc: Account, action: Action) -> tuple[str, ...]:
        """What to look at before it: money that may be this customer's."""
        with self.run.read() as conn:
            newest = bank_as_of(conn, self.run.day)
            waiting = unmatched(conn, self.run.day)
            if (
                waiting != self.waiting
            ):  # looked for again only when the bank brought more, or some of it was matched
                self.paying = likely_payers(conn, self.run.day) if waiting.payments else {}
                self.waiting = waiting
        return look_first(acc, action.rule, action.due, newest, self.paying.get(acc.customer.id, ""))

    def _money_first(self) -> None:
        """Ask once whether the bank was looked at, where its data are old: letters wait for it."""
        print(style(self.run, dates.full(self.run.day), "bold"))
        if not self._list():
            return
        with self.run.read() as conn:
            book = read.book(conn, self.run.day)
        if book.unmatched.payments:
            print(style(self.run, wrap(f"! {unmatched_words(book.unmatched)}", ""), "yellow"))
        if not bank_warnings(book.bank_as_of, self.run, book.practice.country) or book.bank_as_of is None:
            return
        newest = dates.full(book.bank_as_of)
        told = say("The newest bank data is of {day}: who paid since must not be asked again.", day=newest)
        print(wrap(told, ""))
        self.looked = ask.confirm(
            self.run, say("Did you look at your bank today, and is all of it in the ledger")
        )
        if self.looked:
            bank.looked(self._as("bank-checked"))
            self.mark = _newest(self.run)
        else:
            print(say("Letters wait for it: debcli import FILE"))

    def _as(self, *typed: str) -> Run:
        """The run as if a command had been typed: the journal names what can be typed again."""
        self.typed = typed
        return self.run.but(typed=typed)

    # --- what is asked for each kind of action ----------------------------------------------------------------------

    def _step(self, acc: Account, action: Action) -> None:
        who, due = acc.customer, action.due
        made = _unsent(acc, action)
        if made is not None:
            self._send(who, made, stale=due.stale)
            return
        match due.action:
            case "call" | "check-in":
                self._call(who)
            case "offer-plan":
                self._plan(who)
            case "nudge":
                self._nudge(who)
            case "confirm":
                self._confirm(who, due.letter)
            case "letter":
                self._letter(who, due.letter)
            case "resolve-dispute":
                self._dispute(who, due.items[0].invoice.number)
            case _:
                self._key({"": mark("next, it stays on the list"), "q": mark("quit")})

    def _key(self, choices: dict[str, str], **values: object) -> str:
        """The key chosen; what each does is said here."""
        return ask.key(self.run, {key: say(text, **values) for key, text in choices.items()})

    def _call(self, who: Customer) -> None:
        print()
        show_sheet(self.run, who.id)
        print()
        if self._key({"": mark("log how the call went"), **_REST}) == "":
            self._log(who)

    def _log(self, who: Customer) -> None:
        self.logged.add(who.id)
        contacts.log(self._as("log-call", who.slug), who.slug)

    def _plan(self, who: Customer) -> None:
        print()
        show_sheet(self.run, who.id)
        print()
        match self._key({"": mark("log how the call went"), "p": mark("a plan was agreed"), **_REST}):
            case "":
                self._log(who)
            case "p":
                self.logged.add(who.id)
                plans.agree(self._as("log-plan", who.slug), who.slug)

    def _nudge(self, who: Customer) -> None:
        if self._key({"": mark("it was sent"), **_REST}) == "":
            typed = self._as("log-call", who.slug, "--via", "email", "--outcome", "mailed")
            contacts.log(typed, who.slug, outcome=Outcome.MAILED, via=Channel.EMAIL)

    def _confirm(self, who: Customer, kind: LetterKind | None) -> None:
        kind = kind or LetterKind.BEVESTIGING
        confirming.offer(self._as("letter", who.slug, "--kind", kind.value), who, kind)

    def _letter(self, who: Customer, kind: LetterKind | None) -> None:
        if not self.looked:
            print(f"  {say('It waits until you looked at your bank: debcli bank-checked')}")
            return
        typed, wanted = self._as("letter", who.slug), Order(kind)
        make = mark("make the {kind}")
        chosen = self._key({"": make, "t": mark("read its text first"), **_REST}, kind=kind)
        if chosen == "t":
            letters.one(typed.but(dry_run=True), who.slug, wanted, Path())
            chosen = self._key({"": make, **_REST}, kind=kind)
        if chosen == "":
            made = letters.one(typed, who.slug, wanted, Path()).letter
            self._left(who, made, wanted)

    def _send(self, who: Customer, made: Letter, *, stale: bool) -> None:
        if stale:
            self.asked.add(made.id)
            if self._key({"": mark("cancel letter {number}"), **_REST}, number=made.id) == "":
                letter_list.cancelled(self._as("cancel-letter", str(made.id)), made.id)
            return
        self._left(who, made, Order(made.kind))

    def _left(self, who: Customer, made: Letter, wanted: Order) -> None:
        """Mark a letter as sent, or mail it now."""
        self.asked.add(made.id)
        ways = {"e": mark("by e-mail"), "p": mark("by post"), "r": mark("registered")}
        mail = {"m": mark("mail it now")} if self._can_mail(who) and made.contact is None else {}
        print(say("Has letter {number} left?", number=made.id))
        chosen = self._key({"": mark("not yet"), **ways, **mail, "q": mark("quit")})
        if chosen == "m":
            letters.one(self._as("letter", who.slug, "--send"), who.slug, wanted, Path(), send=True)
        elif chosen:
            via = _WAYS[chosen]
            letter_list.sent(self._as("mark-sent", str(made.id), "--via", via.value), made.id, via)

    def _can_mail(self, who: Customer) -> bool:
        with self.run.read() as conn:
            return bool(who.email and read.settings(conn).get("smtp-host"))

    def _dispute(self, who: Customer, number: str) -> None:
        if self._key({"": mark("it is solved"), **_REST}) != "":
            return
        disputes.resolve(self._as("resolve-dispute", who.slug, number), who.slug, number)


def _newest(run: Run) -> int:
    """The number of the newest entry of the journal."""
    with run.read() as conn:
        return max((entry.id for entry in read.journal(conn, 1)), default=0)


def _key(acc: Account, action: Action) -> tuple[object, ...]:
    """What makes one thing of the list another one than before."""
    return acc.customer.id, action.rule, action.due.action, action.due.letter


def _unsent(acc: Account, action: Action) -> Letter | None:
    """The letter that is made and has not left, where that is what is asked."""
    due = action.due
    return due.made or (made_today(acc, due.letter) if due.letter is not None else None)

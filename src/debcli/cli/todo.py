"""One of the list of the morning: whom, what, how much, why, and what to type."""

import shlex
from datetime import date

from debcli.cli.choices import choices_for
from debcli.cli.output import pad, safe, style, wrap
from debcli.cli.output import width as columns
from debcli.cli.run import Run
from debcli.cli.shapes import open_in
from debcli.cli.words import verb_of
from debcli.language import say, say_many
from debcli.receivables.account import Account
from debcli.receivables.advice import hints
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import Action
from debcli.receivables.facts import Customer, Letter, LetterKind
from debcli.receivables.guards import rest_was_asked
from debcli.receivables.policy import RULES
from debcli.values import dates
from debcli.values.money import euro

_RANK = {rule.name: number for number, rule in enumerate(RULES)}
_LOUD = {
    "limitation": "red",
    "plan-missed": "yellow",
    "promise-broken": "yellow",
    "paid-claim": "yellow",
    "proof-missing": "yellow",
    "dispute-open": "yellow",
}


def order(acc: Account, action: Action) -> tuple[int, int, str]:
    """The order of the list: by rule, then by what may be asked, largest first."""
    currency = main_currency(action.due.items)
    return _RANK[action.rule], -open_in(action.due.items, currency), acc.customer.slug


def usual_way(customer: Customer) -> str:
    """How a letter to a customer most likely leaves."""
    return "email" if customer.email else "post"


def made_today(acc: Account, kind: LetterKind) -> Letter | None:
    """A letter of that kind that was made today and has not left."""
    return next(
        (
            x
            for x in acc.facts.letters
            if x.kind == kind and x.sent_on is None and x.cancelled_on is None and x.made_on == acc.day
        ),
        None,
    )


def command_for(acc: Account, action: Action) -> str:
    """What to type next."""
    slug = acc.customer.slug
    due = action.due
    if due.action == "send" and due.made is not None:
        return f"debcli {'cancel-letter ' if due.stale else 'mark-sent '}{due.made.id}" + (
            "" if due.stale else " --via email"
        )
    if due.letter is not None:
        if (made := made_today(acc, due.letter)) is not None:
            return f"debcli mark-sent {made.id} --via {usual_way(acc.customer)}"
        return f"debcli letter {slug}" + (f" --kind {due.letter}" if due.action == "confirm" else "")
    if due.action == "resolve-dispute":
        return f"debcli resolve-dispute {slug} {shlex.quote(due.items[0].invoice.number)}"
    if due.action == "offer-plan":
        return f"debcli log-plan {slug}"
    if due.action == "nudge":
        return f"debcli log-call {slug} --via email --outcome mailed"
    if due.action == "review":
        return _review(acc)
    if due.action == "decide" and all(item in acc.rests for item in due.items):
        if not rest_was_asked(acc):
            return f"debcli letter {slug} --kind herinnering"
        number = shlex.quote(due.items[0].invoice.number)
        return f'debcli write-off {number} --because "{say("not worth the asking")}"'
    if due.action == "decide":
        return f"debcli handover {slug}"
    return f"debcli log-call {slug}"


def _typed(acc: Account, action: Action) -> str:
    """What to type, for the eye: before a call the sheet, after it the log."""
    command = command_for(acc, action)
    if action.due.action not in {"call", "check-in"}:
        return command
    slug = acc.customer.slug
    both = f"debcli call {slug}   {say('then')}   {command}"
    return both if 8 + len(both) <= columns() else f"debcli call {slug}"


def _review(acc: Account) -> str:
    slug = acc.customer.slug
    if acc.ended is not None:
        return f"debcli close-case {slug} --outcome paid"
    if any(h.back_on is None for h in acc.facts.handovers):
        return f'debcli handover {slug} --to "{acc.facts.handovers[-1].to}" --review +30d'
    return f"debcli terms {slug} --end"


def item_text(run: Run, number: int, acc: Account, action: Action, first: tuple[str, ...]) -> str:
    """One of the list: whom, what, how much, why, and what to type. `first`: what to look at before."""
    due, customer = action.due, acc.customer
    currency = main_currency(due.items)
    wide = columns()
    verb = verb_of("cancel" if due.stale else due.action)
    amount = euro(open_in(due.items, currency) if due.asks is None else due.asks, currency)
    oldest = min([i.invoice.due for i in due.items], default=acc.day)
    since = "" if due.action == "review" else _since(oldest, acc.day)
    target = (
        due.letter.value
        if due.letter
        else customer.phone
        if due.action in {"call", "check-in", "offer-plan"}
        else customer.email
        if due.action == "nudge"
        else ""
    )
    tail = f"{pad(verb, 10)} {pad(amount, 13, right=True)}  {pad(since, max(14, len(since)))} {safe(target)}".rstrip()
    name = pad(safe(customer.name), max(12, wide - 5 - 1 - max(len(tail), 55)))
    loud = _LOUD.get(action.rule)
    head = f"{number:>3}  {style(run, name, 'bold')} {style(run, tail, loud) if loud else tail}"
    lines = [head, wrap(safe(due.why), "     ", wide)]
    lines += [
        style(run, wrap(f"* {safe(hint)}", "     ", wide), "dim") for hint in (*first, *hints(acc, action))
    ]
    ways = choices_for(acc, action)
    if not ways:
        return "\n".join([*lines, f"     {style(run, '-> ' + _typed(acc, action), 'cyan')}"])
    longest = max(len(command) for command, _ in ways)
    for command, text in ways:
        one = f"{style(run, '-> ' + pad(command, longest), 'cyan')}  {text}"
        if 5 + 3 + longest + 2 + max(len(t) for _, t in ways) > wide:
            one = f"{style(run, '-> ' + command, 'cyan')}\n        {text}"
        lines.append(f"     {one}")
    return "\n".join(lines)


def _since(due: date, day: date) -> str:
    """How late an invoice is, or when it is due."""
    late = (day - due).days
    if late > 0:
        return _days_late(late)
    return say("due today") if late == 0 else say("due {day}", day=dates.short(due))


def _days_late(days: int) -> str:
    return say_many("{count} day late", "{count} days late", days)

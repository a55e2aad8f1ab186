"""Where what to do is the user's own choice: the ways there are, each with what to type, none of them recommended."""

import shlex

from debcli.language import mark, say, say_as
from debcli.receivables.account import Account
from debcli.receivables.decision import Action

RULINGS = (
    ("upheld", mark("they are right: what is in dispute is credited")),
    ("credited", mark("you meet on a part: --credit A says how much")),
    ("rejected", mark("they are not right: it is asked again")),
)


def choices_for(acc: Account, action: Action) -> tuple[tuple[str, str], ...]:
    """What can be typed and what it does, one pair for each way; empty where there is one way only."""
    slug = acc.customer.slug
    first = shlex.quote(action.due.items[0].invoice.number) if action.due.items else ""
    if action.due.action == "resolve-dispute":
        resolve = f"debcli resolve-dispute {slug} {first} --outcome"
        ways = {"credited": f"credited --credit {say_as('metavar', 'A')}"}
        return tuple((f"{resolve} {ways.get(word, word)}", say(text)) for word, text in RULINGS)
    if action.due.action != "decide":
        return ()
    if all(item in acc.rests for item in action.due.items):
        return (
            (f"debcli log-call {slug}", say("ask for it once more")),
            (f'debcli write-off {first} --because "{say("not worth the asking")}"', say("give it up")),
        )
    return (
        (f"debcli handover {slug}", say("what each way costs and may bring, on one sheet")),
        (f"debcli log-plan {slug}", say("they pay in parts after all")),
        (
            f"debcli handover {slug} --to {say_as('metavar', 'NAME')}",
            say("an agency, a bailiff or the court takes it on"),
        ),
        (f"debcli write-off {first} --because {say_as('metavar', 'T')}", say("you give it up")),
    )

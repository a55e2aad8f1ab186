"""The rule table (POLICY.md section 3): a customer gets the first rule whose day has come.

A rule says what it asks for, why, and on which day if nothing else happens; decision.py picks the one that counts.
Nothing is stored: asked twice, a rule says the same. The figures stand in figures.py, the ladders in profiles.py.
"""

from collections.abc import Callable
from typing import NamedTuple

from debcli.language import mark, mark_as
from debcli.receivables import rules_said as said
from debcli.receivables import rules_steps as steps
from debcli.receivables.account import Account
from debcli.receivables.due import Due
from debcli.receivables.profiles import Profile


class Rule(NamedTuple):
    """A rule by the name it has in JSON. `otherwise`: what is the case when it does not apply.

    `hears`: it is about what was said or written, and can never apply to whom nobody spoke or wrote.
    `early`: it can apply to him before an invoice is due. `watched`: it is about a day that was agreed, and goes before a letter
    that lies here and no longer fits.
    """

    name: str
    applies: Callable[[Account, Profile], Due | None]
    otherwise: str
    hears: bool = False
    early: bool = True
    watched: bool = False


_WORDS = (  # how a screen calls a rule; at most fifteen letters
    mark_as("rule", "limitation"),
    mark_as("rule", "unsent-letter"),
    mark_as("rule", "plan-missed"),
    mark_as("rule", "promise-broken"),
    mark_as("rule", "paid-claim"),
    mark_as("rule", "proof-missing"),
    mark_as("rule", "dispute-open"),
    mark_as("rule", "unconfirmed"),
    mark_as("rule", "callback"),
    mark_as("rule", "offer-plan"),
    mark_as("rule", "ladder"),
    mark_as("rule", "check-in"),
    mark_as("rule", "nudge"),
    mark_as("rule", "aftercare"),
)
RULES: tuple[Rule, ...] = (
    Rule("limitation", steps.limitation_nears, mark("no open invoice is within half a year of lapsing")),
    Rule(
        "unsent-letter",
        steps.unsent_letter,
        mark("no letter lies here that was made and not sent"),
        hears=True,
    ),
    Rule(
        "plan-missed",
        said.plan_missed,
        mark("no instalment of a plan is missed"),
        hears=True,
        watched=True,
    ),
    Rule(
        "promise-broken",
        said.promise_broken,
        mark("no promise is broken that was not answered yet"),
        hears=True,
        watched=True,
    ),
    Rule("paid-claim", said.paid_claim, mark("no payment is awaited that was said to be made"), hears=True),
    Rule("proof-missing", said.proof_missing, mark("no proof of a payment is asked for"), hears=True),
    Rule("dispute-open", said.dispute_open, mark("nothing is in dispute"), hears=True),
    Rule(
        "unconfirmed",
        said.unconfirmed,
        mark("no agreement waits for its confirmation in writing"),
        hears=True,
    ),
    Rule(
        "callback",
        said.callback,
        mark("no call-back was agreed and the last attempt was answered"),
        hears=True,
    ),
    Rule("offer-plan", said.offer_plan, mark("the customer did not say that he cannot pay"), hears=True),
    Rule("ladder", steps.ladder, mark("nothing that is open may be asked for"), early=False),
    Rule("check-in", steps.check_in, mark("no large invoice waits to be confirmed as received")),
    Rule("nudge", steps.nudge, mark("he pays in time as a rule, or nothing is to come")),
    Rule("aftercare", steps.aftercare, mark("no case waits to be looked back on, no terms to be reviewed")),
)

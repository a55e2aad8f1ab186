"""Whatever happened: every text of the policy passes the language of the screens, and in Dutch nothing is left in English."""

import re
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debcli import language
from debcli.errors import RefusedError
from debcli.law import nl
from debcli.receivables import court
from debcli.receivables.advice import hints
from debcli.receivables.agreements import schedule
from debcli.receivables.claim import CostLine, charged_lately, claim
from debcli.receivables.corrections import require_correctable, require_enough
from debcli.receivables.correspondence import asked_kind, wanted
from debcli.receivables.decision import coming_up, decide, following, reasons
from debcli.receivables.doubt import doubtful, tell_who_collects
from debcli.receivables.due import ordinal, step_words
from debcli.receivables.effort import QUESTIONS, effort, evidence
from debcli.receivables.entrance import remarks
from debcli.receivables.facts import Cause, Charge, Kind, LetterKind, Payment, Terms
from debcli.receivables.guards import look_first, refusals
from debcli.receivables.mirror import _CAUSES
from debcli.receivables.notes import Attachment, Lookup
from debcli.receivables.playbook import advice
from debcli.receivables.profile_text import as_text, parse
from debcli.receivables.profiles import PROFILES
from debcli.receivables.rating import rating
from debcli.receivables.rules_said import _BROKEN, _IN_PART
from debcli.receivables.settable import SETTINGS, choice, whole
from debcli.values.dates import Step
from language.test_all_said import Marking, not_said, raised
from receivables.test_policy_properties import START, worlds

DATA = (
    "N Klant Bureau k ziek USD misverstand Amersfoort Molen KVK EUR",
    "BW art lid wettelijke handelsrente rente artikel overeengekomen van per jaar enkelvoudig in plaats de of waar die hoger is",
    *(kind.value for kind in LetterKind),
)
"""Names, days, articles and kinds of letters, which are Dutch in any language."""
SEEN = Lookup(1, 1, START, "register", "KVK"), Lookup(2, 1, START, "insolvency", "KVK")


@contextmanager
def marks():
    """Speak the language in which a text stands between marks."""
    before, language._chosen = language._chosen, ("nl", Marking())
    try:
        yield
    finally:
        language._chosen = before


def every_text(world, day):
    """All that the policy, the claim and the advice say of a customer on a day."""
    facts = world.facts._replace(customer=world.facts.customer._replace(city="Amersfoort"))
    acc = world.account(day)._replace(facts=facts)
    decision = decide(acc)
    yield from (verdict.why for verdict in reasons(acc))
    for then in (coming_up(acc), decision.waiting and decision.waiting.then):
        yield then.why if then else ""
    if decision.waiting is not None:
        yield decision.waiting.why
    if (action := decision.action) is not None:
        then = following(acc, action)
        yield from (action.due.why, then.why if then else "", *hints(acc, action))
        yield from look_first(acc, action.rule, action.due, day - timedelta(40), "9")
        yield step_words(action.due.action)
    for kind in LetterKind:
        for no in refusals(acc, kind, bank_as_of=day - timedelta(40), perhaps_paid="9"):
            yield f"{no.why} {no.hint}"
        try:
            wanted(acc, kind)
            asked_kind(acc)
        except RefusedError as error:
            yield f"{error.message} {error.hint}"
    for found in (claim(acc), claim(acc, acc.items)):
        yield from (*found.warnings, *found.notes, *(line.basis for line in found.costs))
    payer = rating(acc, facts, (day,))
    yield from (payer.words, *payer.signals)
    told = advice(acc, facts, SEEN)
    yield from (f"{c.question} {c.why}" for c in told.own)
    yield from (reason for p in told.proposals for reason in p.reasons)
    yield from (f"{step.text} {step.done}" for step in told.playbook)
    yield from (f"{t.what}: {t.said}" for t in effort(acc, facts))
    yield from (f"{e.what}: {e.told}" for e in evidence(acc, facts, (), SEEN) if "debcli" not in e.told)
    if acc.items:
        yield from remarks(acc, acc.items[0].invoice, 0)
    yield doubtful(facts, (), 10**9, day)
    yield from tell_who_collects(facts, {1, 2, 3})


@settings(max_examples=60)
@given(worlds())
def test_all_that_is_said_of_a_customer_is_said_in_the_language_of_the_screens(story):
    with marks():
        for text in every_text(*story):
            assert not_said(text, *DATA) == []


@settings(max_examples=40)
@given(worlds())
def test_what_is_decided_does_not_change_with_the_language(story):
    world, day = story
    english = [(v.rule, v.state, v.on) for v in reasons(world.account(day))]
    causes = [p.cause for p in advice(world.account(day), world.facts).proposals]
    with marks():
        assert [(v.rule, v.state, v.on) for v in reasons(world.account(day))] == english
        assert [p.cause for p in advice(world.account(day), world.facts).proposals] == causes


@settings(max_examples=40)
@given(worlds())
def test_in_dutch_a_reason_has_the_same_figures(story):
    world, day = story
    acc = world.account(day)
    english = [v.why for v in reasons(acc)]
    language.use("nl")
    try:
        dutch = [v.why for v in reasons(acc)]
    finally:
        language.use("en")
    for one, other in zip(english, dutch, strict=True):
        assert one != other
        assert sorted(re.findall(r"N-\d|[\d.]+,\d\d", one)) == sorted(re.findall(r"N-\d|[\d.]+,\d\d", other))


TERMS = Terms(1, 1, START, "Molen", START, prepay=50, limit=1, probation=1)


@pytest.mark.parametrize("kind", [Kind.BUSINESS, Kind.CONSUMER])
def test_what_few_customers_hear(kind):
    world = a_world(kind)
    day = START + timedelta(200)
    with marks():
        acc = world.account(day)
        facts = acc.facts._replace(terms=(TERMS,))
        told = [
            *remarks(acc._replace(facts=facts), acc.items[0].invoice, 5),
            doubtful(facts, [paid(day)], 5, day),
        ]
        told += [*remarks(acc._replace(facts=facts), acc.items[0].invoice, 0)]
        told += [charged_lately(acc._replace(facts=facts._replace(charges=(charge(day),))))]
        told += [v.why for v in reasons(acc._replace(facts=facts))]
        old = world.account(START + timedelta(366 * 7))
        told += [text for x in LetterKind for no in refusals(old, x) for text in (no.why, no.hint)]
        told += claim(old).warnings
        who = acc.customer._replace(interest=Decimal(3))
        told += claim(acc._replace(facts=facts._replace(customer=who))).notes
        usd = facts._replace(invoices=tuple(i._replace(currency="USD") for i in facts.invoices))
        told += claim(a_world(kind, usd).account(day)).warnings
        told += [playbook_of(acc, cause) for cause in Cause]
    assert [one for one in told if not_said(one, *DATA)] == []
    assert len([one for one in told if one]) > 20


def a_world(kind, facts=None):
    from receivables.test_policy_properties import Customer, Facts, Invoice, World

    invoice = Invoice(1, 1, "N-1", 1_500_00, START, START + timedelta(14))
    return World(facts or Facts(Customer(1, "k", "Klant", kind), (invoice,)))


def paid(day):
    return Payment(1, 1, day, 5)


def charge(day):
    return Charge(day - timedelta(9), (1,), by_law=False)


def playbook_of(acc, cause):
    from receivables.test_policy_properties import Contact, Outcome

    said = Contact(1, 1, START, "phone", Outcome.SPOKE, cause=cause, invoices=(1,))
    return " ".join(step.text for step in advice(acc, acc.facts._replace(contacts=(said,))).playbook)


PROFILES_WRONG = ["x = 1", "sommatie 25", "herinnering = 9\nsommatie = 3", "herinnering = -1", "herinnering = 3", 'sommatie = 9\ncheck-in-from = "x"',
                  "veertiendagenbrief = 9\nsommatie = 30"]  # fmt: skip


def test_what_is_typed_wrong():
    names = " ".join([*PROFILES_WRONG, *PROFILES, "due call chase aanmaning check in from after the"])
    with marks():
        for text in PROFILES_WRONG:
            parser = r"\(at[^)]*\)|Expected '=' after a key in a key/value pair"  # tomllib speaks English
            assert not_said(re.sub(parser, "", raised(parse, "mine", text)), "mine", names) == []
        assert not_said(raised(parse, "mine", "sommatie = 9", consumer=True), "mine", names) == []
        assert not_said(as_text(PROFILES["consumer"]).splitlines()[0], "consumer") == []
        assert not_said(raised(whole(1, 9).parse, "x")) == []
        assert not_said(raised(choice(Cause).parse, "x"), *Cause) == []
        assert not_said(raised(schedule, 1, START, Step(0, 1), 5)) == []


def test_what_stands_in_tables():
    with marks():
        told = [setting.means for setting in SETTINGS] + [ordinal(n) for n in range(1, 9)]
        told += [language.say(text) for text in (*QUESTIONS, court.SOURCE, *(what for what, _ in _CAUSES))]
        told += [language.say(text) for words, more in (_BROKEN, _IN_PART) for text in words.values()]
        for agreed in (True, False):
            for limit, percent in (("minimum", None), ("maximum", None), ("", None), ("", Decimal(15))):
                told += [CostLine(1, percent, 1, limit, on, agreed).basis for on in (None, START)]
        for way in court.ways(1, 2, court.Odds(1, 2, 3, 4), court.Costs(None, 1, 2, 0)):
            told += [language.say_as("way", way.name), way.formula]
    assert [one for one in told if not_said(one, "art BW Besluit BIK")] == []


@given(st.sampled_from(["amount", "due", "number"]), st.booleans())
def test_what_may_not_be_corrected(what, sent):
    world = a_world(Kind.BUSINESS)
    day = START + timedelta(60)
    world.letter(day, LetterKind.HERINNERING, world.account(day).items, sent=sent)
    with marks():
        invoice = world.facts.invoices[0]
        assert not_said(raised(require_correctable, world.facts, invoice, {what}), *DATA) == []
        assert not_said(raised(require_enough, invoice, 1, 2), *DATA) == []
    world = a_world(Kind.BUSINESS)
    world.handover(day)
    with marks():
        assert not_said(raised(require_correctable, world.facts, invoice, {what}), *DATA) == []


def test_the_ground_of_interest_is_named_in_the_language_of_the_screens():
    who = {"agreed": Decimal(3), "simple": True}
    world = a_world(Kind.BUSINESS)
    facts = world.facts._replace(
        customer=world.facts.customer._replace(interest=Decimal(3), compounding="simple")
    )
    acc = a_world(Kind.BUSINESS, facts).account(START + timedelta(60))
    assert claim(acc).notes[0] == f"Interest: {nl.interest_basis('business', 'en', **who)}."
    language.use("nl")
    try:
        assert claim(acc).notes[0] == f"Rente: {nl.interest_basis('business', 'nl', **who)}."
    finally:
        language.use("en")


def test_a_file_kept_is_named_and_not_said():
    world = a_world(Kind.BUSINESS)
    acc = world.account(START + timedelta(60))
    kept = Attachment(1, 1, None, START, "contract", "Molen.pdf", 1, "")
    with marks():
        found = evidence(acc, acc.facts, (kept,), SEEN)
    assert found[0].told == "Molen.pdf"

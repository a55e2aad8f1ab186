"""The words for codes on the screens. The codes themselves stay in JSON."""

from decimal import Decimal

from debcli.language import mark_as, say_as, say_many
from debcli.values.money import percent

_KINDS = {
    "business": mark_as("customer", "business"),
    "consumer": mark_as("customer", "consumer"),
    "government": mark_as("customer", "government"),
}
_STATES = {
    "open": mark_as("invoice", "open"),
    "overdue": mark_as("invoice", "overdue"),
    "paid": mark_as("invoice", "paid"),
    "disputed": mark_as("invoice", "disputed"),
    "promised": mark_as("invoice", "promised"),
    "plan": mark_as("invoice", "plan"),
    "held": mark_as("invoice", "held"),
    "handed-over": mark_as("invoice", "handed-over"),
    "written-off": mark_as("invoice", "written-off"),
    "not-issued": mark_as("invoice", "not yet issued"),
}
_WAYS = {
    "post": mark_as("sent by", "post"),
    "registered": mark_as("sent by", "registered"),
    "email": mark_as("sent by", "email"),
}


_MAILED = {
    "taken": mark_as("mail", "taken"),
    "refused": mark_as("mail", "refused"),
    "unknown": mark_as("mail", "unknown"),
    "started": mark_as("mail", "started"),
}


_COLUMNS = {
    "about": mark_as("column", "about"),
    "address": mark_as("column", "address"),
    "agreed": mark_as("column", "agreed"),
    "agreed_term": mark_as("column", "agreed term"),
    "amount": mark_as("column", "amount"),
    "city": mark_as("column", "city"),
    "compounding": mark_as("column", "compounding"),
    "contact": mark_as("column", "contact"),
    "costs_percent": mark_as("column", "collection costs"),
    "country": mark_as("column", "country"),
    "due": mark_as("column", "due"),
    "email": mark_as("column", "email"),
    "iban": mark_as("column", "iban"),
    "interest": mark_as("column", "interest"),
    "issued": mark_as("column", "issued"),
    "kind": mark_as("column", "kind"),
    "kvk": mark_as("column", "kvk"),
    "language": mark_as("column", "language"),
    "large": mark_as("column", "large company"),
    "law": mark_as("column", "law"),
    "name": mark_as("column", "name"),
    "number": mark_as("column", "number"),
    "phone": mark_as("column", "phone"),
    "postcode": mark_as("column", "postcode"),
    "profile": mark_as("column", "profile"),
    "reference": mark_as("column", "reference"),
    "sale": mark_as("column", "sale"),
    "slug": mark_as("column", "short name"),
    "term_days": mark_as("column", "payment term"),
    "vat": mark_as("column", "vat"),
}


_LANGUAGES = {"nl": mark_as("language", "Dutch"), "en": mark_as("language", "English")}
_LAWS = {"nl": mark_as("law", "Dutch law"), "be": mark_as("law", "Belgian law")}
_COUNTRIES = {"NL": mark_as("country", "the Netherlands"), "BE": mark_as("country", "Belgium")}
_COMPOUNDING = {"yearly": mark_as("compounding", "interest on interest each year"), "simple": mark_as("compounding", "no interest on interest")}  # fmt: skip
_SALES = {"goods": mark_as("sale", "goods"), "services": mark_as("sale", "services")}
_YES_OR_NO = frozenset({"agreed", "agreed_term", "large"})


def customer_kind(kind: str) -> str:
    """A kind of customer: `business`, `consumer` or `government`."""
    return say_as("customer", _KINDS.get(kind, kind))


def invoice_state(state: str) -> str:
    """How an invoice stands, as account.state_of names it."""
    return say_as("invoice", _STATES.get(state, state))


def way_sent(via: str) -> str:
    """How a letter left: `post`, `registered` or `email`; what comes after `by`."""
    return say_as("sent by", _WAYS.get(via, via))


def mail_outcome(outcome: str) -> str:
    """What a mail server did with a letter: `taken`, `refused`, `unknown`."""
    return say_as("mail", _MAILED.get(outcome, outcome))


def language_words(language: str) -> str:
    """The language of letters: `Dutch`, `English`."""
    return say_as("language", _LANGUAGES.get(language, language))


def law_words(law: str) -> str:
    """Whose law governs: `Dutch law`."""
    return say_as("law", _LAWS.get(law, law))


def value_words(column: str, value: object) -> str:
    """What stands in a column of a customer or an invoice, as words; what is a name of its own stays, `-` where nothing stands."""
    if column in _YES_OR_NO:
        return say_as("value", "yes") if value else say_as("value", "no")
    text = "" if value is None else str(value)
    if not text:
        return "-"
    match column:
        case "kind":
            return customer_kind(text)
        case "language":
            return language_words(text)
        case "law":
            return law_words(text)
        case "country":
            return say_as("country", _COUNTRIES.get(text, text))
        case "compounding":
            return say_as("compounding", _COMPOUNDING.get(text, text))
        case "sale":
            return say_as("sale", _SALES.get(text, text))
        case "term_days":
            return say_many("{count} day", "{count} days", int(text))
        case "interest" | "costs_percent":
            return percent(Decimal(text))
        case _:
            return text


def column_words(column: str) -> str:
    """What was changed of a customer or an invoice: the column, in English as it is kept."""
    return say_as("column", _COLUMNS.get(column, column))

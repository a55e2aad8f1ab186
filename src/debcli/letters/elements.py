"""The elements of a letter in words: their names are codes, in JSON and in English; a screen in Dutch says them in Dutch."""

from debcli.language import mark_as, say_as

ELEMENTS = frozenset(
    {
        mark_as("element", "account-name"),
        mark_as("element", "aging"),
        mark_as("element", "agreement"),
        mark_as("element", "amount-to-pay"),
        mark_as("element", "amounts-and-ground"),
        mark_as("element", "another-day"),
        mark_as("element", "another-term"),
        mark_as("element", "before-a-day"),
        mark_as("element", "business-interest"),
        mark_as("element", "contact-person"),
        mark_as("element", "announced-costs"),
        mark_as("element", "costs-on-top"),
        mark_as("element", "counts-from-receipt"),
        mark_as("element", "counts-from-the-letter"),
        mark_as("element", "creditor-address"),
        mark_as("element", "creditor-name"),
        mark_as("element", "customer-address"),
        mark_as("element", "customer-name"),
        mark_as("element", "date"),
        mark_as("element", "email"),
        mark_as("element", "history"),
        mark_as("element", "iban"),
        mark_as("element", "inexact-costs"),
        mark_as("element", "invoices"),
        mark_as("element", "kvk"),
        mark_as("element", "no-bare-term"),
        mark_as("element", "no-costs-before-notice"),
        mark_as("element", "no-fees"),
        mark_as("element", "no-vat-clause"),
        mark_as("element", "one-amount"),
        mark_as("element", "pay-by"),
        mark_as("element", "payment-reference"),
        mark_as("element", "phone"),
        mark_as("element", "plan"),
        mark_as("element", "schedule"),
        mark_as("element", "suspension-ground"),
        mark_as("element", "term"),
        mark_as("element", "term-from-delivery"),
        mark_as("element", "term-in-english"),
        mark_as("element", "term-not-from-receipt"),
        mark_as("element", "terms"),
        mark_as("element", "vat"),
        mark_as("element", "vat-clause"),
    }
)
"""Every element that is looked for in code; those that are wording are in phrases.py."""


def called(element: str) -> str:
    """An element as the screens name it."""
    return say_as("element", element)

"""What stands above the subject of a letter, in every form it takes."""

from debcli.letters.content import Content


def particulars(content: Content) -> list[tuple[str, str]]:
    """Date, and the creditor's contact, phone, e-mail, KVK and VAT number: label and value, those that are known."""
    sender, labels = content.sender, content.labels
    pairs = (
        ("date", content.date),
        ("contact", sender.contact),
        ("phone", sender.phone),
        ("email", sender.email),
        ("kvk", sender.kvk),
        ("vat", sender.vat),
    )
    return [(labels[name], value) for name, value in pairs if value]

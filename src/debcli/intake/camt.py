"""CAMT.052, 053 and 054 (ISO 20022), every version since 001.01, read as a stream.

Paths are the standard's own; namespaces do not matter. The sign is CdtDbtInd of the entry and nothing else. A batch
whose transactions tell their amounts, and add up, is read as its transactions; another stays one sum.
"""

import codecs
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from debcli.errors import InputError
from debcli.intake.encoding import xml_encoding
from debcli.intake.fields import Findings
from debcli.intake.statements import Balance, Entry, Item, Statement, account_of, given, tidy
from debcli.intake.xmldoc import DOCUMENT_TYPE, any_namespace, split_tag, text_at
from debcli.language import say
from debcli.values.money import parse_decimal

CAMT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05([234])\.")
_BLOCKS = {"Stmt": True, "Rpt": False, "Ntfctn": False}  # of 053, 052, 054; True: booked money
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_RETURNS = frozenset({"UPDD", "PRDD", "RCDD", "RRTN", "RPCR", "ARET"})  # bank transaction codes, sub-family
_CHUNK = 65_536
_UNREAD_MAX = 5_000_000  # characters between two entries: more is no statement


def read_camt(stream: BinaryIO, found: Findings) -> Iterator[Item]:
    """The entries and statements of a file, in its order. Raises InputError when it breaks off or is not XML."""
    stack: list[Element] = []
    block: _Block | None = None
    seen = False
    for event, element in _events(stream):
        name = split_tag(element)[1]
        if event == "start":
            stack.append(element)
            if name in _BLOCKS and len(stack) == 3:
                block = _Block(name, found)
            continue
        stack.pop()
        if block is None or len(stack) not in {2, 3}:
            continue
        if len(stack) == 2 and name in _BLOCKS:
            block.head(element)
            yield block.statement
            seen = True
            stack[-1].remove(element)
            block = None
        elif len(stack) == 3 and name == "Ntry":
            block.head(stack[-1])
            yield from block.entry(element)
            stack[-1].remove(element)
    if not seen:
        found.error("", say("The file has no statement in it."))


def _events(stream: BinaryIO) -> Iterator[tuple[str, Element]]:
    head = stream.read(_CHUNK)
    encoding, skip = xml_encoding(head)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    chunk, tail, unread = head[skip:], "", 0
    try:
        while True:
            text = decoder.decode(chunk, final=not chunk)
            if DOCUMENT_TYPE.search(tail + text):
                raise InputError(
                    say(
                        "The file has a document type declaration (DOCTYPE or ENTITY), which is not allowed in a bank statement."
                    ),
                    say("Download it again from your bank."),
                )
            parser.feed(text)
            for event in parser.read_events():
                kind, element = cast("tuple[str, Element]", event)
                if kind == "end" and split_tag(element)[1] == "Ntry":
                    unread = 0
                yield kind, element
            tail = text[-10:]
            unread += len(text)
            if unread > _UNREAD_MAX:
                raise InputError(
                    say(
                        "The file goes on for millions of characters without an entry; it is no bank statement."
                    )
                )
            if not chunk:
                parser.close()
                return
            chunk = stream.read(_CHUNK)
    except UnicodeDecodeError as error:
        raise InputError(
            say("The encoding of this file is not the {encoding} it says it is.", encoding=encoding),
            say("Download it again from your bank."),
        ) from error
    except ParseError as error:
        line, column = error.position
        raise InputError(
            say(
                "The file is not well-formed XML: it breaks off or goes wrong at line {line}, column {column}.",
                line=line,
                column=column + 1,
            ),
            say("Download it again from your bank."),
        ) from error


class _Block:
    """One statement, report or notification, while it is read."""

    def __init__(self, name: str, found: Findings) -> None:
        self.found = found
        self.count = 0
        self.read_head = False
        self.statement = Statement("", "", final=_BLOCKS[name])

    def head(self, element: Element) -> None:
        """Take what stands before the first entry: account, numbers and balances."""
        if self.read_head:
            return
        self.read_head = True
        account = account_of(
            text_at(element, "Acct/Id/IBAN")
            or text_at(element, "Acct/Id/Othr/Id")
            or text_at(element, "Acct/Id/PrtryAcct/Id")
        )
        opening, closing = self._balance(element, _OPENING), self._balance(element, _CLOSING)
        currency = text_at(element, "Acct/Ccy") or (opening.currency if opening else "")
        number = text_at(element, "LglSeqNb") or text_at(element, "ElctrncSeqNb")
        self.statement = self.statement._replace(
            account=account,
            currency=currency,
            number=tidy(number or text_at(element, "Id"), 40),
            opening=opening,
            closing=closing,
        )

    def _balance(self, element: Element, codes: tuple[str, ...]) -> Balance | None:
        for code in codes:
            for balance in element.iterfind("{*}Bal"):
                if text_at(balance, "Tp/CdOrPrtry/Cd") == code:
                    try:
                        return Balance(_day(balance, "Dt"), *_amount(balance))
                    except InputError as error:
                        self.found.warn(
                            "",
                            say(
                                "The balance {code} cannot be read: {fault}",
                                code=code,
                                fault=error.message,
                            ),
                        )
                        return None
        return None

    def entry(self, element: Element) -> Iterator[Entry]:
        """The movements of one Ntry; none, with an error noted, when it cannot be read."""
        self.count += 1
        where = say("entry {count}", count=self.count)
        try:
            entries = _entries(element, self.statement, where)
        except InputError as error:
            self.found.error(where, say("{fault} The entry was left out.", fault=error.message))
            return
        for entry in entries:
            self.statement = self.statement.with_entry(entry)
            yield entry


def _entries(element: Element, statement: Statement, where: str) -> list[Entry]:
    amount, currency = _amount(element)
    status = text_at(element, "Sts/Cd") or text_at(element, "Sts")
    day = (
        _day(element, "BookgDt")
        or _day(element, "ValDt")
        or (statement.closing.day if statement.closing else None)
    )
    if day is None:
        raise InputError(say("It has no day."))
    if amount == 0:
        return []
    booked = statement.final and status in {"BOOK", ""}
    reversal = (
        text_at(element, "RvslInd") == "true" or text_at(element, "BkTxCd/Domn/Fmly/SubFmlyCd") in _RETURNS
    )
    base = Entry(
        statement.account, day, amount, currency, bank_ref=given(text_at(element, "AcctSvcrRef")), booked=booked, is_return=reversal,
        text=tidy(text_at(element, "AddtlNtryInf")), where=where,
    )  # fmt: skip
    details = element.findall("{*}NtryDtls/{*}TxDtls") or element.findall("{*}TxDtls")
    if len(details) == 1:
        return [_transaction(base, details[0], amount)]
    amounts = [_own_amount(detail, currency, 1 if amount > 0 else -1) for detail in details]
    if details and None not in amounts and sum(a or 0 for a in amounts) == amount:
        return [_transaction(base, d, a or 0, of_batch=True) for d, a in zip(details, amounts, strict=True)]
    count = text_at(element, "NtryDtls/Btch/NbOfTxs")
    parts = max(len(details), int(count) if count.isdigit() and len(count) < 7 else 1, 1)
    remark = " ".join(t for d in details for t in _texts(d))
    return [base._replace(parts=parts, text=tidy(f"{remark} {base.text}"))]


def _transaction(base: Entry, detail: Element, amount: int, *, of_batch: bool = False) -> Entry:
    """One transaction with its other party: who pays for money in, who is paid for money out.

    A return keeps the roles of the first payment: a collection that came back names the customer as the debtor.
    """
    returned = base.is_return or detail.find("{*}RtrInf") is not None
    if text_at(detail, "BkTxCd/Domn/Fmly/SubFmlyCd") in _RETURNS:
        returned = True
    debtor, creditor = _party(detail, "Dbtr"), _party(detail, "Cdtr")
    first, second = (debtor, creditor) if amount > 0 or (returned and any(debtor)) else (creditor, debtor)
    name, iban = first if any(first) or amount > 0 or not returned else second
    if amount > 0 and not name:
        name = _name(detail, "UltmtDbtr")
    own = given(text_at(detail, "Refs/AcctSvcrRef"))
    texts = list(_texts(detail))
    return base._replace(
        amount=amount, name=name, iban=iban, text=tidy(" ".join(texts) or text_at(detail, "AddtlTxInf") or base.text),
        reference=tidy(" ".join(_structured(detail)), 140), end_to_end=given(text_at(detail, "Refs/EndToEndId")),
        bank_ref=own or ("" if of_batch else base.bank_ref), is_return=returned,
    )  # fmt: skip


def _texts(detail: Element) -> Iterator[str]:
    return (e.text.strip() for e in detail.iterfind("{*}RmtInf/{*}Ustrd") if e.text and e.text.strip())


def _structured(detail: Element) -> Iterator[str]:
    return (
        e.text.strip()
        for e in detail.iterfind("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
        if e.text and e.text.strip()
    )


def _name(detail: Element, role: str) -> str:
    return tidy(
        text_at(detail, f"RltdPties/{role}/Nm") or text_at(detail, f"RltdPties/{role}/Pty/Nm"),
        140,
    )


def _party(detail: Element, role: str) -> tuple[str, str]:
    account = f"RltdPties/{role}Acct/Id"
    return _name(detail, role), account_of(
        text_at(detail, f"{account}/IBAN") or text_at(detail, f"{account}/Othr/Id")
    )


def _own_amount(detail: Element, currency: str, sign: int) -> int | None:
    """What one transaction of a batch says it is, in the currency of the account; None when it does not."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = detail.find(any_namespace(path))
        if found is not None and found.text and found.get("Ccy", currency) == currency:
            indicator = text_at(detail, "CdtDbtInd")
            cents = parse_decimal(found.text)
            return cents * ({"CRDT": 1, "DBIT": -1}.get(indicator, sign))
    return None


def _amount(element: Element) -> tuple[int, str]:
    """Signed cents and currency of an entry or balance. Raises InputError."""
    found = element.find("{*}Amt")
    indicator = text_at(element, "CdtDbtInd")
    if found is None or indicator not in {"CRDT", "DBIT"}:
        raise InputError(say("It has no amount, or does not say whether it is credit or debit."))
    cents = parse_decimal(found.text or "")
    if cents < 0:
        raise InputError(say("Its amount is negative, which the format does not allow."))
    return (cents if indicator == "CRDT" else -cents), found.get("Ccy", "EUR")[:3]


def _day(element: Element, path: str) -> date | None:
    """A day given as Dt or as DtTm: the calendar day as written, whatever the time zone. Raises InputError."""
    text = text_at(element, f"{path}/Dt") or text_at(element, f"{path}/DtTm")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(say("{text!r} is not a day.", text=tidy(text, 30))) from error

"""Small bank statements made for the tests."""

from xml.sax.saxutils import escape

OWN = "NL91ABNA0417164300"


def transaction(
    amount="",
    *,
    name="",
    iban="",
    text="",
    reference="",
    end_to_end="",
    reason="",
    wrapped=False,
    ultimate="",
):
    """A TxDtls with the payer as the debtor."""

    def party(role, called):
        inner = f"<Nm>{escape(called)}</Nm>"
        return f"<{role}>{f'<Pty>{inner}</Pty>' if wrapped else inner}</{role}>" if called else ""

    account = f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>" if iban else ""
    structured = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>"
        + (f'<Amt Ccy="EUR">{amount}</Amt>' if amount else "")
        + f"<RltdPties>{party('Dbtr', name)}{account}{party('UltmtDbtr', ultimate)}</RltdPties>"
        + f"<RmtInf>{f'<Ustrd>{escape(text)}</Ustrd>' if text else ''}{structured}</RmtInf>"
        + (f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else "")
        + "</TxDtls>"
    )


def entry(
    amount,
    *transactions,
    day="2026-10-05",
    mark="CRDT",
    status="BOOK",
    ref="",
    reversal=False,
    nested=False,
    currency="EUR",
    count="",
):
    """An Ntry."""
    state = f"<Cd>{status}</Cd>" if nested else status
    batch = f"<Btch><NbOfTxs>{count}</NbOfTxs></Btch>" if count else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{"<RvslInd>true</RvslInd>" if reversal else ""}'
        f"<Sts>{state}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>{f'<AcctSvcrRef>{ref}</AcctSvcrRef>' if ref else ''}"
        f"<NtryDtls>{batch}{''.join(transactions)}</NtryDtls></Ntry>"
    )


def balance(code, amount, day):
    """A Bal; a negative amount is a debit."""
    mark = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount.lstrip("-")}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def statement(
    *entries,
    number="1",
    opening="",
    closing="",
    first="2026-10-01",
    last="2026-10-05",
    account=OWN,
    block="Stmt",
):
    """A Stmt, Rpt or Ntfctn."""
    balances = (balance("OPBD", opening, first) if opening else "") + (
        balance("CLBD", closing, last) if closing else ""
    )
    return f"<{block}><Id>x</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><Acct><Id><IBAN>{account}</IBAN></Id></Acct>{balances}{''.join(entries)}</{block}>"


def camt(*statements, kind="053", version="02"):
    """A CAMT file as bytes."""
    root = {"052": "BkToCstmrAcctRpt", "053": "BkToCstmrStmt", "054": "BkToCstmrDbtCdtNtfctn"}[kind]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"><{root}>'
        f"<GrpHdr><MsgId>m</MsgId></GrpHdr>{''.join(statements)}</{root}></Document>"
    ).encode()


ING = '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"'


def ing(*rows, account=OWN):
    """An ING CSV as bytes; a row: (day, amount, name, iban, text), negative for money out."""
    lines = [ING]
    for day, amount, name, iban, text in rows:
        said = f"Naam: {name} Omschrijving: {text} IBAN: {iban}"
        cells = (
            day.replace("-", ""),
            name,
            account,
            iban,
            "OV",
            "Af" if amount.startswith("-") else "Bij",
            amount.lstrip("-"),
            "Overschrijving",
            said,
        )
        lines.append(";".join(f'"{c}"' for c in cells))
    return ("\r\n".join(lines) + "\r\n").encode()


def mt940(*entries, opening="C261001EUR1000,00", closing="C261005EUR1000,00", account=OWN, number="1"):
    """An MT940 statement as bytes; an entry: (line 61, field 86)."""
    fields = [f":61:{line}\r\n:86:{info}" for line, info in entries]
    return (
        "\r\n".join(
            [":20:X", f":25:{account}", f":28C:{number}", f":60F:{opening}", *fields, f":62F:{closing}", "-"]
        )
        + "\r\n"
    ).encode()


def coda(
    *movements,
    opening="0000000001000000",
    closing="0000000001000000",
    account="BE68539007547034",
    version="2",
):
    """A CODA file as bytes; a movement: (sign and amount of 16 digits, DDMMYY, text or (type, text), name, iban)."""
    lines = ["0000005102672505        00099999  STUDIO VOS                BBRUBEBB   00403019261 00000".ljust(127) + version,
             f"12001{account}".ljust(39) + "EUR" + opening + "011026" + "STUDIO VOS".ljust(26) + "Zichtrekening".ljust(35) + "001"]  # fmt: skip
    for number, (amount, day, said, name, iban) in enumerate(movements, 1):
        kind, text = said if isinstance(said, tuple) else ("", said)
        free = ("1" + kind if kind else "0") + text
        lines += [
            f"21{number:04}0000{'REF' + str(number):<21}{amount}{day}00150000{free[:54]:<54}{day}0010 1 0"[
                :128
            ].ljust(128),
            f"22{number:04}0000{free[54:107]:<53}".ljust(125) + "1 0",
            f"23{number:04}0000{iban:<34}EUR{name:<35}".ljust(125) + "0 0",
        ]
    lines += [f"8001{account}".ljust(38) + "EUR" + closing + "051026", "9".ljust(128)]
    return ("\r\n".join(line.ljust(128) for line in lines) + "\r\n").encode()

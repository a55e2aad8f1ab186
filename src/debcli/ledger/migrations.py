"""The schema, step by step. `user_version` says how many steps a ledger has had; each runs in one transaction.

Steps speak sqlite3 and never today's table classes, so that an old ledger always migrates the way it did before.
STRICT tables refuse a REAL in a cent column; the CHECKs say what else can not be.
"""

import sqlite3
from collections.abc import Callable

from debcli.errors import LedgerError
from debcli.language import say, system_says

APPLICATION_ID = 0x64656263  # "debc": tells a ledger from any other SQLite file

HOLDING = ("letter_file", "attachment")
"""The tables whose rows name a document."""

_V1 = """
CREATE TABLE creditor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL, iban TEXT NOT NULL, country TEXT NOT NULL DEFAULT 'NL',
  address TEXT NOT NULL DEFAULT '', postcode TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '',
  kvk TEXT NOT NULL DEFAULT '', vat TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '',
  legal_form TEXT NOT NULL DEFAULT 'eenmanszaak' CHECK (legal_form IN ('eenmanszaak', 'vof', 'bv')),
  term_days INTEGER NOT NULL DEFAULT 30 CHECK (term_days BETWEEN 0 AND 365),
  reclaims_vat INTEGER NOT NULL DEFAULT 1 CHECK (reclaims_vat IN (0, 1))
) STRICT;
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE CHECK (slug <> ''), name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('business', 'consumer', 'government')),
  country TEXT NOT NULL, law TEXT NOT NULL CHECK (law IN ('nl', 'be')),
  language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
  term_days INTEGER CHECK (term_days BETWEEN 0 AND 365),
  address TEXT NOT NULL DEFAULT '', postcode TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '',
  contact TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  kvk TEXT NOT NULL DEFAULT '', vat TEXT NOT NULL DEFAULT '', iban TEXT NOT NULL DEFAULT '', profile TEXT,
  large INTEGER NOT NULL DEFAULT 0 CHECK (large IN (0, 1)),
  interest TEXT, compounding TEXT NOT NULL DEFAULT 'yearly' CHECK (compounding IN ('yearly', 'simple')),
  costs_percent TEXT CHECK (costs_percent IS NULL OR kind <> 'consumer'),
  agreed_term INTEGER NOT NULL DEFAULT 1 CHECK (agreed_term IN (0, 1))
) STRICT;
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  number TEXT NOT NULL CHECK (number <> ''), issuer TEXT NOT NULL DEFAULT '',
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL DEFAULT 'EUR',
  issued TEXT NOT NULL CHECK (issued IS date(issued, '+0 days')), due TEXT NOT NULL CHECK (due IS date(due, '+0 days')),
  reference TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '',
  sale TEXT NOT NULL DEFAULT 'services' CHECK (sale IN ('goods', 'services')),
  settled_on TEXT CHECK (settled_on IS NULL OR settled_on IS date(settled_on, '+0 days')),
  agreed INTEGER NOT NULL DEFAULT 1 CHECK (agreed IN (0, 1)),
  UNIQUE (issuer, number)
) STRICT;
CREATE INDEX invoice_settled ON invoice (settled_on);
CREATE INDEX invoice_customer ON invoice (customer_id, settled_on);
CREATE INDEX invoice_open ON invoice (customer_id, due) WHERE settled_on IS NULL;
CREATE INDEX invoice_number ON invoice (number);
CREATE TABLE customer_account (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), iban TEXT NOT NULL CHECK (iban <> ''),
  UNIQUE (iban, customer_id)
) STRICT;
CREATE TABLE bank_statement (
  id INTEGER PRIMARY KEY,
  format TEXT NOT NULL, account TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', currency TEXT NOT NULL DEFAULT 'EUR',
  first_day TEXT CHECK (first_day IS NULL OR first_day IS date(first_day, '+0 days')),
  last_day TEXT CHECK (last_day IS NULL OR last_day IS date(last_day, '+0 days')),
  opening INTEGER, closing INTEGER
) STRICT;
CREATE INDEX bank_statement_account ON bank_statement (account, first_day);
CREATE INDEX bank_statement_day ON bank_statement (last_day);
CREATE TABLE bank_entry (
  id INTEGER PRIMARY KEY,
  statement_id INTEGER NOT NULL REFERENCES bank_statement (id) ON DELETE CASCADE,
  account TEXT NOT NULL, on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  amount INTEGER NOT NULL CHECK (amount <> 0), currency TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '', iban TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', reference TEXT NOT NULL DEFAULT '',
  end_to_end TEXT NOT NULL DEFAULT '', bank_ref TEXT NOT NULL DEFAULT '',
  is_return INTEGER NOT NULL DEFAULT 0 CHECK (is_return IN (0, 1)), parts INTEGER NOT NULL DEFAULT 1 CHECK (parts > 0),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'booked', 'linked', 'aside')),
  by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1))
) STRICT;
CREATE INDEX bank_entry_same ON bank_entry (amount, account, on_day);
CREATE INDEX bank_entry_statement ON bank_entry (statement_id);
CREATE INDEX bank_entry_open ON bank_entry (on_day) WHERE state = 'open';
CREATE TABLE bank_check (
  id INTEGER PRIMARY KEY, on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days'))
) STRICT;
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL DEFAULT 'EUR',
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  note TEXT NOT NULL DEFAULT '',
  bank_entry_id INTEGER REFERENCES bank_entry (id), returned_on TEXT CHECK (returned_on IS NULL OR returned_on IS date(returned_on, '+0 days')),
  return_entry_id INTEGER REFERENCES bank_entry (id),
  CHECK ((returned_on IS NULL) = (return_entry_id IS NULL))
) STRICT;
CREATE INDEX payment_customer ON payment (customer_id);
CREATE INDEX payment_day ON payment (on_day);
CREATE UNIQUE INDEX payment_bank_entry ON payment (bank_entry_id) WHERE bank_entry_id IS NOT NULL;
CREATE UNIQUE INDEX payment_return_entry ON payment (return_entry_id) WHERE return_entry_id IS NOT NULL;
CREATE TABLE credit_note (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  number TEXT NOT NULL DEFAULT '', issuer TEXT NOT NULL DEFAULT '',
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL DEFAULT 'EUR',
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days'))
) STRICT;
CREATE INDEX credit_note_customer ON credit_note (customer_id);
CREATE UNIQUE INDEX credit_note_number ON credit_note (issuer, number) WHERE number <> '';
CREATE TABLE write_off (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), because TEXT NOT NULL CHECK (because <> '')
) STRICT;
CREATE INDEX write_off_customer ON write_off (customer_id);
CREATE TABLE allocation (
  id INTEGER PRIMARY KEY,
  invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  payment_id INTEGER REFERENCES payment (id), credit_note_id INTEGER REFERENCES credit_note (id),
  write_off_id INTEGER REFERENCES write_off (id),
  amount INTEGER NOT NULL CHECK (amount >= 0), extras INTEGER NOT NULL DEFAULT 0 CHECK (extras >= 0), on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  entry_id INTEGER NOT NULL REFERENCES journal (id), set_off INTEGER NOT NULL DEFAULT 0 CHECK (set_off IN (0, 1)),
  CHECK (set_off = 0 OR write_off_id IS NULL),
  CHECK ((payment_id IS NOT NULL) + (credit_note_id IS NOT NULL) + (write_off_id IS NOT NULL) = 1),
  CHECK (amount + extras > 0)
) STRICT;
CREATE INDEX allocation_invoice ON allocation (invoice_id);
CREATE INDEX allocation_payment ON allocation (payment_id);
CREATE INDEX allocation_write_off ON allocation (write_off_id);
CREATE INDEX allocation_credit_note ON allocation (credit_note_id);
CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  via TEXT NOT NULL CHECK (via IN ('phone', 'email', 'visit', 'chat')),
  outcome TEXT NOT NULL CHECK (outcome IN ('promise', 'plan', 'no-answer', 'voicemail', 'call-back', 'claims-paid',
    'cannot-pay', 'disputes', 'refuses', 'received', 'spoke', 'mailed')),
  with_name TEXT NOT NULL DEFAULT '', amount INTEGER CHECK (amount > 0),
  call_back TEXT CHECK (call_back IS NULL OR call_back IS date(call_back, '+0 days')),
  cause TEXT CHECK (cause IN ('misunderstanding', 'financial', 'sloppy', 'unwilling')),
  proof TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  entry_id INTEGER NOT NULL REFERENCES journal (id)
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id, on_day);
CREATE TABLE contact_invoice (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  UNIQUE (invoice_id, contact_id)
) STRICT;
CREATE INDEX contact_invoice_contact ON contact_invoice (contact_id);
CREATE TABLE promise (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), contact_id INTEGER NOT NULL REFERENCES contact (id),
  made_on TEXT NOT NULL CHECK (made_on IS date(made_on, '+0 days')), by_day TEXT NOT NULL CHECK (by_day IS date(by_day, '+0 days')),
  amount INTEGER NOT NULL CHECK (amount > 0), entry_id INTEGER NOT NULL REFERENCES journal (id),
  CHECK (by_day >= made_on)
) STRICT;
CREATE INDEX promise_customer ON promise (customer_id);
CREATE TABLE promise_invoice (
  id INTEGER PRIMARY KEY,
  promise_id INTEGER NOT NULL REFERENCES promise (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  UNIQUE (invoice_id, promise_id)
) STRICT;
CREATE INDEX promise_invoice_promise ON promise_invoice (promise_id);
CREATE TABLE dispute (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  contact_id INTEGER REFERENCES contact (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), solve_by TEXT NOT NULL CHECK (solve_by IS date(solve_by, '+0 days')),
  amount INTEGER CHECK (amount > 0), about TEXT NOT NULL DEFAULT '',
  resolved_on TEXT CHECK (resolved_on IS NULL OR resolved_on IS date(resolved_on, '+0 days')),
  outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'upheld', 'rejected', 'credited'))
) STRICT;
CREATE INDEX dispute_invoice ON dispute (invoice_id);
CREATE TABLE plan (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), contact_id INTEGER NOT NULL REFERENCES contact (id),
  made_on TEXT NOT NULL CHECK (made_on IS date(made_on, '+0 days')), entry_id INTEGER NOT NULL REFERENCES journal (id)
) STRICT;
CREATE INDEX plan_customer ON plan (customer_id);
CREATE TABLE instalment (
  id INTEGER PRIMARY KEY,
  plan_id INTEGER NOT NULL REFERENCES plan (id), on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX instalment_plan ON instalment (plan_id);
CREATE TABLE plan_invoice (
  id INTEGER PRIMARY KEY,
  plan_id INTEGER NOT NULL REFERENCES plan (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  UNIQUE (invoice_id, plan_id)
) STRICT;
CREATE INDEX plan_invoice_plan ON plan_invoice (plan_id);
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), invoice_id INTEGER REFERENCES invoice (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), until TEXT NOT NULL CHECK (until IS date(until, '+0 days')),
  because TEXT NOT NULL CHECK (because <> ''),
  released_on TEXT CHECK (released_on IS NULL OR released_on IS date(released_on, '+0 days')),
  CHECK (until >= on_day)
) STRICT;
CREATE INDEX hold_customer ON hold (customer_id);
CREATE TABLE handover (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), to_name TEXT NOT NULL CHECK (to_name <> ''),
  review_on TEXT NOT NULL CHECK (review_on IS date(review_on, '+0 days')),
  back_on TEXT CHECK (back_on IS NULL OR back_on IS date(back_on, '+0 days'))
) STRICT;
CREATE INDEX handover_customer ON handover (customer_id);
CREATE TABLE handover_invoice (
  id INTEGER PRIMARY KEY,
  handover_id INTEGER NOT NULL REFERENCES handover (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  UNIQUE (invoice_id, handover_id)
) STRICT;
CREATE INDEX handover_invoice_handover ON handover_invoice (handover_id);
CREATE TABLE closing (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), outcome TEXT NOT NULL CHECK (outcome <> ''),
  sales_promise INTEGER CHECK (sales_promise IN (0, 1)), fault INTEGER CHECK (fault IN (0, 1)),
  followed_up INTEGER CHECK (followed_up IN (0, 1)), note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX closing_customer ON closing (customer_id, on_day);
CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')), because TEXT NOT NULL CHECK (because <> ''),
  review_on TEXT CHECK (review_on IS NULL OR review_on IS date(review_on, '+0 days')),
  prepay INTEGER NOT NULL DEFAULT 0 CHECK (prepay BETWEEN 0 AND 100), term_days INTEGER CHECK (term_days BETWEEN 0 AND 365),
  credit_limit INTEGER CHECK (credit_limit >= 0), probation INTEGER CHECK (probation > 0),
  reviewed_on TEXT CHECK (reviewed_on IS NULL OR reviewed_on IS date(reviewed_on, '+0 days'))
) STRICT;
CREATE INDEX terms_customer ON terms (customer_id);
CREATE INDEX terms_running ON terms (reviewed_on);
CREATE TABLE profile (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''), content TEXT NOT NULL
) STRICT;
CREATE TABLE letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  kind TEXT NOT NULL, language TEXT NOT NULL,
  made_on TEXT NOT NULL CHECK (made_on IS date(made_on, '+0 days')), pay_by TEXT CHECK (pay_by IS NULL OR pay_by IS date(pay_by, '+0 days')),
  principal INTEGER NOT NULL DEFAULT 0, interest INTEGER NOT NULL DEFAULT 0, costs INTEGER NOT NULL DEFAULT 0,
  announced INTEGER NOT NULL DEFAULT 0, announced_over INTEGER NOT NULL DEFAULT 0,
  contact_id INTEGER REFERENCES contact (id),
  sent_on TEXT CHECK (sent_on IS NULL OR sent_on IS date(sent_on, '+0 days')),
  via TEXT NOT NULL DEFAULT '' CHECK (via IN ('', 'post', 'registered', 'email')), proof TEXT NOT NULL DEFAULT '',
  deadline TEXT CHECK (deadline IS NULL OR deadline IS date(deadline, '+0 days')),
  cancelled_on TEXT CHECK (cancelled_on IS NULL OR cancelled_on IS date(cancelled_on, '+0 days')),
  forced_because TEXT NOT NULL DEFAULT '', entry_id INTEGER NOT NULL REFERENCES journal (id),
  CHECK (sent_on IS NULL OR cancelled_on IS NULL)
) STRICT;
CREATE INDEX letter_customer ON letter (customer_id);
CREATE INDEX letter_final ON letter (sent_on) WHERE kind = 'sommatie' AND sent_on IS NOT NULL;
CREATE TABLE letter_invoice (
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letter (id), invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  principal INTEGER NOT NULL DEFAULT 0, interest INTEGER NOT NULL DEFAULT 0, costs INTEGER NOT NULL DEFAULT 0,
  UNIQUE (invoice_id, letter_id)
) STRICT;
CREATE INDEX letter_invoice_letter ON letter_invoice (letter_id);
CREATE TABLE document (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE letter_file (
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letter (id), format TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES document (sha256),
  UNIQUE (letter_id, format)
) STRICT;
CREATE TABLE dispatch (
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letter (id), on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  recipient TEXT NOT NULL CHECK (recipient <> ''), message_id TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('started', 'taken', 'refused', 'unknown')), detail TEXT NOT NULL DEFAULT '',
  entry_id INTEGER NOT NULL REFERENCES journal (id)
) STRICT;
CREATE INDEX dispatch_letter ON dispatch (letter_id);
CREATE TABLE goal (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  goal INTEGER NOT NULL CHECK (goal > 0), minimum INTEGER NOT NULL CHECK (minimum BETWEEN 0 AND goal),
  entry_id INTEGER NOT NULL REFERENCES journal (id)
) STRICT;
CREATE INDEX goal_customer ON goal (customer_id, on_day);
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id), invoice_id INTEGER REFERENCES invoice (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  kind TEXT NOT NULL CHECK (kind IN ('contract', 'terms', 'proof', 'other')),
  name TEXT NOT NULL CHECK (name <> ''), size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL REFERENCES document (sha256), note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attachment_customer ON attachment (customer_id);
CREATE TABLE lookup (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  on_day TEXT NOT NULL CHECK (on_day IS date(on_day, '+0 days')),
  what TEXT NOT NULL CHECK (what IN ('credit', 'references', 'register', 'insolvency', 'figures', 'insurance', 'talk')),
  found TEXT NOT NULL CHECK (found <> ''), source TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX lookup_customer ON lookup (customer_id, on_day);
CREATE TABLE rate (
  id INTEGER PRIMARY KEY,
  jurisdiction TEXT NOT NULL, kind TEXT NOT NULL, valid_from TEXT NOT NULL CHECK (valid_from IS date(valid_from, '+0 days')),
  percent TEXT NOT NULL, source TEXT NOT NULL CHECK (source <> ''),
  UNIQUE (jurisdiction, kind, valid_from)
) STRICT;
CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''), value TEXT NOT NULL
) STRICT;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL, day TEXT NOT NULL, command TEXT NOT NULL, summary TEXT NOT NULL,
  changes TEXT NOT NULL, undoes INTEGER REFERENCES journal (id),
  salt TEXT NOT NULL DEFAULT '', previous TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;
CREATE TRIGGER journal_is_sealed BEFORE UPDATE ON journal
  WHEN OLD.digest <> '' AND NOT (NEW.salt = '' AND NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.previous = OLD.previous AND NEW.digest = OLD.digest)
  BEGIN SELECT RAISE(ABORT, 'a sealed entry of the journal never changes'); END;
CREATE TRIGGER document_is_frozen BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'what was made stays as it is'); END;
"""


def _first_schema(conn: sqlite3.Connection) -> None:
    for statement in _V1.split(";\n"):
        if statement.strip():
            conn.execute(statement)


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first_schema,)
VERSION = len(STEPS)


def _version(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def migrate(conn: sqlite3.Connection, *, to: int = VERSION) -> None:
    """Bring a ledger to a version, one transaction a step. The connection is in autocommit mode."""
    while _version(conn) < to:
        conn.execute("BEGIN IMMEDIATE")
        try:
            number = _version(conn)  # again: another command may have made this step while this one waited
            if number >= to:
                conn.execute("ROLLBACK")
                return
            STEPS[number](conn)
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            conn.execute("ROLLBACK")
            raise
        conn.execute("COMMIT")


def check_version(conn: sqlite3.Connection, shown: str) -> None:
    """Refuse, untouched, what is not a ledger or is of a newer version. Raises LedgerError, or sqlite3.Error."""
    try:
        application = conn.execute("PRAGMA application_id").fetchone()[0]
        version = conn.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise  # a disk or a right, not what is in the file
        raise LedgerError(
            say("{shown} is not a debcli ledger: {fault}.", shown=shown, fault=system_says(error)),
            say("Name the right file: debcli --ledger FILE ..."),
        ) from error
    if application != APPLICATION_ID:
        raise LedgerError(
            say("{shown} is not a debcli ledger.", shown=shown),
            say("Name the right file: debcli --ledger FILE ..."),
        )
    if version > VERSION:
        raise LedgerError(
            say(
                "{shown} was written by a newer debcli (schema {version}, this one knows {known}).",
                shown=shown,
                version=version,
                known=VERSION,
            ),
            say("Upgrade debcli; the ledger is untouched."),
        )

"""Tells a story: a line of what happened is one command (FACTS, DETAILS); `today:`, `claim:` and `book:` are compared."""

import difflib
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from stories.story import AMOUNT, DATE, QUOTED, Line, MismatchError, Morning, Story, UnreadableError

# What happened -> the command a user types. {who} is the customer, {0} {1} what the brackets caught.
FACTS = (
    (r"(call|mail|visit|chat): no answer", "log-call {who} --via {0} --outcome no-answer"),
    (r"(call): voicemail", "log-call {who} --via {0} --outcome voicemail"),
    (rf"(call|mail|visit|chat): promises {AMOUNT} by {DATE}", "log-call {who} --via {0} --outcome promise --amount {1} --by {2}"),
    (rf"(call|mail|visit|chat): says (?:it is|{AMOUNT} is) paid", "log-call {who} --via {0} --outcome claims-paid"),
    (rf"(call|mail|visit|chat): asks to ring back on {DATE}", "log-call {who} --via {0} --outcome call-back --call-back {1}"),
    (r"(call|mail|visit|chat): cannot pay", "log-call {who} --via {0} --outcome cannot-pay"),
    (r"(call|mail|visit|chat): refuses", "log-call {who} --via {0} --outcome refuses"),
    (r"(call|mail|visit|chat): received the invoice", "log-call {who} --via {0} --outcome received"),
    (r"(call|mail|visit|chat): spoke", "log-call {who} --via {0} --outcome spoke"),
    (r"(mail|chat): short message", "log-call {who} --via {0} --outcome mailed"),
    (rf"dispute: {AMOUNT} of (\S+)", "log-dispute {who} {1} --amount {0}"),
    (r"dispute: (\S+)", "log-dispute {who} {0}"),
    (rf"dispute of (\S+): credited {AMOUNT}", "resolve-dispute {who} {0} --outcome credited --credit {1}"),
    (r"dispute of (\S+): (upheld|rejected)", "resolve-dispute {who} {0} --outcome {1}"),
    (rf"plan: (\d+) parts? from {DATE}", "log-plan {who} --instalments {0} --first {1}"),
    (rf"hold: until {DATE}", "hold {who} --until {0}"),
    (rf"hold on (\S+): until {DATE}", "hold {0} --until {1}"),
    (r"hold: released", "release {who}"),
    (r"hold on (\S+): released", "release {0}"),
    (r"letter: as today asks", "letter {who} --format txt --json"),
    (r"letter: ([a-z]+)", "letter {who} --kind {0} --format txt --json"),
    (r"that letter: sent by (e-mail|post|registered)", "mark-sent {letter} --via {0}"),
    (r"that letter: cancelled", "cancel-letter {letter}"),
    (rf"payment: {AMOUNT}", "log-payment {who} {0}"),
    (rf"credit note: {AMOUNT} on (\S+)", "credit {who} {1} {0}"),
    (r"write-off: (\S+)", "write-off {0}"),
    (rf"hand-over: to {QUOTED}", "handover {who} --to {0}"),
    (r"hand-over: back", "handover {who} --back"),
    (r"case closed: (paid|settled|written-off|lost)", "close-case {who} --outcome {0}"),
    (rf"terms: {QUOTED}", "terms {who} --because {0}"),
    (r"terms: ended", "terms {who} --end"),
    (r"profile: (\w+)", "edit-customer {who} --profile {0}"),
)  # fmt: skip

# What may follow after a comma -> the options it adds.
DETAILS = (
    (r"with ([^\"]+)", "--with {0}"),
    (r"cause (financial|misunderstanding|sloppy|unwilling)", "--cause {0}"),
    (rf"proof {QUOTED}", "--proof {0}"),
    (rf"ring back on {DATE}", "--call-back {0}"),
    (rf"solve by {DATE}", "--solve-by {0}"),
    (rf"ask on {DATE}", "--review {0}"),
    (rf"review on {DATE}", "--review {0}"),
    (r"every (\w+)", "--every {0}"),
    (rf"of {AMOUNT}", "--amount {0}"),
    (r"sent by (e-mail|post|registered)", "--via {0}"),
    (r"meant as typed", "--yes"),
    (r"not sent yet", ""),
    (r"bank checked", "--bank-checked"),
    (rf"forced {QUOTED}", "--force --because {0}"),
    (rf"on {DATE}", "--on {0}"),
)
QUOTE = {"log-call": "--note", "log-dispute": "--about", "hold": "--because", "write-off": "--because"}
WAYS = {"call": "phone", "mail": "email", "e-mail": "email"}
WITH_LETTER = {"letter", "confirm", "send"}


class Teller:
    """Types a story, line by line. `run` types a command; `unchanged` gives all that is in the ledger."""

    def __init__(self, run: Callable[..., Any], contents: Callable[[], Any]) -> None:
        self.run, self.contents = run, contents
        self.customers: list[str] = []
        self.letter = ""

    def tell(self, story: Story) -> None:
        """The whole story. Raises MismatchError at the first line that does not come out."""
        for line in story.book:
            self._enter(line)
        for morning in story.days:
            for day in _days(morning):
                for said in _grouped(morning.lines):
                    if said[0].text.startswith("today:"):
                        self._today(said, day)
                    elif said[0].text.startswith("claim:"):
                        self._claim(said[0], day)
                    elif said[0].text.startswith("book:"):
                        self._book(said[0], day)
                    else:
                        self._fact(said[0], day)

    def _type(self, line: Line, words: list[str], day: date, expected: int = 0) -> Any:
        before = self.contents() if expected else None
        answer = self.run(*words, day=day.isoformat(), ok=False)
        if answer.code != expected:
            command = f"debcli {shlex.join(words)}"
            raise MismatchError(
                line.where,
                f"{line.text}  (exit {expected} of {command})",
                f"exit {answer.code}: {' '.join(answer.err.split())}",
            )
        if expected and self.contents() != before:
            raise MismatchError(line.where, f"{line.text}  (and nothing changed)", "the ledger was changed")
        return answer

    def _enter(self, line: Line) -> None:
        """A customer, or an invoice of the last customer."""
        head, *details = _clauses(line.text)
        if match := re.fullmatch(r"customer: (.+)", head):
            self.customers.append(match[1])
            self._type(line, ["add-customer", match[1], *_customer(line, details)], date(2020, 1, 1))
            return
        match = re.fullmatch(rf"invoice: (\S+) of {AMOUNT}", head)
        if match is None or not self.customers:
            raise UnreadableError(
                f"{line.where}: write customer: NAME, or invoice: NUMBER of AMOUNT, sent DATE, due DATE."
            )
        words, sent, paid = ["add-invoice", self.customers[-1], match[1], match[2]], None, None
        for detail in details:
            if found := re.fullmatch(rf"(sent|due|paid) {DATE}", detail):
                if found[1] == "paid":
                    paid = found[2]
                    continue
                sent = found[2] if found[1] == "sent" else sent
                words += ["--issued" if found[1] == "sent" else "--due", found[2]]
            elif detail == "goods":
                words += ["--sale", "goods"]
            else:
                raise UnreadableError(f"{line.where}: {detail!r} is not said of an invoice.")
        if sent is None:
            raise UnreadableError(f"{line.where}: say when the invoice was sent: sent 2026-09-01.")
        self._type(line, words, date.fromisoformat(sent))
        if paid:
            words = ["log-payment", self.customers[-1], match[2], "--invoice", match[1]]
            self._type(line, words, date.fromisoformat(paid))

    def _fact(self, line: Line, day: date) -> None:
        text, who = self._who(line)
        code = 0
        if match := re.match(r"(refused|wrong): ", text):
            code, text = {"refused": 3, "wrong": 1}[match[1]], text[match.end() :]
        answer = self._type(line, self._words(line, text, who), day, code)
        if code == 0 and text.startswith("letter:"):
            self.letter = str(answer.json["id"])

    def _who(self, line: Line) -> tuple[str, str]:
        """The line without the customer named at its end, and who that is."""
        match = re.fullmatch(r"(.*) \(([^()]+)\)", line.text)
        if match:
            return match[1], match[2]
        if len(self.customers) > 1:
            raise UnreadableError(
                f"{line.where}: there are several customers; name one at the end: ({self.customers[0]})."
            )
        return line.text, self.customers[0]

    def _words(self, line: Line, text: str, who: str) -> list[str]:
        """The command that a line stands for. Raises UnreadableError."""
        if text.startswith("type: debcli "):
            return shlex.split(text)[2:]
        head, *details = _clauses(text)
        words = self._filled(FACTS, head, who)
        if words is None:
            known = [_readable(pattern) for pattern, _ in FACTS]
            near = difflib.get_close_matches(head, known, n=1, cutoff=0)[0]
            raise UnreadableError(
                f"{line.where}: {head!r} is not known here. Nearest: {near} (see README.md)"
            )
        for detail in details:
            if detail.startswith('"') and words[0] in QUOTE:
                words += [QUOTE[words[0]], detail.strip('"')]
                continue
            if match := re.fullmatch(r"(?:about|for) (.+)", detail):
                words += [w for number in match[1].split(" and ") for w in ("--invoice", number)]
                continue
            more = self._filled(DETAILS, detail, who)
            if more is None:
                raise UnreadableError(f"{line.where}: {detail!r} is not known after a comma (see README.md).")
            words += more
        return words

    def _filled(self, patterns: tuple[tuple[str, str], ...], text: str, who: str) -> list[str] | None:
        for pattern, template in patterns:
            if match := re.fullmatch(pattern, text):
                caught = [WAYS.get(group or "", group) for group in match.groups()]
                words = [w.format(*caught, who=who, letter=self.letter) for w in template.split()]
                if "says" in pattern and caught[1]:
                    words += ["--amount", str(caught[1])]
                return words
        return None

    # --- what must be said ---

    def _today(self, lines: list[Line], day: date) -> None:
        """Every line of what today says, in its order."""
        said = self._type(lines[0], ["today", "--json", "--waiting"], day).json
        got = [_told(a, day) for a in said["actions"]] + [_held(w) for w in said["waiting"]]
        wanted = [self._expected(line, day) for line in lines if line.text != "today: nothing"]
        for line, fields, found in zip(lines, wanted, [*got, *[None] * len(wanted)], strict=False):
            if found is None or not _agrees(fields, found):
                raise MismatchError(f"{line.where} on {day}", line.text, _in_words(found))
        if len(got) > len(wanted):
            raise MismatchError(
                f"{lines[-1].where} on {day}",
                "today: nothing" if not wanted else "nothing more",
                _in_words(got[len(wanted)]),
            )

    def _expected(self, line: Line, day: date) -> dict[str, Any]:
        text, who = self._who(line) if len(self.customers) > 1 else (line.text, "")
        head, *details = _clauses(text.removeprefix("today: "))
        fields: dict[str, Any] = {"name": who}
        if match := re.fullmatch(rf"waiting until {DATE}", head):
            fields |= {"action": "waiting", "until": match[1]}
        else:
            action, _, what = head.partition(" ")
            fields |= {"action": action, "due_on": day.isoformat(), "rule": None}
            fields |= {"letter" if action in WITH_LETTER else "step": what or None}
            if action not in WITH_LETTER | {"call"}:
                del fields["step"]
        for detail in details:
            key, value = _detail(line, detail)
            fields[key] = value
        if fields.get("rule", "") is None:
            raise UnreadableError(f"{line.where}: name the rule: today: {head}, rule ladder")
        return fields

    def _claim(self, line: Line, day: date) -> None:
        text, who = self._who(line)
        got = self._type(line, ["claim", who, "--json"], day).json
        names = {
            "principal": "principal",
            "interest": "interest_total",
            "costs": "costs_total",
            "total": "total",
            "a day": "per_day",
        }
        wanted = {}
        for part in _clauses(text.removeprefix("claim: ")):
            match = re.fullmatch(rf"(principal|interest|costs|total|a day) {AMOUNT}", part)
            if match is None:
                raise UnreadableError(
                    f"{line.where}: write claim: principal 1210.00, interest 3.36, costs 181.50, total 1394.86."
                )
            wanted[match[1]] = match[2]
        found = {name: got[names[name]] for name in wanted}
        if found != wanted:
            raise MismatchError(
                f"{line.where} on {day}",
                line.text,
                "claim: " + ", ".join(f"{k} {v}" for k, v in found.items()),
            )

    def _book(self, line: Line, day: date) -> None:
        """How an invoice stands: book: 2026-001 promised, open 710.00"""
        text, who = self._who(line)
        match = re.fullmatch(rf"book: (\S+) ([a-z-]+)(?:, open {AMOUNT})?", text)
        if match is None:
            raise UnreadableError(f"{line.where}: write book: 2026-001 promised, open 710.00.")
        shown = self._type(line, ["show", who, "--json"], day).json["invoices"]
        found = next((i for i in shown if i["number"] == match[1]), None)
        told = (
            "no such invoice" if found is None else f"book: {match[1]} {found['state']}, open {found['open']}"
        )
        if found is None or found["state"] != match[2] or found["open"] != (match[3] or found["open"]):
            raise MismatchError(f"{line.where} on {day}", line.text, told)


def _readable(pattern: str) -> str:
    """A pattern of FACTS as one would write it."""
    for written, read in (
        ("(call|mail|visit|chat)", "call"), (rf"(?:it is|{AMOUNT} is)", "it is"), (DATE, "DATE"), (AMOUNT, "AMOUNT"), (QUOTED, '"WORDS"'),
        (r"(\S+)", "INVOICE"), (r"(\d+) parts?", "3 parts"), ("([a-z]+)", "KIND"), (r"(\w+)", "NAME"), ("(mail|chat)", "mail"),
    ):  # fmt: skip
        pattern = pattern.replace(written, read)
    return pattern.replace("(", "").replace(")", "").replace("|", " or ")


def _days(morning: Morning) -> Iterator[date]:
    for ahead in range((morning.last - morning.first).days + 1):
        yield morning.first + timedelta(ahead)


def _grouped(lines: tuple[Line, ...]) -> list[list[Line]]:
    """Lines of `today:` that follow each other are one answer; every other line stands alone."""
    groups: list[list[Line]] = []
    for line in lines:
        both = groups and line.text.startswith("today:") and groups[-1][-1].text.startswith("today:")
        if both and "nothing" not in {
            line.text.removeprefix("today: "),
            groups[-1][-1].text.removeprefix("today: "),
        }:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _clauses(text: str) -> list[str]:
    """The parts between commas; a comma in quotation marks is none."""
    return [part.strip() for part in re.split(r', (?=(?:[^"]*"[^"]*")*[^"]*$)', text)]


_DEFAULTS = {
    "--email": "post@klant.example", "--phone": "06 1234 5678", "--address": "Kade 3", "--postcode": "1011 AB", "--city": "Almere",
}  # fmt: skip
_LACKS = {
    "no e-mail": ("--email",),
    "no phone": ("--phone",),
    "no address": ("--address", "--postcode", "--city"),
}


def _customer(line: Line, details: list[str]) -> list[str]:
    has, words = dict(_DEFAULTS), []
    for detail in details:
        if detail in {"business", "government"}:
            words += ["--kind", detail]
        elif detail == "private person":
            words += ["--kind", "consumer"]
        elif detail in _LACKS:
            has = {k: v for k, v in has.items() if k not in _LACKS[detail]}
        elif match := re.fullmatch(r"profile (\w+)", detail):
            words += ["--profile", match[1]]
        elif match := re.fullmatch(r"term (\d+) days", detail):
            words += ["--term", match[1]]
        else:
            raise UnreadableError(f"{line.where}: {detail!r} is not said of a customer (see README.md).")
    return [*words, *(w for pair in has.items() for w in pair)]


def _detail(line: Line, text: str) -> tuple[str, Any]:
    """What an expectation names besides the action."""
    for pattern, key in (
        (r"rule ([a-z-]+)", "rule"),
        (rf"since {DATE}", "due_on"),
        (r"for (.+)", "invoices"),
        (rf"asking {AMOUNT}", "open"),
        (rf"because {QUOTED}", "why"),
        (rf"then (.+ on {DATE})", "next"),
    ):
        if match := re.fullmatch(pattern, text):
            return key, match[1].split(" and ") if key == "invoices" else match[1]
    raise UnreadableError(f"{line.where}: {text!r} is not known after a comma (see README.md).")


def _told(action: dict[str, Any], day: date) -> dict[str, Any]:
    then = action["next"]
    next_ = (
        f"{then['action']}{' ' + then['letter'] if then['letter'] else ''} on {then['on']}" if then else None
    )
    return {**action, "next": next_, "day": day.isoformat()}


def _held(waiting: dict[str, Any]) -> dict[str, Any]:
    return {**waiting, "action": "waiting"}


def _agrees(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    for key, value in wanted.items():
        found = got.get(key)
        if key in {"name", "why"}:
            if value not in found:
                return False
        elif key == "invoices":
            if sorted(value) != sorted(found):
                return False
        elif value != found:
            return False
    return True


def _in_words(got: dict[str, Any] | None) -> str:
    """What today said, as a story would write it."""
    if got is None:
        return "today: nothing"
    if got["action"] == "waiting":
        return f'today: waiting until {got["until"]}, because "{got["why"]}" ({got["name"]})'
    what = got["letter"] if got["action"] in WITH_LETTER else got["step"] if got["action"] == "call" else None
    since = "" if got["due_on"] == got["day"] else f", since {got['due_on']}"
    then = f", then {got['next']}" if got["next"] else ""
    return (
        f"today: {got['action']}{' ' + what if what else ''}, rule {got['rule']}{since}, for {' and '.join(got['invoices'])},"
        f' asking {got["open"]}, because "{got["why"]}"{then} ({got["name"]})'
    )

"""report: the receivables of a day on one page, for the accountant."""

import hashlib
from pathlib import Path

import typer

from debcli.cli.dossier import write_whole
from debcli.cli.fields import Language
from debcli.cli.insight import everyone
from debcli.cli.output import emit, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.cli.usage import metavar_says
from debcli.language import current, say
from debcli.receivables.overview import overview
from debcli.settings import at_home
from debcli.values import dates
from debcli.values.money import euro, plain


def report_(
    ctx: typer.Context,
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE.pdf", help="Where to write it; default receivables-DATE.pdf here."
    ),
    language: Language | None = typer.Option(
        None, "--language", help="Of the page: nl or en; default that of the screens."
    ),
    replace: bool = typer.Option(False, "--replace", help="Write over a file that is there."),
) -> None:
    """One page (PDF) for your accountant: age of what is open, payers, forecast, disputes, what is given up, interest and VAT.

    For example: debcli report     debcli report --date 2026-12-31 --out debiteuren-2026.pdf
    """
    run = Run.of(ctx)
    from debcli.ledger import read
    from debcli.letters.report import report_pdf

    found = overview(everyone(run), run.day)
    with run.read() as conn:
        creditor = read.creditor(conn)
    content = report_pdf(found, creditor, language.value if language else current())
    path = at_home(out) if out else Path(say("receivables-{day}.pdf", day=run.day.isoformat()))
    write_whole(path, content, replace=replace, other=f"--out {metavar_says('FILE.pdf')}")
    if run.json:
        emit({
            "as_of": iso(run.day), "file": str(path), "sha256": hashlib.sha256(content).hexdigest(), "currency": found.currency,
            "total": plain(found.aging.total), "overdue": plain(found.aging.overdue), "interest": plain(found.interest), "costs": plain(found.costs),
            "claimed": plain(found.claimed), "received": plain(found.received), "disputed": plain(sum(x.amount for x in found.disputed)),
            "handed_over": plain(sum(x.amount for x in found.handed)), "given_up": plain(sum(x.amount for x in found.given_up)),
            "unpaid_for_a_year": plain(sum(x.amount for x in found.old)),
        })  # fmt: skip
        return
    told = say(
        "The receivables of {day}: {total} open. One page for your accountant: {path}",
        day=dates.full(run.day),
        total=euro(found.aging.total, found.currency),
        path=path,
    )
    print(wrap(told, ""))

"""today: the morning as a list, or one by one."""

import typer

from debcli.cli.morning import show_today
from debcli.cli.parameters import MAYBE_CUSTOMER
from debcli.cli.run import Run


def today(
    ctx: typer.Context,
    customer: str | None = MAYBE_CUSTOMER,
    waiting: bool = typer.Option(False, "--waiting", help="Also who waits, for what and until when."),
    limit: int | None = typer.Option(None, "--limit", min=1, metavar="N", help="Show the first N only."),
    go: bool = typer.Option(
        False, "--go", help="Go through them one by one: call, log, confirm, letter; q leaves."
    ),
) -> None:
    """Who needs what today, and why; of one customer the whole reasoning, rule by rule.

    For example: debcli today     debcli today --waiting     debcli today bakkerij-mol
    """
    if go:
        from debcli.cli.walk import walk

        walk(Run.of(ctx), customer, limit=limit)
        return
    show_today(Run.of(ctx), customer, waiting=waiting, limit=limit)

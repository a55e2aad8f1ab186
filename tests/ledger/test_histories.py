"""Reading all customers at once gives what reading them one by one gives."""

from debcli.cli.demo import build
from debcli.cli.run import Run
from debcli.ledger import read
from debcli.ledger.connection import reading


def test_all_at_once_is_each_by_itself(tmp_path):
    from debcli.cli.demo import DAY

    build(Run(tmp_path / "ledger.db", DAY))
    with reading(tmp_path / "ledger.db") as conn:
        together = {f.customer.id: f for f in read.histories(conn)}
        assert together == {c.id: read.history(conn, c.id) for c in read.customers(conn)}
        assert len(together) == 20

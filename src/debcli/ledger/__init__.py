"""The ledger: one SQLite file of dated facts. SQL lives here and nowhere else."""

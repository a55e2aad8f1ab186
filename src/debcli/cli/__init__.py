"""The command line: parse, read, decide, show or write. No rule lives here."""

"""The Dutch catalogue is whole: every text of the code, each with the values of the English, and compiled."""

from language import catalogue


def test_every_text_is_in_dutch_and_compiled(capsys):
    code = catalogue.main(["--check"])
    assert code == 0, f"python3 dev.py words, then put into Dutch:\n{capsys.readouterr().out}"


def test_what_is_missing_or_has_other_values_is_named():
    some = catalogue.Catalog(locale="nl")
    some.add("Nothing was changed.")
    some.add("{count} calls wait.", "{aantal} telefoontjes wachten.")
    some.add(("one call", "{count} calls"), ("een telefoontje", "{count} telefoontjes"))
    assert catalogue.faults(some) == [
        "not in Dutch: Nothing was changed.",
        "other values in Dutch: {count} calls wait.",
    ]

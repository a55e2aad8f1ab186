"""A little of guided.py in each run: every target still runs, and finds nothing."""

import pytest

from reliability import guided

pytest.importorskip("atheris", reason="coverage-guided fuzzing needs atheris (Linux on x86-64)")


@pytest.mark.parametrize("name", guided.TARGETS)
def test_nothing_is_found_in_a_short_run(name):
    count, peak = guided.run(name, seconds=None, runs=150 if name == "commands" else 1500, seed=1)
    assert count >= 150
    assert peak < 450

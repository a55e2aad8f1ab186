"""Lines for a reader: wrapped and padded, whatever is in them."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from debcli.cli.output import cells, pad, wrap

WORDS = st.lists(
    st.text("abc€-é.", min_size=0, max_size=12)
    | st.just("x" * 90)
    | st.just("€ 1.210,00")
    | st.sampled_from(["\n", "\t", "日本"])
)


@given(WORDS, st.sampled_from(["", "     "]))
def test_a_paragraph_is_wrapped_as_the_library_wraps_it_and_keeps_amounts_whole(words, indent):
    text = " ".join(words)
    whole = textwrap.wrap(text.replace("€ ", "€\xa0"), 80 - len(indent), break_on_hyphens=False)
    assert wrap(text, indent) == "\n".join(indent + line for line in whole).replace("€\xa0", "€ ")


@given(st.text("abc日é€", max_size=40), st.integers(2, 30), st.booleans())
def test_padded_text_takes_its_columns(text, columns, right):
    assert cells(pad(text, columns, right=right)) in {
        columns,
        columns - 1 if cells(text) > columns else columns,
    }

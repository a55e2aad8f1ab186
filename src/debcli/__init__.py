"""debcli: get paid without losing the customer."""

__version__ = "0.1.0"

"""Pure values: money in cents, dates and working days, identifiers, text."""

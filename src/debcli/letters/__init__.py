"""Letters: composed from claim and log, checked, rendered to text and PDF."""

"""Other people's files: recognised by content, read whole, nothing written."""

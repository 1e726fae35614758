"""Numbers that tell whether anything changed of what a page shows: of a record, of what points at it, of a kind."""

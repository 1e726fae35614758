"""Pages that are kept: always the ones that would be made now, and nobody else's."""

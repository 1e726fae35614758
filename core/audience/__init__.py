"""Who may see a record: opaque tokens on the record and on the reader; access is their intersection."""

"""What somebody typed and could not send: kept for a day, and put back into its form; see ``docs/adr/0021``."""

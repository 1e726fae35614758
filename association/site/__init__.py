"""Home, news and standard pages: the association's own face."""

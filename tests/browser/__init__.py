"""Every page type as a browser sees it."""

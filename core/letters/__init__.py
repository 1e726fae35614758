"""E-mail as rows: what the site writes is kept with the change that caused it, and sent by the worker."""

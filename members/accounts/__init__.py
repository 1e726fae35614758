"""Accounts: signing in, second factors, invitations. The only place that knows the library which does so."""

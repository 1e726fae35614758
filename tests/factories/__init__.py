"""Makers of rows for the tests: they call the operations of the apps."""

"""Translations of the texts of rows, each with its state."""

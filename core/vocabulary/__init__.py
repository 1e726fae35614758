"""Concepts and their labels: topics, service types, goals, indicators and terms."""

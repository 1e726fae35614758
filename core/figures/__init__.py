"""Figures: the words of the source beside what can be computed from them."""

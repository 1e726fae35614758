"""Signed approvals: what an institution signed when it endorsed a text, as a private file tied to that act."""

"""The desk of a country: what is being written, whose turn it is, and the moves at both gates."""

"""Opinions: whoever keeps a gate asks somebody of another institution what they think of the text that stands there."""

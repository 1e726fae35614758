"""Search: what was asked, what the texts say, and the engine that brings them together. It knows no domain."""

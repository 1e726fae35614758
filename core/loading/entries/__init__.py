"""How the entries of core's own kinds become rows, and those of kinds that have not landed are kept."""

from core.loading.entries import figures, kept, questions, sources, vocabulary

__all__ = ["figures", "kept", "questions", "sources", "vocabulary"]

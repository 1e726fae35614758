"""Template tags: how texts, dates, facts and drawings are printed. They hold no rules and ask no database."""

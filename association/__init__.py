"""The project package and the association's own affairs, as nested apps."""

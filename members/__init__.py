"""Countries, institutions and programmes: who belongs, and what each brings."""

"""Other wording that the secretariat suggests for an endorsed text: the country accepts or refuses each change."""

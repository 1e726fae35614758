"""A site whose workers are killed while texts and audiences change."""

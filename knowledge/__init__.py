"""The library: practices, their adoptions, and the pages that lead to them."""

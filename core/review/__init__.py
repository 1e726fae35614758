"""The two gates: what a country writes is endorsed by its institution, then published by the secretariat."""

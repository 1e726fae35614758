"""How fast the site is, as ratios to something taken in the same run, so that the machine does not matter."""

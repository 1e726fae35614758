"""Who says so: sources, what rests on them, where they disagree and what none of them says."""

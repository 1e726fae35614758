"""What was done, by whom and when: rows that are only added, each bound to the one before by its digest."""

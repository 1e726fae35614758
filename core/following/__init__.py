"""What readers follow, so that they hear of what is new and public there, and what they save to read again."""

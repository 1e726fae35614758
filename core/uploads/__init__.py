"""Files that people upload: judged by content, stripped of what they should not tell, served by one view."""

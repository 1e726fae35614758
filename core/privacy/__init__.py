"""What is held about people: how long, what of it somebody may take along, and how a name goes from every place."""

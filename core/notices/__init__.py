"""What people are told: on their desk, and by letter at once or once a day, as they choose."""

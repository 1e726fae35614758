"""Stories from beginning to end, as their people live them."""

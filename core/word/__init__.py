"""Word files in and out: the only door to the libraries that read and write them."""

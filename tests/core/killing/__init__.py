"""A site whose worker is killed: a consumer that tells what it did, and someone who changes records."""

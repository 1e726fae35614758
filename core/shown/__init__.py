"""Facts as pages show them: put together from the parts of core, in a fixed number of queries."""

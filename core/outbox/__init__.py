"""Work that follows a change, as rows with leases: a killed worker loses nothing and does nothing twice."""

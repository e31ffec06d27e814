"""Values to artifacts: pages, feeds, JSON. Rooms on one floor do not know each other."""

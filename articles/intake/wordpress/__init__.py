"""A WordPress archive moves in: read, turned into what the newsroom keeps, and told item by item."""

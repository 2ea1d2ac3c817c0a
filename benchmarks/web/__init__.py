"""How fast readers are answered, how soon they see what is published, and what that costs: `make bench`."""

# No newsroom is served there.
SITE_PORT = 18_200

"""How well and how fast search finds: `make bench`, and `make bench-full` with ten times as many articles."""

"""The way out, and back: everything as documented files (docs/archive.md), and what is public as a WordPress export."""

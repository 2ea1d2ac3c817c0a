"""How well the quality checks tell errors from good translations, on real documents and on errors seeded into them."""

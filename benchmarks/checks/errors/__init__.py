"""The kinds of errors that are seeded: one module a subject, each with its `ERRORS` by the name that is printed."""

"""The desk: the admin, where translators and editors work."""

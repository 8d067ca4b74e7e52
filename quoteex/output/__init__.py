"""What an extraction looks like outside: one record schema, several renderings."""

"""Quotations: the marks they stand in, and the model that finds them."""

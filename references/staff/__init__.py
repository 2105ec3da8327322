"""Pages of the library that only staff may open, besides the stock admin's own."""

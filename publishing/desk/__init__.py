"""The desk: what waits for one person, how reviews stand, who has how much to do. Every number leads to its list."""

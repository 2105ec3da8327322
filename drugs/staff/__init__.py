"""Pages for staff about drugs."""

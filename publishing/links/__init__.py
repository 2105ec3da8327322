"""The pages of a secret link by which a clinician without an account reads one text and decides on it."""

"""The report on evidence: how much of what patients read cites any, and how old it is."""

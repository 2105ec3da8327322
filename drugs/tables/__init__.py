"""Drug facts as tables of a spreadsheet: what the columns are, how cells are read and written, what a file would change."""

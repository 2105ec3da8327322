"""The citation styles: each writes a CSL record as one line of plain text. `references.formatting` chooses among them."""

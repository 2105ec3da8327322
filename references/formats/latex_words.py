"""LaTeX's commands for accents, letters and signs."""

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
SIGNS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł", "ss": "ß",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "SS": "SS",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "euro": "€", "texteuro": "€",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "textdegree": "°", "degree": "°", "circ": "°",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…", "textbullet": "•",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "guillemotleft": "«", "guillemotright": "»", "textunderscore": "_", "textbackslash": "\\", "textasciitilde": "\ue003",
    "textasciicircum": "^", "textbraceleft": "\ue000", "textbraceright": "\ue001", "textdollar": "\ue002",
    "textless": "<", "textgreater": ">", "textbar": "|", "textmu": "µ", "textonehalf": "½", "textonequarter": "¼",
    "texttimes": "×", "textpm": "±", "textminus": "−", "textsection": "§", "textordfeminine": "ª", "textordmasculine": "º",
    "textexclamdown": "¡", "textquestiondown": "¿", "quad": " ", "qquad": " ", "space": " ", "thinspace": " ", "newline": " ",
    "pm": "±", "mp": "∓", "times": "×", "cdot": "·", "div": "÷", "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥",
    "ge": "≥", "geqslant": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "infty": "∞",
    "lt": "<", "gt": ">", "ll": "≪", "gg": "≫", "to": "→", "rightarrow": "→", "leftarrow": "←", "uparrow": "↑",
    "downarrow": "↓", "leftrightarrow": "↔", "prime": "′", "sum": "∑", "sqrt": "√", "partial": "∂", "in": "∈",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textkappa": "κ",
}  # fmt: skip
# Commands that say how words look: the words stay.
KEEP_INSIDE = frozenset(
    "bf boldsymbol cal em emph enquote ensuremath it large mathbf mathcal mathit mathrm mathsf mbox mkbibquote mkbibemph "
    "noopsort relax rm sc sf small spaceskip text textbf textit textmd textnormal textrm textsc textsf textsl textsubscript "
    "textsuperscript texttt textup tt underline uppercase lowercase protect mathop left right displaystyle textcolor".split()
)
SUPERSCRIPTS = dict(zip("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-n", "₀₁₂₃₄₅₆₇₈₉₊₋ₙ", strict=True))

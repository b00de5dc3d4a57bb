"""Units of measure: UN/ECE Rec 20 codes met in trade, and what X12's own codes (element 355) mean in them.

The X12 table holds a code only where it has one meaning. X12 letters are neither Rec 20 nor Rec 21: CA is a case
here and a can there, so package codes are translated one by one and never passed through. A code that is absent
(`CS`, `KI`, `UN` ...) yields None: the agreement's own table, or a person, decides.
"""

UNITS: dict[str, str] = {
    "EA": "each", "C62": "one", "H87": "piece", "PR": "pair", "SET": "set", "DZN": "dozen", "GRO": "gross",
    "CEN": "hundred", "MIL": "thousand", "KT": "kit",
    "KGM": "kilogram", "GRM": "gram", "MGM": "milligram", "TNE": "tonne", "LBR": "pound", "ONZ": "ounce",
    "STN": "short ton", "LTN": "long ton", "CWA": "hundredweight (US)",
    "MTR": "metre", "CMT": "centimetre", "MMT": "millimetre", "KMT": "kilometre", "INH": "inch", "FOT": "foot",
    "YRD": "yard", "SMI": "mile", "LF": "linear foot",
    "MTK": "square metre", "CMK": "square centimetre", "FTK": "square foot", "YDK": "square yard",
    "INK": "square inch",
    "MTQ": "cubic metre", "CMQ": "cubic centimetre", "FTQ": "cubic foot", "YDQ": "cubic yard", "INQ": "cubic inch",
    "LTR": "litre", "MLT": "millilitre", "GLL": "US gallon", "QTL": "US liquid quart", "PTL": "US liquid pint",
    "OZA": "US fluid ounce", "BLL": "barrel (petroleum)",
    "HUR": "hour", "DAY": "day", "WEE": "week", "MON": "month", "ANN": "year", "MIN": "minute",
    "XBX": "box", "XCT": "carton", "XCS": "case", "XPK": "package", "XPX": "pallet", "XBG": "bag", "XBO": "bottle",
    "XCA": "can", "XCR": "crate", "XDR": "drum", "XJR": "jar", "XRO": "roll", "XRL": "reel", "XTU": "tube",
    "XBE": "bundle", "XBA": "barrel", "XPA": "packet", "XTN": "tin", "XKG": "keg", "XTK": "tank",
    "XSA": "sack", "XSO": "spool", "XPL": "pail", "XST": "sheet",
}  # fmt: skip

# X12 element 355 -> Rec 20. Left out on purpose: CS (a cassette, but often written for case), UN (a unit of what?),
# CH and CX, and whatever is not in trade use; those go to the agreement's table or to a person.
X12_UNITS: dict[str, str] = {
    "EA": "EA", "PR": "PR", "DZ": "DZN", "GS": "GRO", "GR": "GRM", "HU": "CEN", "TH": "MIL", "KT": "KT",
    "PC": "H87", "SF": "FTK", "SY": "YDK", "SM": "MTK", "SI": "INK", "SC": "CMK",
    "KG": "KGM", "LB": "LBR", "OZ": "ONZ", "ME": "MGM", "MP": "TNE",
    "MR": "MTR", "CM": "CMT", "MM": "MMT", "DK": "KMT", "IN": "INH", "FT": "FOT", "YD": "YRD", "LF": "LF",
    "CR": "MTQ", "CC": "CMQ", "CF": "FTQ", "CI": "INQ", "CY": "YDQ",
    "LT": "LTR", "ML": "MLT", "GA": "GLL", "QT": "QTL", "PT": "PTL", "FO": "OZA", "BR": "BLL",
    "HR": "HUR", "DA": "DAY", "WK": "WEE", "MO": "MON", "YR": "ANN", "MJ": "MIN",
    "CA": "XCS", "CT": "XCT", "BX": "XBX", "BG": "XBG", "BO": "XBO", "DR": "XDR", "JR": "XJR", "CN": "XCA",
    "KE": "XKG", "RL": "XRO", "PL": "XPX", "BD": "XBE", "TB": "XTU", "PA": "XPL", "PK": "XPK", "SH": "XST",
    "SO": "XSO", "SA": "XSA", "ST": "SET", "TN": "STN",
}  # fmt: skip


def unit_of_x12(code: str) -> str | None:
    """The Rec 20 code of an X12 unit, None where there is no single meaning."""
    return X12_UNITS.get(code)

"""Closed code lists: a value outside of them is an error. Lists that trade partners extend are left open.

The meanings are ours; the standard's own wording is licensed and not repeated here.
"""

CODES: dict[str, str] = {
    "248": "A C N P Q R S",
    "349": "F S X",
    "353": "00 01 02 03 04 05 06 07 08 10 12 13 14 15 16 17 18 19 20 21 22 24 25 26 27 28 30 31 32 33 34 35 36 37 38 "
           "39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 77 CN CO EX GR PR RH RV SU ZZ 11",
    "587": "AC AD AE AH AK AP AT NA RD RF RJ RN RO RV ZZ",
    "662": "A D I O S",
    "715": "A E M P R W X",
    "717": "A E M R W X",
}  # fmt: skip

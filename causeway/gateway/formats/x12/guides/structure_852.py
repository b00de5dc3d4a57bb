"""Product activity: the order of segments and loops, as in structure_850.

Left out: the loop G95 below ZA, which no guide we know uses; its segments are reported.
"""

STRUCTURE = """
ST! 1
XQ! 1
NTE <004010 *
XPO *
N9 *
PER 3
REF ? *
NTE @004010 ? *
MSG ? *
BIN ? *
BDS ? *
loop N1 200
  N1! 1
  N2 2
  N3 2
  N4 1
  FOB 1
  TD5 1
  DTM *
  N9 *
  PER 3
loop LIN *
  LIN! 1
  PID ? *
  CTP 25
  PO4 1
  N9 *
  AMT 10
  PAL 1
  QTY *
  DTM ? *
  loop ZA *
    ZA! 1
    QTY *
    CTP 25
    SDQ *
CTT 1
SE! 1
"""

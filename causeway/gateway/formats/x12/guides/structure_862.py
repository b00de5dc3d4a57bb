"""Shipping schedule: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
BSS! 1
NTE <004010 *
DTM 10
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
  REF 12
  PER 3
  FOB 1
loop LIN! *
  LIN! 1
  UIT! 1
  PKG *
  PO4 *
  PRS 1
  QTY *
  REF *
  PER 3
  SDP 1
  NTE ? *
  MSG ? *
  loop FST *
    FST! 1
    DTM *
    SDQ *
    loop JIT 96
      JIT! 1
      REF 500
  loop SHP 10
    SHP! 1
    REF 12
  TD1 1
  TD3 1
  TD5 1
CTT 1
SE! 1
"""

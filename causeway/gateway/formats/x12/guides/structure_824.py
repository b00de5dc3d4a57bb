"""Application advice: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
BGN! 1
loop N1 *
  N1! 1
  N2 2
  N3 2
  N4 1
  REF 12
  PER 3
loop OTI! *
  OTI! 1
  REF 12
  DTM 2
  PER 3
  AMT *
  QTY *
  NM1 9
  loop TED *
    TED! 1
    CTX *
    NTE 100
    RED 100
  loop LM *
    LM! 1
    loop LQ 100
      LQ! 1
      RED 100
SE! 1
"""

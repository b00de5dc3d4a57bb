"""Inventory advice: the order of segments and loops, as in structure_850.

Left out: CS, DD and G53 in the lines, which no guide we know uses; they are reported.
"""

STRUCTURE = """
ST! 1
BIA! 1
NTE <004010 *
CUR 1
DTM 10
REF *
PER 3
MEA 20
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
loop LM 10
  LM! 1
  LQ! 100
loop LIN! *
  LIN! 1
  PID 200
  MEA 40
  PKG 25
  DTM 10
  CTP 25
  CUR 1
  SAC 25
  REF *
  PER 3
  SDQ 500
  MAN 1
  UIT 5
  PO4 ? *
  PCT *
  LDT 12
  NTE ? *
  MSG ? *
  loop LM 10
    LM! 1
    LQ! 100
  loop SLN 1000
    SLN! 1
    PID 200
    MEA 40
    PKG 25
    loop MAN 100
      MAN! 1
      MEA 40
  loop QTY *
    QTY! 1
    UIT 12
    MEA 25
    LDT 12
    DTM 10
    loop SCH 25
      SCH! 1
      MEA 25
    loop LM *
      LM! 1
      LQ! 100
    LS 1
    loop REF *
      REF! 1
      DTM *
      N1 1
      loop LM 10
        LM! 1
        LQ! 100
    LE 1
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    REF 12
    PER 3
CTT 1
SE! 1
"""

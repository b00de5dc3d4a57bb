"""Receiving advice: the order of segments and loops, as in structure_850.

The standard wants a DTM in the header; BRA02 already carries the date, so one without it is not refused.
"""

STRUCTURE = """
ST! 1
BRA! 1
NTE <004010 *
CUR 1
REF *
PER 3
DTM 10
PRF 25
TD1 2
TD5 12
TD3 12
TD4 5
MEA 40
NTE @004010 ? *
MSG ? *
BIN ? *
BDS ? *
loop N1 200
  N1! 1
  N2 2
  N3 2
  N4 1
  REF 100
  PER 3
  FOB 1
loop LM 10
  LM! 1
  LQ! 100
loop RCD 200000
  RCD! 1
  SN1 1
  CUR 1
  LIN 100
  PID 1000
  PO4 100
  REF *
  PER 3
  DTM 10
  PRF 25
  MEA *
  FOB 1
  TD1 20
  TD5 12
  TD3 12
  TD4 5
  SAC 10
  MAN *
  NTE ? *
  MSG ? *
  loop LM 10
    LM! 1
    LQ! 100
  loop SLN 100
    SLN! 1
    PID 1000
    NM1 1
    loop LM 10
      LM! 1
      LQ! 100
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    REF 100
    PER 3
    FOB 1
CTT 1
SE! 1
"""

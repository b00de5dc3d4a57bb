"""Invoice: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
BIG! 1
NTE 100
CUR 1
REF *
YNQ 10
PER 3
loop N1 200
  N1! 1
  N2 2
  N3 2
  N4 1
  REF 12
  PER 3
  DMG 1
ITD *
DTM 10
FOB 1
PID 200
MEA 40
PWK 25
PKG 25
L7 *
BAL *
INC 1
PAM *
TD5 ? *
MSG ? *
BIN ? *
BDS ? *
loop LM 10
  LM! 1
  LQ! 100
loop N9 *
  N9! 1
  MSG! 10
loop V1 *
  V1! 1
  R4 *
  DTM *
loop FA1 *
  FA1! 1
  FA2! *
loop IT1 200000
  IT1! 1
  CRC 1
  QTY 5
  CUR 1
  IT3 5
  TXI 10
  CTP 25
  PAM 10
  MEA 40
  loop PID 1000
    PID! 1
    MEA 10
  PWK 25
  PKG 25
  PO4 *
  ITD 2
  REF *
  YNQ 10
  PER 5
  SDQ 500
  DTM 10
  CAD *
  L7 *
  NTE ? *
  MSG ? *
  loop SAC 25
    SAC! 1
    TXI 10
  loop SLN 1000
    SLN! 1
    DTM 1
    REF *
    PID 1000
    SAC 25
    TC2 2
    TXI 10
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    REF 12
    PER 3
    DMG 1
  loop LM 10
    LM! 1
    LQ! 100
  loop V1 *
    V1! 1
    R4 *
    DTM *
  loop FA1 *
    FA1! 1
    FA2! *
TDS! 1
TXI 10
CAD 1
AMT *
loop SAC 25
  SAC! 1
  TXI 10
loop ISS *
  ISS! 1
  PID 1
CTT 1
SE! 1
"""

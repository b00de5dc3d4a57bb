"""Planning schedule: the order of segments and loops, as in structure_850.

Left out: DD in the lines, which no guide we know uses; it is reported.
"""

STRUCTURE = """
ST! 1
BFR! 1
NTE <004010 *
XPO *
CUR 1
REF *
PER 3
TAX 3
FOB 1
CTP 25
SAC 25
CSH 1
ITD 2
DTM 10
PID 200
MEA 40
PWK 25
PKG 25
TD1 2
TD5 12
TD3 12
TD4 5
MAN 10
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
loop LM *
  LM! 1
  LQ! 100
loop LIN! *
  LIN! 1
  UIT 1
  DTM 10
  CUR 1
  PO3 25
  CTP 25
  PID 1000
  MEA 40
  PWK 25
  PKG 25
  PO4 *
  PRS 1
  REF *
  PER 3
  SAC 25
  ITD 2
  TAX 3
  FOB 1
  LDT 12
  QTY *
  ATH 20
  TD1 1
  TD5 12
  TD3 12
  TD4 5
  MAN 10
  NTE ? *
  MSG ? *
  loop SLN 100
    SLN! 1
    PID 1000
    NM1 10
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    REF 12
    PER 3
    FOB 1
  loop LM *
    LM! 1
    LQ! 100
  loop FST *
    FST! 1
    QTY *
    SDQ 50
    loop LM *
      LM! 1
      LQ! 100
  loop SDP 260
    SDP! 1
    FST 260
  loop SHP 25
    SHP! 1
    REF 12
CTT 1
SE! 1
"""

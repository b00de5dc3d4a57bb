"""Purchase order change by the buyer: the order of segments and loops, as in structure_850.

A change of the header alone has no POC, so none is mandatory. Left out, as in the 850: the loop SPI with its CB1.
"""

STRUCTURE = """
ST! 1
BCH! 1
NTE <004010 *
CUR 1
REF *
PER 3
TAX *
FOB *
CTP *
PAM 10
CSH 5
loop SAC 25
  SAC! 1
  CUR 1
ITD *
DIS 20
INC 1
DTM 10
LDT 12
LIN 5
SI *
PID 200
MEA 40
PWK 25
PKG 200
TD1 2
TD5 12
TD3 12
TD4 5
CTB *
MAN 10
TXI *
PCT *
NTE @004010 ? *
MSG ? *
BIN ? *
BDS ? *
loop AMT *
  AMT! 1
  REF *
  DTM 1
  PCT *
  loop FA1 *
    FA1! 1
    FA2! *
loop N9 1000
  N9! 1
  DTM *
  MSG 1000
loop N1 200
  N1! 1
  N2 2
  N3 2
  N4 *
  NX2 *
  REF 12
  PER *
  SI *
  FOB 1
  TD1 2
  TD5 12
  TD3 12
  TD4 5
  PKG 200
loop LM *
  LM! 1
  LQ! *
loop ADV *
  ADV! 1
  DTM *
  MTX *
loop POC *
  POC! 1
  LIN *
  SI *
  CUR 1
  CN1 1
  PO3 25
  loop CTP *
    CTP! 1
    CUR 1
  PAM 10
  MEA 40
  loop PID 1000
    PID! 1
    MEA 10
  PWK 25
  PKG 200
  PO4 *
  REF *
  PER 3
  loop SAC 25
    SAC! 1
    CUR 1
    CTP 1
  IT8 *
  CSH *
  ITD 2
  DIS 20
  INC 1
  TAX *
  FOB *
  SDQ 500
  DTM 10
  TD1 1
  TD5 12
  TD3 12
  TD4 5
  MAN 10
  PCT *
  TC2 2
  CTB *
  TXI *
  SPI *
  MSG *
  NTE ? *
  loop QTY *
    QTY! 1
    SI *
  loop SCH 200
    SCH! 1
    TD1 2
    TD5 12
    TD3 12
    TD4 5
    REF *
  loop N9 1000
    N9! 1
    DTM *
    MSG 1000
  LS 1
  loop LDT *
    LDT! 1
    QTY *
    MSG 1
    REF 3
    loop LM *
      LM! 1
      LQ! *
  LE 1
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    QTY *
    NX2 *
    REF 12
    PER 3
    SI *
    DTM 1
    FOB 1
    SCH 200
    TD1 2
    TD5 12
    TD3 12
    TD4 5
    PKG 200
    loop LDT *
      LDT! 1
      MAN 10
      QTY 5
      MSG 1
      REF 3
  loop SLN 1000
    SLN! 1
    MSG *
    SI *
    PID 1000
    PO3 104
    TC2 *
    DTM 10
    loop CTP 25
      CTP! 1
      CUR 1
    PAM 10
    PO4 1
    TAX 3
    ADV *
    loop SAC 25
      SAC! 1
      CUR 1
      CTP 1
    loop QTY *
      QTY! 1
      SI *
    loop N9 *
      N9! 1
      DTM *
      MEA *
      MSG *
    loop N1 10
      N1! 1
      N2 2
      N3 2
      N4 1
      NX2 *
      REF 12
      PER 3
      SI *
  loop AMT *
    AMT! 1
    REF 1
    PCT *
  loop LM *
    LM! 1
    LQ! *
loop CTT 1
  CTT! 1
  AMT *
SE! 1
"""

"""Purchase order acknowledgment: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
BAK! 1
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
LDT *
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
MAN 10
TXI *
CTB *
NTE @004010 ? *
MSG ? *
BIN ? *
BDS ? *
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
  MSG *
loop ADV *
  ADV! 1
  DTM *
  MTX *
loop PO1 100000
  PO1! 1
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
  LDT 12
  TC2 *
  TD1 1
  TD5 12
  TD3 12
  TD4 5
  MSG ? *
  NTE ? *
  loop ACK 104
    ACK! 1
    DTM 1
  MAN 10
  AMT 1
  CTB *
  TXI *
  loop QTY *
    QTY! 1
    SI *
  loop PKG 200
    PKG! 1
    MEA *
  loop SCH 104
    SCH! 1
    TD1 2
    TD5 12
    TD3 12
    TD4 5
    REF *
  loop N9 1000
    N9! 1
    DTM *
    MEA 40
    MSG 1000
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
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
    QTY *
    PKG 200
  loop SLN 1000
    SLN! 1
    MSG *
    SI *
    PID 1000
    PO3 104
    loop CTP 25
      CTP! 1
      CUR 1
    PAM 10
    ACK 104
    loop SAC 25
      SAC! 1
      CUR 1
      CTP 1
    DTM 10
    PO4 1
    TAX 3
    ADV *
    loop QTY *
      QTY! 1
      SI *
    loop N9 *
      N9! 1
      DTM *
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
loop CTT 1
  CTT! 1
  AMT *
SE! 1
"""

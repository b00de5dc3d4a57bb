"""Purchase order: the order of segments and loops. `!` is mandatory, the number how often, `?` our own tolerance.

`<004010` marks a line that only holds before this version, `@004010` one that holds from it on.

Left out: the loop SPI with its CB1 in the header, which no retail or industrial guide we know uses; its segments are
reported.
"""

STRUCTURE = """
ST! 1
BEG! 1
NTE <004010 *
CUR 1
REF *
PER 3
TAX *
FOB *
CTP *
PAM 10
CSH 5
TC2 *
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
PCT *
CTB 5
TXI *
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
  LQ! 100
loop ADV *
  ADV! 1
  DTM *
  MTX *
loop PO1! 100000
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
  IT3 5
  DTM 10
  TC2 *
  TD1 1
  TD5 12
  TD3 12
  TD4 5
  PCT *
  MAN 10
  MSG *
  NTE ? *
  SPI *
  TXI *
  CTB *
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
  loop PKG 200
    PKG! 1
    MEA *
  LS 1
  loop LDT *
    LDT! 1
    QTY *
    MSG 1
    REF 3
    loop LM *
      LM! 1
      LQ! 100
  LE 1
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
    LQ! 100
loop CTT 1
  CTT! 1
  AMT *
SE! 1
"""

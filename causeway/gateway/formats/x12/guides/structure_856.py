"""Ship notice: the order of segments and loops, as in structure_850.

One repeating HL loop holds what any level may hold, so that trees of every order and depth are walked alike: the
standard draws it so too, BSN05 cannot be relied on, and partners put PRF, MAN or N1 at levels that no guide foresees.
Whether the parents named in HL02 exist is for the reader to say, not for the guide.
"""

STRUCTURE = """
ST! 1
BSN! 1
NTE <004010 *
REF ? *
DTM 10
NTE @004010 ? *
MSG ? *
BIN ? *
BDS ? *
loop HL! 200000
  HL! 1
  LIN 1
  SN1 1
  SLN 1000
  PRF 1
  PO4 *
  PID 200
  MEA 40
  PWK 25
  PKG 25
  TD1 20
  TD5 12
  TD3 12
  TD4 5
  TSD 1
  REF *
  PER 3
  loop LH1 100
    LH1! 1
    LH2 4
    LH3 12
    LFH 20
    LEP *
    LH4 1
    LHT 3
    LHR 10
    PER 5
    LHE 1
  loop CLD 200
    CLD! 1
    REF 200
    DTP 1
  MAN *
  DTM 10
  FOB 1
  PAL 1
  NTE ? *
  MSG ? *
  loop N1 200
    N1! 1
    N2 2
    N3 2
    N4 1
    REF 12
    PER 3
    FOB 1
  SDQ 50
  ETD 1
  CUR 1
  loop SAC *
    SAC! 1
    CUR 1
  GF 1
  YNQ 10
  loop LM 10
    LM! 1
    LQ! 100
  loop V1 *
    V1! 1
    R4 *
    DTM *
CTT 1
SE! 1
"""

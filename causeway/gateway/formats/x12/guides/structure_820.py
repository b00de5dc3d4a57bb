"""Payment order and remittance advice: the order of segments and loops, as in structure_850.

Left out: the loops for taxes, deductions, pensions and royalties (TXP, DED, LX, N9, RYL), which are no business of a
buyer and a seller; their segments are reported. RMR without the ENT that should come before it is read too.
"""

STRUCTURE = """
ST! 1
BPR! 1
NTE *
TRN 1
CUR 1
REF *
DTM *
loop N1 *
  N1! 1
  N2 *
  N3 *
  N4 1
  REF *
  PER *
  RDM 1
  DTM 1
loop ENT *
  ENT! 1
  loop NM1 *
    NM1! 1
    N2 *
    N3 *
    N4 1
    REF *
    PER *
  loop ADX *
    ADX! 1
    NTE *
    PER *
    DTM 1
    loop REF *
      REF! 1
      DTM *
    loop IT1 *
      IT1! 1
      loop REF *
        REF! 1
        DTM *
      loop SAC *
        SAC! 1
        TXI *
      loop SLN *
        SLN! 1
        loop REF *
          REF! 1
          DTM *
        loop SAC *
          SAC! 1
          TXI *
  loop RMR *
    RMR! 1
    NTE *
    REF *
    DTM *
    loop IT1 *
      IT1! 1
      loop REF *
        REF! 1
        DTM *
      loop SAC *
        SAC! 1
        TXI *
      loop SLN *
        SLN! 1
        loop REF *
          REF! 1
          DTM *
        loop SAC *
          SAC! 1
          TXI *
    loop ADX *
      ADX! 1
      NTE *
      PER *
      DTM 1
      loop REF *
        REF! 1
        DTM *
      loop IT1 *
        IT1! 1
        loop REF *
          REF! 1
          DTM *
        loop SAC *
          SAC! 1
          TXI *
        loop SLN *
          SLN! 1
          loop REF *
            REF! 1
            DTM *
          loop SAC *
            SAC! 1
            TXI *
loop RMR *
  RMR! ? 1
  NTE *
  REF *
  DTM *
  loop IT1 *
    IT1! 1
    loop REF *
      REF! 1
      DTM *
    loop SAC *
      SAC! 1
      TXI *
    loop SLN *
      SLN! 1
      loop REF *
        REF! 1
        DTM *
      loop SAC *
        SAC! 1
        TXI *
  loop ADX *
    ADX! 1
    NTE *
    PER *
    DTM 1
    loop REF *
      REF! 1
      DTM *
    loop IT1 *
      IT1! 1
      loop REF *
        REF! 1
        DTM *
      loop SAC *
        SAC! 1
        TXI *
      loop SLN *
        SLN! 1
        loop REF *
          REF! 1
          DTM *
        loop SAC *
          SAC! 1
          TXI *
SE! 1
"""

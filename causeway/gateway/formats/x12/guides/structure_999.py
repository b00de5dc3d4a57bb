"""Implementation acknowledgment: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
AK1! 1
loop AK2 *
  AK2! 1
  loop IK3 *
    IK3! 1
    CTX 10
    loop IK4 *
      IK4! 1
      CTX 10
  IK5! 1
AK9! 1
SE! 1
"""

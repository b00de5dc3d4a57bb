"""Functional acknowledgment: the order of segments and loops, as in structure_850."""

STRUCTURE = """
ST! 1
AK1! 1
loop AK2 999999
  AK2! 1
  loop AK3 999999
    AK3! 1
    AK4 99
  AK5! 1
AK9! 1
SE! 1
"""

"""How often a process of ours looks for garbage: seldom, after everything that stays has been set aside."""

import gc

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20


def collect_seldom() -> None:
    """Set aside what was imported, and look for cycles after so many new objects; called once per process.

    A document or a page makes thousands of objects that live shortly, nearly all of them without cycles. Measured:
    with the interpreter's own thresholds looking at them took a twentieth of the CPU of a document and more of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)

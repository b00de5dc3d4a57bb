"""The 850 that the benchmarks post: ten lines, every copy with numbers of its own."""

_LINES = "".join(
    f"PO1*{10 * n}*{100 + n}*EA*12.{n:02d}*PE*BP*MAT-{n:06d}*VP*HC-{n:04d}~PID*F****Bearing {n}~DTM*002*20270115~"
    for n in range(1, 11)
)
_HASH = sum(100 + n for n in range(1, 11))


def purchase_order(number: int, *, order: str, sender: str = "BENCHERP") -> bytes:
    """A 10-line 850 (004010) with that interchange control number and order number."""
    control = f"{number:09d}"
    body = (
        f"BEG*00*NE*{order}**20261122~CUR*BY*CNY~N1*BY*Bench*92*EE01~N1*SE*Supplier*92*V1001~N1*ST*Plant*92*WH-LG1~"
        f"{_LINES}CTT*10*{_HASH}~"
    )
    segments = body.count("~") + 2
    return (
        f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*{'CAUSEWAY':<15}*261122*0900*U*00401*{control}*0*P*>~"
        f"GS*PO*{sender}*CAUSEWAY*20261122*0900*{number}*X*004010~ST*850*0001~{body}SE*{segments}*0001~"
        f"GE*1*{number}~IEA*1*{control}~"
    ).encode()

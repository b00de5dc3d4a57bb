"""The interchanges of the chaos: small 850s, in one or two groups, of one to three orders."""

from tests.chaos.history import Sent

_PARTIES = {
    # Our own ERP buys from a supplier; a distributor buys from us.
    "CHAOSERP": "N1*BY*Chaos*92*EE01~N1*SE*Supplier*92*V1001~N1*ST*Plant*92*WH-LG1~",
    "CHAOSDIST": "N1*BY*Distributor*91*C2001~N1*SE*Chaos*91*EE01~N1*ST*Store*92*ST-01~",
}
_ITEM = {"CHAOSERP": "BP*MAT-000001", "CHAOSDIST": "BP*CD-0001*VP*MAT-000001"}
SENDERS = tuple(_PARTIES)


def interchange(sender: str, control: int, groups: list[list[str]], *, quantity: int = 10) -> Sent:
    """An interchange with those orders; groups are numbered from the interchange's own number."""
    numbered = {str(control * 10 + index): orders for index, orders in enumerate(groups)}
    body = "".join(_group(sender, number, orders, quantity) for number, orders in numbered.items())
    control_number = f"{control:09d}"
    content = (
        f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*{'CAUSEWAY':<15}*261122*0900*U*00401*{control_number}"
        f"*0*P*>~{body}IEA*{len(groups)}*{control_number}~"
    )
    return Sent(sender, control_number, numbered, content.encode())


def _group(sender: str, number: str, orders: list[str], quantity: int) -> str:
    sets = "".join(
        _order(sender, f"{index:04d}", order, quantity) for index, order in enumerate(orders, start=1)
    )
    return f"GS*PO*{sender}*CAUSEWAY*20261122*0900*{number}*X*004010~{sets}GE*{len(orders)}*{number}~"


def _order(sender: str, control: str, number: str, quantity: int) -> str:
    lines = "".join(
        f"PO1*{line}*{quantity + line}*EA*12.50*PE*{_ITEM[sender]}~PID*F****Bearing~DTM*002*20270115~"
        for line in (1, 2)
    )
    body = f"BEG*00*NE*{number}**20261122~CUR*BY*CNY~{_PARTIES[sender]}{lines}CTT*2*{2 * quantity + 3}~"
    return f"ST*850*{control}~{body}SE*{body.count('~') + 2}*{control}~"


def acknowledged_groups(content: bytes) -> list[str]:
    """The group control numbers that a 997 answers (AK102)."""
    text = content.decode("latin-1")
    element, terminator = text[3], text[105]
    segments = [segment.strip().split(element) for segment in text.split(terminator)]
    return [parts[2] for parts in segments if parts[0] == "AK1"]

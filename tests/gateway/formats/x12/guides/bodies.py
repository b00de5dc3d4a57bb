"""A small good file for each set, the segments between ST and SE. `@0105@` is a day of 2026 as the version writes it.

A line may begin with the versions it is for: `<004010:` before that one, `@004010:` from it on.
"""

import re

_DAY = re.compile(r"@(\d{4})@")
_CONDITION = re.compile(r"([<@])(\d{6}):(.*)")

_LINE_856 = "LIN*1*BP*ART-1*UP*036000291452\nSN1*1*10*EA**12*EA\nPRF*PO-1***@0101@"

BODIES = {
    "810": """
        BIG*@0110@*INV-1*@0101@*PO-1*R1**DI
        NTE*GEN*Thank you
        REF*VR*4711
        N1*RE*Remit here*92*0001
        N3*Somewhere 1
        N4*Springfield*IL*62701*US
        ITD*01*3*2**10**30
        DTM*011*@0109@
        IT1*1*10*EA*2.5*PE*BP*ART-1*UP*036000291452
        TXI*TX*1.25*.05
        PID*F****A thing
        REF*BM*8812
        SAC*A*D240***150
        TDS*2350*2350
        TXI*TX*1.25
        CAD*T***SCAC*Carrier
        AMT*1*25
        SAC*C*D240***250
        ISS*10*EA*12.5*LB
        CTT*1*10
    """,
    "820": """
        BPR*C*1000.5*C*ACH*CTX*01*123456789*DA*998877*1234567890**01*987654321*DA*112233*@0120@
        TRN*1*TRACE-1*1234567890
        CUR*PR*USD
        REF*EF*7
        DTM*097*@0120@
        N1*PR*Payer*91*0001
        N1*PE*Payee*92*0002
        PER*IC*Someone*TE*5551234
        ENT*1
        ADX*-10*01*CM*55
        RMR*IV*INV-1**1010.5*1020.5*10
        NTE*ZZZ*Less a discount
        REF*PO*PO-1
        DTM*003*@0110@
        ADX*-5*06
        NTE*ZZZ*Freight
        REF*IV*INV-1
        IT1*1*2*EA*2.5**BP*ART-1
        REF*ZZ*9
        RMR*IV*INV-2**0
    """,
    "824": """
        BGN*11*ADV-1*@0112@*1200
        N1*SE*Seller*92*0001
        PER*IC*Someone*EM*someone@example.com
        OTI*TR*IV*INV-1*SENDER*RECEIVER*@0112@*1200*55*0001*810*004010
        REF*PO*PO-1
        DTM*097*@0112@
        AMT*OP*12.5
        TED*012*Price differs*IT1*9*4*212*2.5
        NTE*ZZZ*Contract price is 2.4
        OTI*TA*IV*INV-2
    """,
    "830": """
        BFR*05*F-1**DL*A*@0101@*@0630@*@0101@**C-1*PO-1
        REF*DK*D1
        PER*BD*Planner*TE*5551234
        N1*ST*Plant*92*0001
        N1*SU*Supplier*92*0002
        LIN*1*BP*ART-1*PO*PO-1*EC*B
        UIT*EA
        PID*F****A thing
        REF*DK*D1
        ATH*FI*@0130@*500**@0101@
        FST*100*C*D*@0106@
        QTY*01*5
        FST*100*D*W*@0112@*@0118@
        SDP*P*Y
        FST*10*D*W*@0119@
        SHP*01*40*011*@0103@
        REF*SI*S-1
        SHP*02*400*051*@0101@**@0105@
        CTT*1*210
    """,
    "846": """
        BIA*00*SI*STOCK-1*@0105@*0930
        CUR*SE*USD
        DTM*007*@0105@
        REF*IA*4711
        N1*SU*Seller*92*0001
        N1*WH*Warehouse*92*WH1
        LIN*1*VP*ART-1*UP*036000291452
        PID*F****A thing
        DTM*018*@0110@
        CTP**RES*2.5
        QTY*33*100*EA
        QTY*17*120*EA
        DTM*007*@0105@
        SCH*50*EA***106*@0201@
        LS*LOT
        REF*LT*LOT-1
        DTM*036*@1231@
        LE*LOT
        N1*WH*Warehouse two*92*WH2
        LIN*2*VP*ART-2
        QTY*33*0*EA
        CTT*2
    """,
    "850": """
        BEG*00*SA*PO-1**@0105@
        <004010:NTE*GEN*Handle with care
        CUR*BY*USD
        REF*DP*0012
        PER*BD*Buyer*TE*5551234
        SAC*A*D240***150
        ITD*01*3*2**10**30
        <004010:DTM*010*@0120@***20
        @004010:DTM*010*@0120@
        TD5**2*SCAC
        N9*L1*SPECIAL
        MSG*Leave at the gate
        N1*ST*Store*92*0001
        N3*Somewhere 1
        N4*Springfield*IL*62701*US
        PO1*1*10*EA*2.5*PE*BP*ART-1*UP*036000291452
        CTP**RES*5
        PID*F****A thing
        PO4*1*10*EA
        SDQ*EA*92*0001*4*0002*6
        SCH*10*EA***010*@0120@
        LS*SLN
        LDT*AF*5*DA
        LE*SLN
        SLN*1**I*2*EA
        CTT*1*10
        AMT*TT*25
    """,
    "852": """
        XQ*H*@0104@*@0110@
        XPO*1*9
        N9*IA*4711
        PER*BD*Buyer*TE*5551234
        N1*BY*Retailer*9*0012345670000
        N1*ST*Store*92*0001
        LIN**UP*036000291452*VN*ART-1
        CTP**RES*5
        ZA*QS*10*EA
        SDQ*EA*92*0001*4*0002*6
        ZA*QA*30*EA
        ZA*QT*-2*EA
        ZA*QP
        SDQ*EA*92*0001*4
        CTT*1
    """,
    "855": """
        BAK*00*AC*PO-1*@0105@***S-1**@0106@
        REF*VR*4711
        N1*SE*Seller*92*0001
        PO1*1*10*EA*2.5*PE*BP*ART-1
        PID*F****A thing
        ACK*IQ*8*EA*068*@0120@
        ACK*IB*2*EA
        MAN*GM*00100614141234567897
        QTY*01*8
        SCH*8*EA***068*@0120@
        SLN*1**I*2*EA
        ACK*IA*2*EA
        CTT*1
    """,
    "856": f"""
        BSN*00*SHIP-1*@0110@*0930*0001
        DTM*011*@0110@
        HL*1**S
        TD1*CTN*2****G*50*LB
        TD5**2*SCAC*M
        TD3*TL*SCAC*1234
        REF*BM*8812
        DTM*017*@0112@
        FOB*PP
        N1*ST*Store*92*0001
        N3*Somewhere 1
        N4*Springfield*IL*62701*US
        HL*2*1*O
        PRF*PO-1***@0101@
        HL*3*2*T
        MAN*GM*00100614141234567897
        HL*4*3*P
        PO4*1*10*EA
        MAN*GM*00100614141234567897
        HL*5*4*I
        {_LINE_856}
        PID*F****A thing
        CLD*2*5*CTN25
        REF*LS*LOT-1
        CTT*5
    """,
    "860": """
        BCH*04*SA*PO-1**2*@0105@*****@0108@
        REF*DP*0012
        N1*ST*Store*92*0001
        POC*1*QI*12*2*EA*2.5*PE*BP*ART-1
        PID*F****A thing
        SAC*C*D240***250
        SDQ*EA*92*0001*4*0002*8
        DTM*010*@0125@
        SCH*12*EA***010*@0125@
        LS*SLN
        LDT*AF*5*DA
        LE*SLN
        POC*2*DI
        POC*3*AI*5*5*EA>1>2*1
        CTT*3
        AMT*TT*31
    """,
    "861": """
        BRA*REC-1*@0115@*00*1*1000
        REF*PK*SHIP-1
        DTM*050*@0115@
        PRF*PO-1
        N1*ST*Store*92*0001
        RCD*1*10*EA***2*EA*01*1*EA*03
        LIN*1*BP*ART-1
        PID*F****A thing
        PRF*PO-1
        MAN*GM*00100614141234567897
        RCD*2***3*EA
        CTT*2
    """,
    "862": """
        BSS*05*REL-1*@0105@*DL*@0105@*@0112@*R1
        N1*ST*Plant*92*0001
        LIN*1*BP*ART-1*PO*PO-1
        UIT*EA
        PO4*1*10*EA
        PRS*1
        REF*DK*D1
        FST*10*C*D*@0106@
        DTM*002*@0106@*0800
        SDQ*EA*92*0001*4*0002*6
        JIT*5*0800
        REF*KB*K-1
        SHP*01*40*011*@0103@
        REF*SI*S-1
        CTT*1
    """,
    "865": """
        BCA*04*AC*PO-1**2*@0105@**S-1
        REF*VR*4711
        N1*SE*Seller*92*0001
        POC*1*QI*12*2*EA*2.5*PE*BP*ART-1
        PID*F****A thing
        ACK*IQ*10*EA*068*@0125@
        ACK*IB*2*EA
        CTT*1
    """,
    "997": """
        AK1*PO*55
        AK2*850*0001
        AK3*PO1*5**8
        AK4*4*212*1
        AK4*6>2*355*7*XX
        AK5*E*5
        AK2*850*0002
        AK5*R*3*4
        AK9*P*2*2*1
    """,
    "999": """
        AK1*PO*55*005010
        AK2*850*0001*005010
        IK3*PO1*5**8
        CTX*PO101>1
        IK4*4*212*1
        CTX*SITUATIONAL TRIGGER*PO1*5**4*212
        IK5*E*5
        AK2*850*0002
        IK5*R*3
        AK9*P*2*2*1
    """,
}


def body(set_id: str, version: str) -> str:
    """The good file of a set as a version has it."""
    lines = []
    for line in BODIES[set_id].split("\n"):
        text = line.strip()
        condition = _CONDITION.fullmatch(text)
        if condition:
            text = condition[3] if (condition[1] == "<") == (version < condition[2]) else ""
        century = "" if version < "004010" else "20"
        lines.append(_DAY.sub(rf"{century}26\1", text))
    return "\n".join(lines)

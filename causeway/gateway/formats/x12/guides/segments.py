"""The segments our guides use: elements in order, relational notes, names.

`353!` is mandatory; `235+234x10` repeats a run of elements; `C001` names a composite. Notes as X12 writes them:
P all or none, R at least one, E at most one, C if the first then all, L if the first then at least one.
What stands after `>` was added after 004010. A second line for a tag, `DTM<`, holds in the versions before 004010.
"""

COMPOSITES = {
    "C001": ("355! 1018 649 355 1018 649 355 1018 649 355 1018 649 355 1018 649", "Composite unit of measure|复合计量单位"),
    "C002": ("704! 704 704 704 704", "Actions indicated|指示操作"),
    "C030": ("722! 1528 1686", "Position in segment|段内位置"),
    # 999 repeats this one; the mark between repetitions is left inside a part, hence the widths.
    "C998": ("9999! 9998 9999 9998 9999 9998 9999 9998 9999 9998 9999 9998 9999 9998", "Context|上下文"),
    "C999": ("725! 725", "Reference in segment|段内参考"),
    "C040": ("128! 127! 128 127 128 127", "Reference identifier|参考标识"),
}  # fmt: skip

SEGMENTS = """
ST  143! 329! > 1705 ; ; Transaction set header|交易集开始
SE  96! 329! ; ; Transaction set trailer|交易集结束
ACK 668! 380 355 374 373 326 235+234x10 559 822 1271 ; P0203 C0405 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 C282729 ; Line item acknowledgment|行确认
ADV 559! 1000! 740 741 729 1000 739 ; P0607 ; Advertising detail|广告明细
ADX 782! 426! 128 127 ; P0304 ; Adjustment|调整
AK1 479! 28! > 480 ; ; Group response header|功能组应答开始
AK2 143! 329! > 1705 ; ; Set response header|交易集应答开始
AK3 721! 719! 447 720 ; ; Segment note|段错误
AK4 C030! 725 723! 724 ; ; Element note|元素错误
AK5 717! 718 718 718 718 718 ; ; Set response trailer|交易集应答结束
AK9 715! 97! 123! 2! 716 716 716 716 716 ; ; Group response trailer|功能组应答结束
AMT 522! 782! 478 ; ; Monetary amount|金额
ATH 672! 373 380 380 373 ; R0203 C0305 C0405 ; Resource authorization|资源授权
BAK 353! 587! 324! 373! 328 326 367 127 373 640 ; ; Beginning of acknowledgment|订单确认起始
BAL 951! 522! 782! ; ; Balance|余额
BCA 353! 587 324! 328 327 373! 326 367 127 373 373 373 92 786 640 ; ; Beginning of change acknowledgment|订单变更确认起始
BCH 353! 92! 324! 328 327 373! 326 367 127 373 373 1166 786 587 640 1232 ; ; Beginning of order change|订单变更起始
BDS 1570! 784! 785! ; ; Encoded binary data|编码的二进制数据
BEG 353! 92! 324! 328 373! 367 587 1019 1166 1232 786 640 ; ; Beginning of purchase order|采购订单起始
BFR 353! 127 328 675! 676! 373! 373 373! 373 367 324 783 306 ; R0203 ; Beginning of planning schedule|计划进度起始
BGN 353! 127! 373! 337 623 127 640 306 786 ; C0504 ; Beginning of advice|通知起始
BIA 353! 755! 127! 373! 337 306 ; ; Beginning of inventory advice|库存通知起始
BIG 373! 76! 373 324 328 327 640 353 306 76 ; ; Beginning of invoice|发票起始
BIN 784! 785! ; ; Binary data|二进制数据
BPR 305! 782! 478! 591! 812 506 507 569 508 509 510 506 507 569 508 373 1048 506 507 569 508 ; P0607 C0809 P1213 C1415 P1819 C2021 ; Beginning of payment order|付款指令起始
BRA 127! 373! 353! 962! 337 412 ; ; Beginning of receiving advice|收货通知起始
BSN 353! 396! 373! 337! 1005 640 641 ; ; Beginning of ship notice|发货通知起始
BSS 353! 127! 373! 675! 373! 373! 328 127 367 324 676 ; ; Beginning of shipping schedule|发运计划起始
CAD 91 206 207 140 387 368 128 127 284 ; R0405 C0708 ; Carrier detail|承运明细
CLD 622! 382! 103 357 355 ; ; Load detail|装载明细
CN1 1166! 782 332 367 338 799 ; ; Contract information|合同信息
CRC 1136! 1073! 1321! 1321 1321 1321 1321 ; ; Conditions|条件
CSH 563 306 610 508 373 559 560 566 954 1004 ; P0910 ; Sales requirements|销售要求
CTB 688! 352 673 380 522 610 ; P0304 ; Restrictions|限制条件
CTP 687 236 212 380 C001 648 649 782 639 499 289 ; P0405 C0607 C0902 C1002 C1103 ; Pricing information|价格信息
CTT 354! 347 81 355 183 355 352 ; P0304 P0506 ; Transaction totals|合计
CTX C998 721 719 447 C030 C999 ; ; Error context|错误上下文
CUR 98! 100! 280 98 100 669 374 373 337 374 373 337 374 373 337 374 373 337 374 373 337 ; C0807 C0907 C1110 C1210 C1413 C1513 C1716 C1816 C2019 C2119 ; Currency|货币
DIS 653! 654! 655! 656! 657 ; ; Discount detail|折扣明细
DMG 1250 1251 1068 1067 1109 1066 26 659 380 > 1270 1271 ; P0102 ; Demographic information|人口信息
DTM 374! 373 337 623 1250 1251 ; R020305 C0403 P0506 ; Date or time|日期时间
DTM< 374! 373 337 623 624 1250 1251 ; R020306 C0403 P0607 ; Date or time|日期时间
DTP 374! 1250! 1251! ; ; Date or period|日期或时段
ENT 554 98 66 67 98 66 67 128 127 ; P020304 P050607 P0809 ; Entity|实体
ETD 626! 627! 128 127 ; P0304 ; Excess transportation|超额运输
FA1 559! 1300 248 ; ; Type of financial accounting data|财务核算类型
FA2 1196! 1195! ; ; Accounting data|核算数据
FOB 146! 309 352 334 335 309 352 54 352 ; C0302 C0405 C0706 C0809 ; Delivery terms|交货条款
FST 380! 680! 681! 373! 373 374 337 128 127 783 ; P0607 P0809 ; Forecast schedule|预测计划
GF  128 127 367 782 128 127 782 128 127 ; P0102 ; Furnished goods|来料信息
HL  628! 734 735! 736 ; ; Hierarchy level|层级
IK3 721! 719! 447 620 ; ; Segment in error|出错的段
IK4 C030! 725 621! 724 ; ; Element in error|出错的元素
IK5 717! 618 618 618 618 618 ; ; Set response|交易集应答
INC 336! C001! 810! 810! 782 ; ; Installment information|分期信息
ISS 382 355 81 355 183 355 380 81 ; R010305 P0102 P0304 P0506 ; Invoice shipment summary|发票发运汇总
IT1 350 358 355 212 639 235+234x10 ; P020304 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 ; Invoice line|发票行
IT3 382 355 368 383 371 ; R010304 ; Additional item data|行附加数据
IT8 563 306 610 508 373 559 566 235+234x10 ; ; Conditions of sale|销售条件
ITD 336 333 338 370 351 446 386 362 388 389 342 352 765 107 954 ; L03040513 ; Terms of sale|付款条款
JIT 380! 337! ; ; Just-in-time delivery|准时交货
L7  213 168 171 172 169 170 59 173 46 373 119 227 294 295 19 156 ; ; Tariff reference|运价参考
LDT 345! 380! 344! 373 ; ; Lead time|提前期
LE  447! ; ; Loop trailer|循环结束
LEP 806 807 156 127 ; P0304 ; Waste data|废物数据
LFH 808! 809! 809 1023 355 380 380 ; P0506 ; Hazard information text|危险信息
LH1 355! 80! 277 200 22 355 380 595 665 254 1375 ; P0607 ; Hazardous material identification|危险品标识
LH2 215 983 218 222 759 355 408 355 408 355 408 ; P0607 P0809 P1011 ; Hazard classification|危险分类
LH3 224 984 985 1073 ; P0102 ; Hazard shipping name|危险品运输名称
LH4 238 364 254 230 230 230 271 267 805 986 364 355 ; P0812 ; Canadian dangerous goods|加拿大危险品
LHE 224! 218! 128! 127! 759 ; ; Empty equipment hazard|空设备危险信息
LHR 128! 127! 373 ; ; Hazard reference|危险品参考
LHT 215 218 222 ; ; Transborder hazard|跨境危险信息
LIN 350 235+234x15 ; ; Item identification|产品标识
LM  559! 822 ; ; Code source information|代码来源
LQ  1270 1271 ; C0102 ; Industry code|行业代码
LS  447! ; ; Loop header|循环开始
MAN 88! 87! 87 88 87 87 ; P0405 C0605 ; Marks and numbers|唛头
MEA 737 738 739 C001 740 741 935 936 752 1373 > 1270 1271 ; R03050608 ; Measurements|度量
MSG 933! 934 1470 ; ; Message text|文本
MTX 363 1551 1551 934 1470 > 819 ; C0102 C0302 ; Long text|长文本
N1  98! 93 66 67 706 98 ; R0203 P0304 ; Party identification|参与方
N2  93! 93 ; ; Additional name|附加名称
N3  166! 166 ; ; Address|地址
N4  19 156 116 26 309 310 > 1715 ; C0605 ; City, region, postal code|城市地区邮编
N9  128! 127 369 373 337 623 C040 ; R0203 C0605 ; Reference|参考
NM1 98! 1065! 1035 1036 1037 1038 1039 66 67 706 98 > 1035 ; P0809 C1110 ; Person or organization name|人员或机构名称
NTE 363 352! ; ; Note|备注
NX2 1106! 166 1096 ; ; Location component|地址成分
OTI 110! 128! 127! 142 124 373 337 28 329 143 480 353 640 346 306 305 641 ; C0908 ; Original transaction|原交易
PAL 883 884 885 356 395 355 82 189 65 355 384 355 385 355 399 810 ; P0506 P1112 P1314 ; Pallet information|托盘信息
PAM 673 380 C001 522 782 344 374 373 337 374 373 337 1004 954 1073 ; P0102 P0405 ; Period amount|期间金额
PCT 1004! 954! ; ; Percentages|百分比
PD  344! 373! C001! 380! 93! 352 1196 127 352 1401 ; ; Pricing data|定价数据
PDD 350! 380 782 954 1401 ; R020304 ; Pricing data detail|定价数据明细
PER 366! 93 365 364 365 364 365 364 443 ; P0304 P0506 P0708 ; Contact|联系人
PID 349! 750 559 751 352 752 822 1073 819 ; C0403 R0405 C0703 C0804 C0905 ; Item description|产品描述
PKG 349 753 559 754 352 400 ; R040506 C0403 ; Packaging and marking|包装与标识
PO1 350 330 355 212 639 235+234x10 ; C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 ; Order line|订单行
PO3 371! 373 236 212 639 380! 355! 352 ; ; Additional item detail|行附加明细
PO4 356 357 355 103 187 384 355 385 355 82 189 65 355 810 752 350 350 1470 ; P0203 P0607 P0809 ; Item physical details|包装规格
POC 350 670! 330 671 C001 212 639 235+234x10 ; C0305 C0706 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627 ; Line change|行变更
PRF 324! 328 327 373 350 367 92 ; ; Purchase order reference|采购订单参考
PRS 682! 352 ; ; Part release status|零件发布状态
PWK 755! 756 757 98 66 67 352 C002 1525 ; P0506 ; Paperwork|单据
QTY 673! 380 C001 61 ; R0204 E0204 ; Quantity|数量
R4  115! 309 310 114 26 174 113 156 ; P0203 ; Port or terminal|港口码头
RCD 350 663 C001 664 C001 667+C001+412x5 380 ; R020406 P0203 P0405 P060708 P091011 P121314 P151617 P181920 ; Receiving conditions|收货状况
RDM 756! 93 364 C040 C040 ; ; Remittance delivery|汇款通知方式
RED 352! 1609 559 822 1270 1271 ; E0206 R0206 P030506 C0403 ; Related data|关联数据
REF 128! 127 352 C040 ; R0203 ; Reference|参考
RMR 128 127 482 782 782 782 426 782 ; P0102 P0708 ; Remittance line|汇款明细
SAC 248! 1300 559 1301 610 378 332 118 355 380 380 331 127 770 352 819 ; R0203 P0304 P0607 P0910 C1110 C1413 C1615 ; Service, allowance or charge|服务折让费用
SCH 380! 355! 98 93 374! 373! 337 374 373 337 326 350 ; C0403 L080910 C0908 C1008 ; Schedule|交货计划
SDP 678! 679! 678 679 678 679 678 679 ; P0304 P0506 P0708 ; Delivery pattern|交货模式
SDQ 355! 66 67! 380! 67+380x9 310 ; ; Destination quantity|目的地数量
SHP 673 380 374 373 337 373 337 ; C0102 L030405 C0403 C0503 ; Shipped or received|已发运或已收货
SI  559! 1000! 234! 1000+234x9 ; ; Service characteristic|服务特征
SLN 350! 350 662! 380 C001 212 639 662 235+234x10 ; P0405 C0706 C0806 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 P2728 ; Sub-line|子行
SN1 350 382! 355! 646 330 355 728 668 ; P0506 ; Shipped item detail|发运明细
SPI 786! 128 127 790 791 792 353 755 786 559 822 554 1322 1401 1005 ; ; Specification|规格说明
TAX 325 309 310 309 310 309 310 309 310 309 310 441 1179 ; R0103 ; Tax reference|税务参考
TC2 23! 22! ; ; Commodity|商品编码
TD1 103 80 23 22 79 187 81 355 183 355 ; C0102 C0304 C0607 P0708 P0910 ; Carrier details: packages|承运明细:包件
TD3 40 206 207 187 81 355 102 407 225 24 ; C0203 P0506 ; Carrier details: equipment|承运明细:设备
TD4 152 208 209 352 1073 ; C0203 ; Carrier details: handling|承运明细:特殊处理
TD5 133 66 67 91 387 368 309 310 731 732 733 284 284 284 26 ; R0204050612 C0203 C0708 C1011 C1312 C1413 C1512 ; Carrier details: routing|承运明细:路由
TDS 610! 610 610 610 ; ; Invoice total|发票合计
TED 647! 3 721 719 C030 725 724 961 ; ; Error or notice|错误或通知
TRN 481! 127! 509 127 ; ; Trace|追踪
TSD 350 219 ; ; Trailer position|车厢位置
TXI 963! 782 954 955 956 441 662 828 325 350 ; R020306 P0405 C0803 ; Tax information|税务信息
UIT C001! 212 639 ; C0302 ; Unit detail|单位明细
V1  597 182 26 55 140 249 854 897 91 ; R0102 C0801 ; Vessel identification|船舶标识
XPO 324! 324 66 67 ; P0304 ; Order range|订单范围
XQ  305! 373! 373 > 127 353 ; ; Reporting date and action|报告日期与操作
YNQ 1321 1073! 1250 1251 933 933 933 1270 1271 933 ; E010910 P0304 C0908 ; Yes or no question|是否问题
ZA  859! 380 355 374 373 128 127 1073 ; P0203 P0405 P0607 ; Product activity|产品活动
"""

"""The data elements our guides use: number, type, lengths, English and Chinese name. One line each.

Lengths before 004010 follow `<`, those after it `/`, where they differ. Written from public knowledge; lists of codes
stand in codes.py.
"""

ELEMENTS = """
2    N0 1 6     Number of accepted sets|接受的交易集数
3    AN 1 60    Free-form message|自由消息
19   AN 2 30    City name|城市
22   AN 1 30    Commodity code|商品编码
23   ID 1 1     Commodity code qualifier|商品编码限定符
24   ID 2 2     Equipment type|设备类型
26   ID 2 3     Country code|国家代码
28   N0 1 9     Group control number|功能组控制号
40   ID 2 2     Equipment description code|设备描述代码
46   ID 4 4     Ex parte code|单方代码
54   ID 2 2     Risk of loss code|风险承担代码
55   AN 2 10    Flight or voyage number|航次航班号
59   AN 2 5     Freight class code|运费等级代码
61   AN 1 30    Free-form information|自由文本
65   R  1 8     Height|高度
66   ID 1 2     Identification code qualifier|标识代码限定符
67   AN 2 80<2 20 Identification code|标识代码
76   AN 1 22    Invoice number|发票号
79   AN 1 48    Lading description|货物描述
80   N0 1 7     Lading quantity|包件数量
81   R  1 10    Weight|重量
82   R  1 8     Length|长度
87   AN 1 48    Marks and numbers|唛头
88   ID 1 2     Marks and numbers qualifier|唛头限定符
91   ID 1 2     Transportation method|运输方式
92   ID 2 2     Purchase order type|采购订单类型
93   AN 1 60<1 35 Name|名称
96   N0 1 10    Number of included segments|包含的段数
97   N0 1 6     Number of sets included|包含的交易集数
98   ID 2 3     Entity identifier code|参与方角色代码
100  ID 3 3     Currency code|货币代码
102  ID 1 1     Ownership code|所有权代码
103  AN 3 5     Packaging code|包装代码
107  ID 1 2     Payment method code|付款方式代码
110  ID 1 2     Application acknowledgment code|应用确认代码
113  AN 2 30    Terminal name|码头名称
114  AN 2 24    Port name|港口名称
115  ID 1 1     Port function code|港口职能代码
116  ID 3 15    Postal code|邮政编码
118  R  1 9     Rate|费率
119  AN 1 6     Rate basis number|费率基准号
123  N0 1 6     Number of received sets|收到的交易集数
124  AN 2 15    Application receiver code|应用接收方代码
127  AN 1 30/1 50 Reference identification|参考号
128  ID 2 3     Reference qualifier|参考号限定符
133  ID 1 2     Routing sequence code|路由顺序代码
140  ID 2 4     Carrier code|承运人代码
142  AN 2 15    Application sender code|应用发送方代码
143  ID 3 3     Transaction set identifier|交易集标识
146  ID 2 2     Shipment payment method|运费付款方式
152  ID 2 3     Special handling code|特殊处理代码
156  ID 2 2     State or province code|省州代码
166  AN 1 55<1 35 Address information|地址
168  ID 1 4     Tariff agency code|运价机构代码
169  AN 1 7     Tariff number|运价本编号
170  AN 1 2     Tariff section|运价本章节
171  AN 1 16    Tariff item number|运价项号
172  N0 1 2     Tariff item part|运价项分部
173  AN 1 4     Tariff supplement|运价本补充
174  AN 2 30    Port name detail|港口名称补充
182  AN 2 28    Vessel name|船名
183  R  1 8     Volume|体积
187  ID 1 2     Weight qualifier|重量限定符
189  R  1 8     Width|宽度
200  AN 1 6     Hazard page|危险品页码
206  AN 1 4     Equipment initial|设备字头
207  AN 1 15    Equipment number|设备编号
208  ID 1 1     Hazardous material code qualifier|危险品代码限定符
209  AN 1 10    Hazardous material class|危险品类别
212  R  1 17<1 14 Unit price|单价
213  N0 1 3     Lading line number|货物行号
215  AN 1 30    Hazard classification|危险分类
218  AN 1 40    Hazard placard notation|危险标牌说明
219  AN 1 3     Position|位置
222  AN 1 25    Hazard endorsement|危险批注
224  AN 1 25    Hazard shipping name|危险品运输名称
225  AN 2 15    Seal number|封条号
227  AN 1 2     Tariff column|运价栏
230  AN 1 25    Hazard zone or limit text|危险区域或限量文本
234  AN 1 48<1 40 Product identifier|产品标识
235  ID 2 2     Product identifier qualifier|产品标识限定符
236  ID 3 3     Price identifier code|价格标识代码
238  AN 1 40    Emergency response plan|应急预案编号
248  ID 1 1     Allowance or charge indicator|折让或费用标志
249  ID 1 2     Traffic or vessel requirement|船舶要求代码
254  ID 1 3     Packing group|包装类别
267  R  1 10    Net explosive quantity|净爆炸量
271  AN 1 25    Canadian hazard notation|加拿大危险说明
277  ID 6 6     UN hazard number|联合国危险品编号
280  R  1 10    Exchange rate|汇率
284  ID 2 2     Service level code|服务级别代码
289  N0 1 2     Multiple price quantity|多件计价数量
294  N0 1 5     Tariff distance|运价里程
295  ID 1 1     Distance qualifier|里程限定符
305  ID 1 2     Handling code|处理代码
306  ID 1 2     Action code|操作代码
309  ID 1 2     Location qualifier|地点限定符
310  AN 1 30    Location identifier|地点标识
324  AN 1 22    Purchase order number|采购订单号
325  AN 1 20    Tax identification number|税号
326  AN 1 45    Request reference number|请求参考号
327  AN 1 8     Change sequence number|变更序号
328  AN 1 30    Release number|发布号
329  AN 4 9     Transaction set control number|交易集控制号
330  R  1 9/1 15 Quantity ordered|订购数量
331  ID 2 2     Method of handling code|处理方式代码
332  R  1 6     Percent|百分比
333  ID 1 2     Terms basis date code|账期起算代码
334  ID 2 2     Transportation terms qualifier|运输条款限定符
335  ID 3 3     Transportation terms code|运输条款代码
336  ID 2 2     Terms type code|付款条款类型
337  TM 4 8     Time|时间
338  R  1 6     Terms discount percent|现金折扣率
342  R  1 5     Percent of invoice payable|应付发票百分比
344  ID 2 2     Unit of time period|时间单位
345  ID 2 2     Lead time code|提前期代码
346  ID 2 2     Application type|应用类型
347  R  1 10    Hash total|校验合计
349  ID 1 1     Item description type|描述类型
350  AN 1 20<1 11 Assigned identification|行号
351  N0 1 3     Terms discount days due|折扣天数
352  AN 1 80    Description|描述
353  ID 2 2     Purpose code|用途代码
354  N0 1 6     Number of line items|行数
355  ID 2 2     Unit of measure|计量单位
356  N0 1 6     Pack|每包数量
357  R  1 8     Size|规格
358  R  1 10/1 15 Quantity invoiced|开票数量
362  N2 1 10    Terms discount amount|折扣金额
363  ID 3 3     Note reference code|备注代码
364  AN 1 80/1 256 Communication number|联系号码
365  ID 2 2     Communication number qualifier|联系号码限定符
366  ID 2 2     Contact function code|联系人职能代码
367  AN 1 30    Contract number|合同号
368  ID 2 2     Shipment status code|发运状态代码
369  AN 1 45    Free-form description|自由描述
370  DT 8 8<6 8 Terms discount due date|折扣到期日
371  ID 2 2     Change reason code|变更原因代码
373  DT 8 8<6 8 Date|日期
374  ID 3 3     Date qualifier|日期限定符
378  ID 1 1     Allowance or charge percent qualifier|折让费用百分比限定符
380  R  1 15    Quantity|数量
382  R  1 10/1 15 Number of units shipped|发运单位数
383  ID 1 2     Shipment or order status code|发运或订单状态代码
384  R  1 9     Gross weight per pack|每包毛重
385  R  1 9     Gross volume per pack|每包体积
386  N0 1 3     Terms net days|净天数
387  AN 1 35    Routing|路由
388  DT 8 8<6 8 Terms deferred due date|延期付款到期日
389  N2 1 10    Deferred amount due|延期应付金额
395  R  1 8     Unit weight|单位重量
396  AN 2 30    Shipment identification|发运标识
399  ID 1 1     Pallet exchange code|托盘交换代码
400  ID 2 2     Unit load option code|单元装载代码
407  ID 4 4     Seal status code|封条状态代码
408  R  1 4     Temperature|温度
412  ID 2 2     Receiving condition|收货状况代码
426  ID 2 2     Adjustment reason|调整原因代码
441  ID 1 1     Tax exempt code|免税代码
443  AN 1 20    Contact inquiry reference|联系人查询参考
446  DT 8 8<6 8 Terms net due date|净到期日
447  AN 1 6     Loop identifier|循环标识
478  ID 1 1     Credit or debit flag|借贷标志
479  ID 2 2     Functional identifier code|功能标识代码
480  AN 1 12    Version|版本
481  ID 1 2     Trace type|追踪类型代码
482  ID 2 2     Payment action|付款操作代码
499  AN 1 10    Condition value|条件值
506  ID 2 2     Bank identification qualifier|银行标识限定符
507  AN 3 12    Bank identification|银行标识
508  AN 1 35    Account number|账号
509  AN 10 10   Originating company identifier|发起公司标识
510  AN 9 9     Originating company supplement|发起公司补充码
522  ID 1 3     Amount qualifier|金额限定符
554  N0 1 6     Assigned number|分配序号
559  ID 2 2     Agency qualifier code|机构限定符
560  AN 2 10    Special services code|特殊服务代码
563  ID 1 2     Sales requirement code|销售要求代码
566  ID 1 2     Substitution code|替代代码
569  ID 1 3     Account number qualifier|账号限定符
587  ID 2 2     Acknowledgment type|确认类型
591  ID 3 3     Payment method|付款方式
595  ID 1 1     Compartment identification|舱室标识
597  AN 1 8     Vessel code|船舶代码
610  N2 1 15    Amount|金额
618  ID 1 3     Implementation set error|实施交易集错误代码
620  ID 1 3     Implementation segment error|实施段错误代码
621  ID 1 3     Implementation element error|实施元素错误代码
622  N0 1 5     Number of loads|装载数
623  ID 2 2     Time code|时区代码
624  N0 2 2     Century|世纪
626  ID 1 2     Excess transportation reason|超额运输原因
627  ID 1 1     Excess transportation responsibility|超额运输责任方
628  AN 1 12    Hierarchy number|层级编号
639  ID 2 2     Price basis code|价格基准代码
640  ID 2 2     Transaction type code|交易类型代码
641  ID 3 3     Status reason code|状态原因代码
646  R  1 15    Quantity shipped to date|累计发运数量
647  ID 1 3     Application error code|应用错误代码
648  ID 3 3     Price multiplier qualifier|价格乘数限定符
649  R  1 10    Multiplier|乘数
653  ID 3 3     Discount terms type|折扣条款类型
654  ID 2 2     Discount base qualifier|折扣基准限定符
655  R  1 10    Discount base value|折扣基准值
656  ID 2 2     Discount control limit qualifier|折扣控制限定符
657  N0 1 10    Discount control limit|折扣控制上限
659  ID 1 2     Basis of verification|核实依据
662  ID 1 1     Relationship code|关系代码
663  R  1 9/1 15 Quantity received|收货数量
664  R  1 9/1 15 Quantity returned|退货数量
665  ID 1 1     Residue indicator|残留标志
667  R  1 9/1 15 Quantity in question|存疑数量
668  ID 2 2     Line item status code|行状态代码
669  ID 3 3     Currency market code|外汇市场代码
670  ID 2 2     Line change code|行变更代码
671  R  1 9/1 15 Quantity left to receive|待收数量
672  ID 2 2     Authorization code|授权代码
673  ID 2 2     Quantity qualifier|数量限定符
675  ID 2 2     Schedule type|计划类型限定符
676  ID 1 1     Schedule quantity qualifier|计划数量限定符
678  ID 1 2     Delivery pattern|交货模式代码
679  ID 1 1     Delivery pattern time|交货时段代码
680  ID 1 1     Forecast qualifier|预测限定符
681  ID 1 1     Forecast timing|预测时间单位
682  ID 1 2     Part release status|零件发布状态
687  ID 2 2     Class of trade code|贸易类别代码
688  ID 2 2     Restrictions qualifier|限制条件限定符
704  ID 1 2     Paperwork action code|单据操作代码
706  ID 2 2     Entity relationship code|参与方关系代码
715  ID 1 1     Group acknowledgment code|功能组确认代码
716  ID 1 3     Group syntax error code|功能组语法错误代码
717  ID 1 1     Set acknowledgment code|交易集确认代码
718  ID 1 3     Set syntax error code|交易集语法错误代码
719  N0 1 6/1 10 Segment position in set|段在交易集中的位置
720  ID 1 3     Segment syntax error code|段语法错误代码
721  ID 2 3     Segment identifier|段标识
722  N0 1 2     Element position in segment|元素在段中的位置
723  ID 1 3     Element syntax error code|元素语法错误代码
724  AN 1 99    Copy of bad element|错误元素副本
725  N0 1 4     Element reference number|元素参考号
728  ID 2 2     Returnable container code|可回收容器代码
729  AN 1 30    Subline code|子行代码
731  ID 1 2     Transit direction code|运输方向代码
732  ID 2 2     Transit time qualifier|运输时间限定符
733  R  1 4     Transit time|运输时间
734  AN 1 12    Parent hierarchy number|上级层级编号
735  ID 1 2     Hierarchy level code|层级代码
736  ID 1 1     Child indicator|下级标志
737  ID 2 2     Measurement reference|度量参考
738  ID 1 3     Measurement qualifier|度量限定符
739  R  1 20    Measurement value|度量值
740  R  1 20    Range minimum|范围最小值
741  R  1 20    Range maximum|范围最大值
750  ID 2 3     Characteristic code|特征代码
751  AN 1 12    Product description code|产品描述代码
752  ID 2 2     Surface, layer or position|表面或位置代码
753  ID 1 5     Packaging characteristic|包装特征代码
754  AN 1 7     Packaging description code|包装描述代码
755  ID 2 2     Report type code|报告类型代码
756  ID 1 2     Report transmission code|报告传送代码
757  N0 1 2     Report copies needed|报告份数
759  ID 2 2     Reportable quantity code|申报数量代码
765  N0 1 2     Day of month|每月几日
770  AN 1 20    Option number|选项号
782  R  1 18<1 15 Monetary amount|金额
783  ID 2 2     Planning schedule type|计划进度类型
784  N0 1 15    Length of binary data|二进制数据长度
785  B  1 999999999 Binary data|二进制数据
786  ID 2 2     Security level code|安全级别代码
790  AN 1 132   Entity title|实体标题
791  AN 1 80    Entity purpose|实体用途
792  ID 1 1     Entity status code|实体状态代码
799  AN 1 30    Version identifier|版本标识
805  AN 1 25    Hazard approval text|危险品批准文本
806  AN 2 4     Waste number|废物编号
807  AN 1 6     Waste characteristic|废物特征代码
808  ID 3 3     Hazard information qualifier|危险信息限定符
809  AN 1 80    Hazard information|危险信息
810  N0 1 6     Inner pack|内包装数量
812  ID 1 10    Payment format|付款格式代码
819  ID 2 3     Language code|语言代码
822  AN 1 15    Source subqualifier|来源子限定符
828  R  1 9     Taxable base|计税基数
854  ID 1 1     Vessel stow indicator|船舶装载标志
859  ID 2 2     Activity code|活动代码
883  ID 1 2     Pallet type code|托盘类型代码
884  N0 1 3     Pallet tiers|托盘层数
885  N0 1 3     Pallet blocks|每层箱数
897  ID 1 1     Vessel identification qualifier|船舶标识限定符
933  AN 1 264   Message text|文本
934  ID 2 2     Carriage control code|走纸控制代码
935  ID 2 2     Measurement significance|度量意义代码
936  ID 2 2     Measurement attribute|度量属性代码
951  ID 1 2     Balance type code|余额类型代码
954  R  1 10    Percentage as decimal|百分比(小数)
955  ID 2 2     Tax jurisdiction qualifier|税务辖区限定符
956  AN 1 10    Tax jurisdiction code|税务辖区代码
961  AN 1 99    New element content|元素新内容
962  ID 1 1     Receipt type|收货类型
963  ID 2 2     Tax type code|税种代码
983  ID 1 1     Hazard label qualifier|危险标签限定符
984  ID 1 1     Shipping name qualifier|运输名称限定符
985  ID 1 1     Not otherwise specified flag|未另列明标志
986  AN 1 25    Special permit|特殊许可
1000 AN 1 48    Service characteristic|服务特征
1004 ID 1 2     Percent qualifier|百分比限定符
1005 ID 4 4     Hierarchy structure code|层级结构代码
1018 R  1 15    Exponent|指数
1019 ID 3 3     Invoice type code|发票类型代码
1023 ID 1 2     Hazard information unit|危险信息单位
1035 AN 1 35/1 60 Last name or organization|姓氏或机构名
1036 AN 1 25/1 35 First name|名字
1037 AN 1 25    Middle name|中间名
1038 AN 1 10    Name prefix|称谓
1039 AN 1 10    Name suffix|姓名后缀
1048 ID 1 3     Business function code|业务职能代码
1065 ID 1 1     Entity type|实体类型
1066 ID 1 2     Citizenship status|国籍状况
1067 ID 1 1     Marital status|婚姻状况
1068 ID 1 1     Gender code|性别代码
1073 ID 1 1     Yes or no|是或否
1096 AN 1 30    Address or county designator|地址限定
1106 ID 2 2     Address component qualifier|地址成分限定符
1109 ID 1 1     Ethnicity code|族裔代码
1136 ID 2 2     Condition category|条件类别
1166 ID 2 2     Contract type code|合同类型代码
1179 ID 1 2     Tax type detail|税种明细
1195 AN 1 80    Financial information|财务信息
1196 ID 2 2     Breakdown structure code|明细结构代码
1232 ID 2 2     Purchase category|采购类别
1250 ID 2 3     Date period format|日期时段格式
1251 AN 1 35    Date period|日期时段
1270 ID 1 3     Code list qualifier|代码表限定符
1271 AN 1 30    Industry code|行业代码
1300 ID 4 4     Service, allowance or charge code|服务折让费用代码
1301 AN 1 10    Agency's charge code|机构费用代码
1321 ID 2 3     Condition indicator|条件标志
1322 ID 1 1     Certification type|认证类型
1373 ID 2 4     Measurement method|度量方法
1375 AN 1 5     Interim regulatory number|临时法规编号
1401 ID 1 3     Proposal detail code|报价明细代码
1470 N0 1 9     Number|数字
1525 ID 1 2     Request category|请求类别
1528 N0 1 4     Component position|子元素位置
1551 AN 1 4096  Long text|长文本
1570 ID 3 3     Filter code|编码方式代码
1609 ID 2 3     Related data code|关联数据代码
1686 N0 1 4     Repeating element position|重复元素位置
1705 AN 1 35    Implementation convention|实施约定
1715 ID 1 3     Country subdivision code|国家分区代码
9998 AN 1 350   Context reference|上下文参考
9999 AN 1 350   Context name|上下文名称
"""

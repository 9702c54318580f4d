"""Whether a target is set, whether its number means anything, and by when. Pure."""

from cairn.coach.grades import read_grades
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.times import Time
from cairn.coach.values import Values
from cairn.coach.words import Word

_PLACEHOLDER = Pattern(
    r"(?<![a-z0-9])x ?(?:天|个|家|名|人|场|条|小时)|(?<![a-z])x{1,3} ?[%万亿元个人次]"
    r"|(?<![a-z])[xn]{1,2}%|\bx{2,3}\b|\btb[dc]\b|若干|待定|___?|\?\?"
    r"|\[[^\]]*\]|某(?:个|一)?(?:数|比例)|待补|n ?个(?!月)|\bn ?%|\?\s?%"
    r"|\bto be (?:defined|determined|agreed|confirmed)|\bx (?:new|more"
    r"|days|hours|customers|deals)\b|一定比例|\bsome percent",
    needs=(
        "%|?|[|_|agreed|confirmed|defined|determined|some percent|tbc|tbd|x|n 个|n个|"
        "一定比例|待|某|若"
    ),
)
_REFERENCE = Pattern(
    r"(?:不[高低多少]于|不超过?|不差于|不逊于|优于|好于|高于|低于|超过|少于|回到|恢复到?|持平|追平"
    r"|不劣于|不输)(?:于|了"
    r"|到)?(?:[^,，。]{0,4})?(?:去年|上年|上季度?|上月|上个?月|现在|目前|当前|现有|今天|往年|同期"
    r"|上一?个?周期|疫情前|改版前|(?:全?区|全?市|全?省|全国|年级|全?校)(?:平均|均值|均分)|行业(?:平均|均值"
    r"|中位)|预算|计划|配额|指标|同行|基线|原有)|不(?:超|突破)(?:预算|编制|额度)|与(?:去年|上年|上季度?"
    r"|同期|上一年)[^,，]{0,6}持平"
    r"|[同环]比持平|控制在预算[内之]|(?:全额|足额)|不(?:再)?(?:增加|上升|下降|恶化|反弹|减少|扩大)(?=$|[,，。])"
    r"|\bno (?:worse|higher|lower|more|less|greater|later|slower) than (?:now|today|last|in "
    r"|the |it |current|this|before|present|a year)|\bnot (?:rise|fall|exceed|increase|worse"
    r"|drop)|\b(?:above|below|at or (?:above|below)|under|over|exceeds?|beats?|meets?|within"
    r"|matches?|match|back to|at least|at|on par with|equals?|to) (?:the |our |its "
    r"|their )?(?:last year|last quarter|today's|current level|present level|quota|budget"
    r"|plan\b|industry (?:average|median)|sector (?:average|median)|national average"
    r"|regional average|pre-|20[0-9]{2} level|agreed budget|approved budget|this year's"
    r"|previous)|\bon (?:a )?par with (?:the |our )?(?:national|industry|sector|regional|last|previous)"
    r"|\b(?:stay|remain|hold|keep)s? (?:at |where |our |the )?(?:they are|it is|(?:current"
    r"|present|today's) (?:[a-z]+ )?(?:levels?|share|rate|value|price|number|size))"
    r"|\bno (?:more|higher|fewer|less) [a-z ]{2,24} than (?:in 20|last|now|today|this|before)"
    r"|\bturn(?:s|ed)? positive|\binto the black\b|\b(?:flat|unchanged|level with"
    r"|no increase|no decrease|cash-?flow positive|(?<!more )(?<!less )profitable)\b|满分$|实现[^,，0-9]{0,6}盈利|转盈"
    r"|法定(?:比例|标准|要求)|[与和同](?:全?[区市省国]|年级|全?校|行业|同行)[^,，]{0,4}持平|在预算(?:内|之内|范围内)"
    r"|(?:保持|维持|守住)(?:在)?(?:现有|目前|当前|现在)(?:的)?(?:水平|份额|市场份额|规模|比例|排名)"
    r"|不(?:再)?增长(?=$|[,，。])|(?:恢复|回)到疫情前"
)
_MILESTONE_ZH = Pattern(
    r"(?:通过|取得|获得|拿到|拿下|获颁|考取|考过|考下|考到|获批|获|领取|取得了|顺利通过|完成|办下"
    r"|办理完|一次性通过|正式|经)[^,，。]{0,24}?(?:认证"
    r"|资质|牌照|许可证?|证书|审批|验收|评审|评定|备案|等保|考试|审计|资格证?|执照|学位|专利权?|批准"
    r"|批文|批复|审核|核准|认定|称号|答辩|注册证|准入|测评"
    r"|检查|评估|专项检查|高级证|驾照|证|从业资格|上市许可|奖|荣誉|合格证|等级证|职称)"
    r"|(?:认证|资质|牌照|许可证?|证书|批文|批复|注册证|执照|专利|资格|备案|审批|验收|评审|环评"
    r"|审计)[^,，]{0,4}(?:获批|通过|下发|到手|颁发|取得"
    r"|获得|拿到|落地|获准|核发|批准|过关|拿下)|获批|过审|(?:拿|拿到|入围|捧回|摘得|摘下|获|夺得).{0,12}奖"
    r"|(?:无保留|标准)[^,，]{0,4}意见"
    r"|审计报告.{0,6}(?:无保留|标准)|晋升|升任|评上|入选|中标(?!率|数)|获评|当选|被评为|(?:通过|考过|拿到"
    r"|考取).{0,12}(?:cpa|pmp|n[1-5]"
    r"|cfa|软考|雅思|托福|六级|四级|法考|司法考试|教资|一建|二建|pmp|iso|soc ?2|cmmi)|挂牌|上市(?:成功|获批)|录取"
    r"|与[^,，]{1,12}(?:签约|签署|签订|签下|达成[^,，]{0,6}(?:协议|合作|交易))|(?:签下|签约|拿下|签署|签订|签成"
    r"|拿到)[^,，]{1,24}(?:协议|合同|订单|标段|项目|合约|框架|大单|标的|意向)|(?:天使|pre-?a"
    r"|[a-e]\+? ?)轮融资(?!材料|方案|计划"
    r"|文件|准备|ppt|bp|路演|尽调|前|商业)|融资(?:到账|交割|完成)|被[^,，]{2,12}(?:收录|采纳|录用|批准"
    r"|认定|采信)|胜诉|结案(?![率数量时周])|受邀|(?:签下|签约|拿下"
    r"|敲定)第?一[个家名位][^,，0-9]{0,10}(?:赞助商|客户|经销商|代理商|合作伙伴|渠道商|供应商"
    r"|冠名商)|(?:基金|课题|项目)[^,，]{0,8}(?<!筹备)立项$|一次(?:性)?考过|面试通过|拿证$|验收合格"
    r"|挂网|标准无保留|入围(?!者|率|数)|(?:工会|法院|银行|股东|董事会|业主|教育局|卫健委|药监局"
    r"|住建局|监管|主管部门|甲方"
    r"|交易所)[^,，]{0,3}(?:同意|批准|核准|通过|受理|认可|采纳)|换证(?!率|工作)|专利(?:获得?)?授权(?!率|数|量|[0-9])"
    r"|(?:天使|种子|[a-e]\+?)轮[^,，]{0,3}(?:交割|到账|完成|关闭)|获[^,，]{0,10}(?:受理|授权)"
    r"|(?:评级|等级|信用)[^,，]{0,4}(?:升到|上调至|升至|评为) ?[a-z]"
    r"|^(?:升为?|晋级|升任)(?:组长|班长|店长|主管|高级|副?教授|正高|合伙人)"
    r"|(?:驾照|证书?|科目[一二三四])[^,，]{0,3}(?:考下来?|拿下|到手|续证|换发)|(?:认证|资质)续证"
    r"|[一二三四五六七八九十n][0-9]?级(?:考过|通过|拿下)"
    r"|(?:[a-c][12]|n[1-5]|法考|注会|司考|考研|雅思|托福)[^,，]{0,4}(?:考过|通过|上岸|拿下)"
    r"|考过[^,，]{0,10}(?:[a-c][12]|n[1-5])"
    r"|(?:法院|仲裁委|判|终审|二审|一审)[^,，]{0,8}(?:判|支持)?我方(?:胜诉?|请求|主张)|准予[^,，]{1,10}"
    r"|(?:卫健委|药监局|银行|法院|监管|银保监|证监会|海关|教育局|市监局|应急局|住建局|环保局|生态环境局|文物局"
    r"|港务局|海事局|街道|发改委"
    r"|人社局|人大|董事会|股东会|工会|房东|车企|主机厂|甲方|业主方?|客户|医保局|交易所|专家组|评审组|基金会"
    r"|保险公司)[^,，0-9]{0,4}"
    r"(?:撤销|放行|给出量产|通过[^,，率]{1,8}案|验收|接收|签认|出具|认定|评定|评审为|核准|准许|准入|批下|列为"
    r"|解除|同意|授予|定点|采信|下发)"
    r"|(?:通过|过)[^,，率]{0,8}(?:复查|年检|飞检|查验|督察|巡视|抽查|抽检|初审|终审)|(?:一次过|一次通过|一把过"
    r"|一次性过)$|获准(?:使用|注册|上市|开业|夜航|生产|进口)"
    r"|被?认定为|检验合格|出具(?:[一-鿿]{0,4})(?:合格|无保留|结清)|接收(?:论文|稿件|投稿)|(?:二级|一级"
    r"|三级)[甲乙]等$|签收确认"
    r"|获[^,，]{1,8}(?:接收|验收|核准|定点|受理|确认)|问题[^,，]{0,8}销号|列入[^,，]{2,12}(?:名录|名单|目录)"
    r"|(?:与|和|同)[^,，0-9]{1,10}签(?:订|署|下)?[^,，0-9]{0,4}(?:协议|合同|长约|意向)|(?:设计|文学|科技|金|大|创新)奖$"
    r"|考取|(?:总监|经理|负责人|主任|院长"
    r"|首席[^,，]{1,4}|c[a-z]o|主管)[^,，]{0,8}到岗|等保[一二三四]级[^,，]{0,12}拿下"
)
_MILESTONE_EN = Pattern(
    r"\b(?:(?:certified|certificat(?:e|ion)|accredit(?:ed|ation)|licen[cs]ed?|approved by"
    r"|approval (?:from|by|of|for|granted)|audit opinion|unqualified|promot(?:ed|ion) to|granted"
    r"|awarded|certify|chartered|ratified by|admitted|accepted (?:by|into|to|at|for)|elected"
    r"|listed on|shortlisted|clean (?:audit|opinion)|attestation|clearance|fda|ce mark)\b"
    r"|(?:pass|obtain|receive|gain|achieve|earn|get|secure|win)(?:es|s"
    r"|ed)? [^,]{0,40}\b(?:audit|exam|examination|inspection|certification|certificate"
    r"|accreditation|approval|licen[cs]e|permit|test|assessment|review board|authori[sz]ation"
    r"|patent|status|clearance|opinion|qualification|degree|diploma|driving test)\b"
    r"|(?:audit|exam|inspection|certification|assessment|accreditation|approval|licen[cs]e"
    r"|permit|patent|qualification|planning permission|consent)s? (?:is |are |has been "
    r"|been )?(?:passed|obtained|received|granted|issued|renewed|awarded|secured|in hand)\b"
    r"|(?:close|closed|complete|raise)d? (?:the |our |a )?(?:series [a-e]|seed|funding"
    r"|pre-seed|bridge)\b|(?:sign|signed|close|closed|win|won|land|conclude|secure|secured"
    r"|agree|agreed)\b [^,]{0,40}\b(?:contract|agreement|deal|partnership|lease|tender|mou"
    r"|framework|settlement|licence|sponsorship)\b [^,]{0,6}(?:with|from|to|for)\b"
    r"|contract (?:signed )?with\b"
    r"|(?:regulators?|authority|ministry|council|auditors?|board|committee|inspectorate|court"
    r"|journal|notified body) (?:accepts?|approves?|certif|grants?|confirms?|clears?|signs?"
    r"|adopts?)|(?:audit|exam|inspection|review|assessment|sign-off|letter of intent"
    r"|agreement|contract|clearance)\b[^,]{0,40}\b(?:passed|obtained|signed|granted|issued)\b"
    r"|(?:soc 2|iso ?[0-9]+|pci|hipaa|type ii)\b[^,]{0,24}\b(?:report|certificate|attestation"
    r"|certification)\b[^,]{0,10}\b(?:issued|obtained|received|granted)|qualify as\b"
    r"|pass(?:ed|es)? (?:the )?(?:[a-z0-9-]+ ){0,4}(?:audit|exam|inspection|test"
    r"|certification|review)\b|sign(?:s|ed)? (?:an?|our first"
    r"|the first) (?:[a-z-]+ ){0,3}(?:distributor|reseller|partner|sponsor|customer|client|agent"
    r"|supplier|publisher|investor|tenant|retailer|manufacturer|operator)\b"
    r"|(?:agent|sponsor|distributor|reseller|partner|customer|investor|tenant|c[a-z]o|director"
    r"|head of [a-z]+) (?:is |has been )?(?:signed|hired|appointed|in post)\b"
    r"|(?:building control|regulator[a-z]*|council|fda|ema|auditors?|planning|customs|court"
    r"|ethics committee|inspectorate)\b[^,]{0,20}\b(?:sign-off|approval|consent|clearance|permit|certificate)\b"
    r"|[a-z]+ (?:approves|grants|certifies|accredits|licenses|admits|countersigns) (?:the|our|us)\b"
    r"|listed in (?:the|a) [a-z -]*(?:register|registry|directory|index|catalogue|list)\b"
    r"|countersigned by\b|signs off (?:on )?(?:the|our)\b|signed with [a-z]"
    r"|(?:partnership|agreement|contract|deal|lease|charter) with [a-zà-ÿ& -]{2,24} "
    r"(?:is )?(?:signed|sealed|closed|agreed)\b"
    r"|(?:gold|silver|bronze)(?: medal| award)? (?:from|at)\b|(?:medal|prize|award) (?:from|at|in) (?:the )?[a-z]"
    r"|without (?:any )?(?:exceptions?|qualifications?|reservations|major findings|non-?conformit[a-z]+)\b"
    r"|(?:confirmed|verified|attested|validated|certified|assessed) by (?:an? )?(?:external"
    r"|independent|third|outside|accredited)"
    r"|(?:goethe|pmp|delf|dele|toefl|ielts|jlpt|cfa|acca|cissp|cka|[abc][12])\b[^,]{0,20}\b(?:passed|obtained)\b"
    r"|(?:transfer|visa|grant application|planning application|appeal|bid|patent) (?:is "
    r"|was )?(?:approved|accepted|granted|awarded|won)\b"
    r"|wins? (?:an?|the) (?:[a-z]+ ){0,4}(?:award|prize|medal|title|championship|cup)\b"
    r"|award (?:received|won)\b"
    r"|(?:named|selected|chosen|appointed|shortlisted|nominated) (?:as )?(?:an? "
    r"|the )?(?:[a-z]+ ){0,3}(?:by|of) the\b"
    r"|patents? (?:on|for|granted)\b|win the (?:[a-z&'-]+ ){1,4}(?:contract|tender|bid|account|framework)\b"
    r"|(?:tender|bid|contract) (?:[a-z0-9]+ ){0,4}is ours\b"
    r"|(?:waiver|deal|contract|agreement|partnership|lease|licence|licensing|settlement|alliance|facility)"
    r" (?:[a-z'-]+ ){0,4}(?:agreed|signed|concluded|closed|sealed|renewed)\b"
    r"|(?:re-?)?(?:certified|accredited|registered) (?:to|under|as|by)\b|graduate (?:as|from)\b"
    r"|(?:unions?|works council|court|tribunal|judge|bank|lender|landlord|insurer|ombudsman|commission"
    r"|parliament|senate|assembly|municipality|county|mayor|jury|arbitrator|examiners?|publisher|university)"
    r" (?:[a-z]+ ){0,2}(?:agrees?|consents?|accepts?|approves?|grants?|rules?|confirms?|ratif|signs?|decides?|passes)"
    r"|(?:closing|close|completion) of (?:the |our )?(?:seed|series [a-e]|funding|financing|bridge)\b"
    r"|(?:head of [a-z]+|c[a-z]o|director|manager) (?:is )?(?:on board|hired|in post|in place|appointed)\b)"
    r"|^(?:our |the )?first (?:[a-z-]+ ){0,3}(?:customer|client|contract|order|partner|patient|sale"
    r"|tenant)\b(?! (?:survey|call|visit|meeting))|\b(?:sign [a-z]+ as (?:an? |our )|(?:paper"
    r"|manuscript|article) (?:accepted|published) (?:in|at|by)\b|delf|b[12] exam"
    r"|cpa\b.{0,10}exam|(?:acquittal|settled"
    r"|ruling in our favou?r)\b)"
)
_SELF = Pattern(
    r"(?:申请|准备|启动|筹备|提交|递交|推进|支持|配合|报名|申报)(?!.{0,20}(?:获批|通过|取得|批准))"
    r"|\b(?:cancel|terminat)[a-z]+\b|\bnot renewed\b|\bcontracts? (?:has |have )?ended\b|\b(?:renegotiate|re-tender)\b"
    r"|\b(?:prepare|apply for|submit|start|begin|application for|work towards?"
    r"|explore|plan|draft|write|update|review|template)\b"
)
_INSIDE = Pattern(
    r"(?:需求|方案|设计|代码|内部|技术)评审通过|(?:维保|保洁|租赁|采购|物业|外包|劳动|保险)合同"
)
_CONSTRUCTED = {"share", "points", "multiple", "number", "score", "half_less"}


def is_placeholder(reading: Reading) -> bool:
    return bool(_PLACEHOLDER.search(reading.low))


def is_reference(reading: Reading) -> bool:
    """A threshold by a known amount: no worse than now, below last year's, within budget."""
    return bool(_REFERENCE.search(reading.low))


def is_milestone(reading: Reading) -> bool:
    """A pass or fail that somebody outside decides on a known standard, or a named deal."""
    low = reading.low
    pattern = _MILESTONE_ZH if reading.text.language == "zh" else _MILESTONE_EN
    return bool(pattern.search(low)) and not (
        _INSIDE.search(low) or _SELF.search(low) or is_placeholder(reading)
    )


def has_target(reading: Reading, values: Values) -> bool:
    if values.to_value is not None or read_grades(reading).target:
        return True
    return is_reference(reading) and not is_placeholder(reading)


_PART_ENDS = Pattern(
    r"[,\uff0c。;()\uff08\uff09]|(?= (?:compared|against|versus|instead|rather)\b)"
)
_NO_PAST = Pattern(r"本|今|底|前|内|末|this|next|by |before|end|until|during")


def _dates_start(reading: Reading, values: Values, time: Time) -> bool:
    """62%, from 55% in 2025: the date stands with the start alone, so it is the start's."""
    if values.start is None or values.start is values.target:
        return False
    if _NO_PAST.search(reading.low[time.begin : time.end]):
        return False
    ends = [found.start() for found in _PART_ENDS.finditer(reading.low)]
    begin = max([end for end in ends if end < time.begin], default=-1)
    end = min([end for end in ends if end >= time.end], default=len(reading.low))
    inside = [one for one in reading.claims if begin < one.amount.begin < end]
    return bool(inside) and all(one.kind == "from" for one in inside)


def is_time_bound(reading: Reading, values: Values) -> bool:
    return any(
        one.kind == "deadline" and not _dates_start(reading, values, one) for one in reading.times
    )


def is_fake(reading: Reading, values: Values) -> bool:
    """A number on an undefined construct: collaboration up 30 %."""
    claim = values.target
    if claim is None or claim.amount.sort not in _CONSTRUCTED | {"count"}:
        return False
    words = [
        w
        for w in reading.words_in(claim.clause.begin, claim.clause.end)
        if w.begin < claim.amount.begin or w.begin >= claim.amount.end
    ]
    heads = [
        w
        for w in words
        if w.roles & {"metric", "construct", "condition", "outsider", "commit", "work_metric"}
    ]
    if not heads or not any("construct" in w.roles for w in heads):
        return False
    if reading.text.language == "zh":
        before = [w for w in heads if w.end <= claim.amount.begin]
        head = (before or heads)[-1]
        return "construct" in head.roles and not head.roles & {"metric", "condition"}
    head = _english_head(reading, heads)
    return "construct" in head.roles and "metric" not in head.roles


def _english_head(reading: Reading, heads: list[Word]) -> Word:
    """The noun before of, by, at, from; else the last of the first run."""
    last = heads[0]
    for word in heads[1:]:
        if reading.low[last.end : word.begin] != " ":
            break
        last = word
    return last

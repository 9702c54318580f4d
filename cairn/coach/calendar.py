"""How dates, periods, frequencies and windows are written in Chinese and English. Pure data."""

from cairn.coach.patterns import Pattern

_CN = "[0-9零〇一二两三四五六七八九十]"
_YEAR = (
    r"(?:20[0-9]{2} ?[-~/] ?20[0-9]{2}(?= ?学年)|20[0-9]{2}|[0-9]{2}(?=财年)"
    r"|二[〇零][零〇一二三四五六七八九]{2}) ?(?:年度?|财年|财政年度|学年)"
)
_MONTH = (
    rf"(?<![个{_CN[1:-1]}])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份)?(?!活|均|度|薪|报|刊"
    rf"|经|销|会|嫂|光)"
)
_DAY = rf"{_CN}{{1,3}} ?[日号](?!均|活|志|常)"
_EDGE = r"(?:之?前|以前|底|末|初|内|之内|中旬|上旬|下旬|期间|结束前?|收官)*"
_QUARTER = r"(?:第 ?[一二三四1-4] ?个?季度?|[一二三四] ?季度|q ?[1-4](?![0-9a-z])(?:季度)?|首季)"
_HALF = r"(?:[上下]半年度?|h[12](?![0-9a-z])|(?<![0-9a-z])fy ?[0-9]{2,4})"
_NOW = (
    r"(?:(?<![成资样版账文剧基根日书回])本|这个?|该|当(?=季|年|期))(?:季度?|月度?|年度?|周期|财年"
    r"|学期|学年|周(?!期)|期|届|赛季|财季|考核期|轮)"
    r"|(?<![成资样版账文剧基根日书回])(?:本|这)一?(?:季度|周期|年)|今年|今[春夏秋冬]|明[年春]"
    r"|下(?:个?季度|个?月|半年|学期|财年|周期|周)"
)
_LAST = (
    r"(?:学?年|岁|季度?|月|学期|(?<!试用)(?<!质保)(?<!保修)(?<!有效)期|周期|财年|财季|学期|学年|赛季|季中|岁"
    r"|周|雨季|汛期|旺季)(?:底|末|终|内"
    r"|中)(?![部容涵在考])"
    r"|全年(?!龄)|(?<!试用)(?<!质保)(?<!保修)期[内末](?!间|考|容)|(?:财年|学年|学期|年度|季度|周期"
    r"|赛季)(?:结束|收官)(?:之?前|时)|年(?:底|末|终|内|前|中)(?!奖|会|部|总|审|化)|全(?:季度|学期|学年|财年|周期)"
)
SALE = (
    r"(?:(?<=[在于])618(?![0-9])|(?<![0-9])(?<![高升降少加变长]到 )(?<!to )618(?=\s*(?:大促|期间"
    r"|之?[前后]|当[天日]|活动|购物节|年中|$"
    r"|[，,。；;、)）])))"
)
"""The sale of June, where 618 is not an amount."""
_EVENT = (
    r"(?:双十[一二]|双 ?11|双 ?12"
    r"|(?:立春|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露"
    r"|秋分|寒露|霜降|立冬|冬至|小寒|大寒|三伏|腊八|除夕|元宵|重阳|七夕|小年)(?=之?前|当[天日]|期间|时)|"
    + SALE
    + r"|春节|国庆节?|中秋节?|元旦|五一|十一(?=前|黄金周|假期|期间|长假)"
    r"|金九银十|公益日(?=前|期间|当天|结束)|(?:护士|青年|母亲|父亲|教师|儿童|妇女|劳动|重阳|七夕|情人"
    r"|泼水|购物|读书|电影)节(?=前|期间|当天|结束|来临"
    r"|到来)|(?:本周|下周|周)[一二三四五六日天](?=之?前)|端午节?|圣诞节?|黑五|清明|元宵|暑假|寒假|暑期"
    r"|寒期|开学(?:季(?=前|期间|来)|前)|高考"
    r"|中考|期末考试?(?=前)|大促(?=期间|前(?!后)|当)|旺季(?=期间)"
    r"|汛期|进博会|广交会|两会|世界杯|奥运会?|供暖季|采暖季|雨季|入冬|入夏|流感季|毕业季|春运"
    r"|年会)(?:之?前(?!后)|期间|当天|结束前|结束时|来临前|到来前"
    r"|开始前|内)?"
)
CHINESE_DATES = Pattern(
    rf"(?:(?:截至|截止到?|到|至|于|在)?)(?:(?:明年?|今年?|初|晚|深)?[春夏秋冬](?:天"
    rf"|季)?(?:[之以]?前|末前?|底前?|初前)"
    rf"|{_YEAR} ?(?:{_QUARTER}|{_HALF}|{_MONTH}(?: ?{_DAY})?)? ?{_EDGE}"
    rf"|{_MONTH}(?: ?{_DAY})? ?{_EDGE}|{_QUARTER} ?{_EDGE}|{_HALF} ?{_EDGE}"
    rf"|(?:{_NOW}) ?{_EDGE}|(?:{_LAST})前?|{_EVENT}|半年(?=内|之内|时间)内?"
    r"|20[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.][0-9]{1,2})?(?:之?前)?"
    r"|(?<![0-9./-])(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12][0-9]|0?[1-9])(?: ?之?前|日)"
    r"|(?<![0-9])[0-9]{1,2}[号日]之?前"
    rf"|(?<=[(\uff08])(?:1[0-2]|0?[1-9])[./][0-3]?[0-9] ?[-–—~至到] ?(?:1[0-2]|0?[1-9])[./][0-3]?[0-9](?=[)\uff09])"
    rf"|用(?:上|时)? ?{_CN}{{1,2}} ?(?:个月|周|个?季度|年)(?:时间)?(?=把|将|让|学|完成|做|招)"
    rf"|第{_CN}+(?:周|个月|月)(?:末|底|前|结束前?)"
    r")",
    needs=(
        "(|20|618|fy|h1|h2|q 1|q 2|q 3|q 4|q1|q2|q3|q4|世|两会|中|九|五一|今|伏|促|元宵|内|冬|前|"
        "十一|午|双|周|圣|夏|夕|奥|季|学期|寒|小满|年|广|庆|底|当|惊|收官|日|旦|旺|春|暑|暖|月|末|本|"
        "束|汛|清明|用|益|秋|第|终|腊|节|芒|该|谷|这|进博会|阳|除|雨|霜|露|高考|黑|（"
    ),
)
CHINESE_EVERY = Pattern(
    rf"(?:每|平均每)(?:隔)?(?P<num1>[0-9]+|[一两二三四五六半])?(?:个)?(?P<per1>年|半年|季度?|双周|月|周"
    rf"|星期|礼拜|工作日"
    rf"|日(?!志)|天|小时|分钟|旬|学期|迭代|赛季|班次|班|晚)"
    rf"(?:(?<=[周期拜])[一二三四五六日末](?:[、和及][周]?[一二三四五六日])*"
    rf"(?![个次名篇场天年月人条份家件万百千项期]))?"
    rf"(?: ?{_CN}{{1,2}} ?[日号])?(?:[之以]?前)?(?:底|末|初)?"
    r"|(?<![一-鿿])(?P<per3>[日周月季年])(?=更(?!新换|替|高|好|多))"
    r"|(?<![上下本这每])(?P<per4>周)(?=[一二三四五六日末天](?:[、和及]"
    r"|下午|上午|晚|早|大|固|例|都))"
    r"|(?P<per5>[月季周年])度(?=[^,，。0-9]{0,6}(?:评审会?|例会|复盘会?|简报|巡检|盘点|演练|通报"
    r"|分享会|大扫除)(?:$|[,，。]))"
    r"|(?<![交写发填看读])(?P<per6>[日周月])报(?=$|[,，。])|(?P<num2>两|三|[2-9])(?P<per7>周"
    r"|个?月)(?=[读跑做开写发聚看召办][^,，]{0,3}?[一1][次本篇场期份])|(?P<per2>双周|双月|隔周|按周|按月"
    r"|按季度?|逐月|逐季|逐年|逐周|月月|天天|日日|年年)(?!刊)",
    needs="周|天天|年年|度|按季|日报|日日|更|月|每|逐|隔",
)
CHINESE_PAST = Pattern(
    r"去年(?:同期|全年|底|末|同月)?|上一?[一-鿿]{1,3}季(?!度)|上(?:一?个?年度?|一?个?季度?"
    r"|一?个?月(?!线|市)|一?个?周期|一?个?财年"
    r"|半财年|一?届|一?学期|一?学年|一?个?期|周(?!四方)|一轮|一?年同期|一?赛季)|前年|(?:往|历"
    r"|近[几两三]?|过去[0-9一二两三几]*)年|同期|以往"
    r"|此前|过去[0-9一二两三四五六]+个?(?:月|周|季度|天)|同比|环比",
    needs="上|同|季|年|往|此|环比|过去",
)
CHINESE_SPAN = Pattern(
    rf"(?:(?P<ahead>未来|接下来|今后)的?)?(?<![0-9.第逾])(?P<n>{_CN}{{1,4}}|半) ?个?"
    r"(?P<unit>工作日|月|季度|年|周(?!期)|星期|礼拜|天|日|小时|分钟|秒钟?)(?P<inside>[之以]?内|时间内)?(?![容部涵])",
    needs="周|天|季|小时|年|日|星|月|礼|秒|钟",
)

_MON = (
    r"(?:january|february|april|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_MAY = (
    r"(?:(?<=by )|(?<=in )|(?<=before )|(?<=of )|(?<=mid-)|(?<=end-)|(?<=mid )|(?<=until )"
    r"|(?<=late )|(?<=early )|(?<=during )|(?<=this )|(?<=next )|(?<=from )|(?<=since )"
    r"|(?<=[0-9] )|(?<=st )|(?<=th ))(?:may|march|mar)\b"
)
_MON_DAY = r"\b(?:march|may|mar) (?=[0-9])"
_ANY_MON = rf"(?:{_MON}|{_MAY}|{_MON_DAY})"
_DAY_NUM = r"(?:[0-3]?[0-9])(?:st|nd|rd|th)?"
_YR = r"(?:20[2-4][0-9])"
_PERIOD = (
    r"(?:year|quarter|half(?:-year)?|month|week|cycle|term|semester|season|school year"
    r"|academic year|fiscal year"
    r"|financial year|summer|spring|winter|autumn|sprint|trimester|fiscal|calendar year|period"
    r"|holiday season|holidays|decade)"
)
_TO = (
    r"(?:by|before|until|till|at|in|during|for|over|through|throughout|within|of|to|as of"
    r"|across|ahead of)"
)
ENGLISH_DATES = Pattern(
    rf"\b(?:{_DAY_NUM} (?:of )?)?{_ANY_MON}(?: {_DAY_NUM}(?![0-9%]| (?:minutes|hours|days|weeks|per ?cent"
    rf"|points|million)\b))?(?:,? {_YR})?"
    rf"|(?<![a-z0-9.$€£¥,-])(?:q ?[1-4]|h ?[12])(?:[ -]?(?:of )?(?:fy ?)?(?:{_YR}"
    rf"|'?[0-9]{{2}}(?![0-9%.])))?(?![a-z0-9])"
    rf"|(?<![a-z0-9])(?:fy|cy) ?'?(?:{_YR}|[0-9]{{2}})(?:[/-][0-9]{{2}})?(?![0-9])(?: q[1-4])?"
    rf"|(?<![0-9$€£¥.,-])(?:(?:{_TO}|end|fiscal|calendar"
    rf"|year) )(?:fiscal )?{_YR}(?![0-9%,.-]*[0-9%])"
    rf"|(?<![0-9$€£¥.,:-]){_YR}(?:(?<=, 20..)|(?<=[(] 20..)|(?<=[(]20..)|(?<=^20..))(?=$"
    rf"|[.)!;:,](?![0-9]))|(?<![0-9$€£¥.,:-]){_YR}(?=(?: (?:revenue|sales|budget|target|plan"
    rf"|season|calendar|annual|fiscal|cohort|intake|edition|renewals?|bookings|cycle)\b))"
    rf"|\b(?:(?:the |this |next )?(?:spring|autumn|summer|winter|fall) (?:term|semester|quarter"
    rf"|half)\b|(?:before|when|until|by the time) the (?:fiscal |financial |school |calendar )?(?:year"
    rf"|quarter|season|half|term|cycle) (?:closes|ends|is out|is over)\b|(?:by|in|before"
    rf"|until|from|this|next) (?:early |late )?(?:spring|autumn|summer"
    rf"|winter)(?: {_YR})?(?= ?(?:$|[,.;)]))"
    rf"|{_YR}-(?:1[0-2]|0[1-9])(?:-[0-3][0-9])?"
    rf"|(?:this|next|the current|the coming|current|coming|the rest of the"
    rf"|the remainder of the|whole|the whole|the full|the entire|the same) (?:fiscal "
    rf"|financial |calendar |academic |school )?{_PERIOD}\b"
    rf"|the (?:first|second|third|fourth|last|final|1st|2nd|3rd|4th|third) (?:quarter|half"
    rf"|semester|trimester|term)\b(?: of (?:the )?(?:(?:fiscal |financial |calendar |school "
    rf"|academic )?year|{_YR}))?"
    rf"|(?:by|before|until|till|at|in|to|for|during|within|over|through|throughout"
    rf"|ahead of) (?:the )?(?:(?:end|close|start|beginning|turn|middle|course) of )?(?:the "
    rf"|this |our )?(?:fiscal |financial |calendar |school |academic )?(?:year|quarter|month"
    rf"|(?<=the )half|(?<=this )half|cycle|term(?! (?:base|sheet|paper|deposit|loan))|semester"
    rf"|season(?! (?:ticket|pass))|period|(?:summer|winter|spring"
    rf"|autumn|sprint|holidays?)(?= ?(?:$|[,.;)]|20|is|are|and|we)))(?:[ -]end)?\b(?! (?:one"
    rf"|two|three|[0-9])| over| (?:end )?close)"
    rf"|(?:by|before|until|till|at) the (?:end|close|start"
    rf"|beginning) of (?:the )?(?:\w+ )?(?:season|programme|program|project|campaign|holidays?"
    rf"|break|pilot)\b"
    rf"|(?:by|on|before|until) [0-3]?[0-9]/[01]?[0-9](?![0-9/])"
    rf"|(?:the )?(?:end|close) of (?:the |this |our )?(?:fiscal |financial |calendar |school "
    rf"|academic )?(?:year|quarter|month|half|cycle|term|semester|season)\b"
    r"|(?:eoy|eoq|eom|ytd|year[- ]end(?! close)|full[- ]year|all year(?! group)|year-round|mid-?year)\b"
    r"|(?:by|before|for|during|over|until|in time for|ahead of|this|on|at"
    r"|by the)(?: the)? (?:christmas|easter|black friday|cyber monday|thanksgiving|new year"
    r"|lunar new year|chinese new year|ramadan|eid|diwali|halloween|valentine's day|labor day"
    r"|memorial day|peak season|monsoon|harvest|flu season|world cup|olympics|back-to-school"
    r"|holiday season|half[- ]term|(?:prime|singles'|boxing|independence|bastille"
    r"|international [a-z]+|national) day|(?:the )?(?:michaelmas|hilary|trinity|lent) term"
    r"|(?:the )?(?:opening|closing) (?:match|day|night|game|ceremony)"
    r"|(?:the )?(?:peak|launch|fashion|freshers'|race|polling|election) (?:week|day)"
    r"|(?:the )?(?:[a-z-]+ )?season(?: [0-9]+)?(?! ticket| pass| opener))(?: (?:break|holidays?"
    r"|sales?|weekend))?\b(?! (?:show|edition|campaign"
    r"|collection))"
    rf"|at (?:the )?[a-z]+(?: [a-z]+)? {_YR}\b"
    r"|(?:in|by|during|before|for|until) (?:the |our |this )?(?:spring|summer|autumn|winter|fall"
    r"|christmas|easter|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|year-end|mid-year|half-year) (?:[a-z]+ )?(?:survey|session|exams?|round|sitting"
    r"|campaign|edition|fair|window|intake|review|audit|census|inspection|holidays?|results|concert"
    r"|meeting|break|recess|vacation)\b"
    r"|in (?:the )?(?:busy|peak|regular|high|low|growing|heating|rainy|dry) season\b|in season [0-9]+"
    r"|by (?:monday|tuesday|wednesday|thursday|friday|week [0-9]+|day [0-9]+)\b"
    r"|by (?:easter|christmas)\b)"
    r"|(?<![0-9./])(?:0?[1-9]|1[0-2]|[12][0-9]|3[01])(?P<sep>[/.])(?:0?[1-9]|1[0-2]|[12][0-9]"
    r"|3[01])(?P=sep)(?:20)?[0-9]{2}(?![0-9])"
)
_UNITS = (
    r"(?:working days?|business days?|days?|weeks?|months?|quarters?|years?|hours?"
    r"|minutes?|seconds?|sprints?|hrs?|mins?)"
)
_COUNT = (
    r"(?:[0-9]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|ninety"
    r"|thirty|sixty|twenty-four|forty-eight)"
)
ENGLISH_SPAN = Pattern(
    rf"\b(?:within|in|over|during|for)(?: (?:the|a|under|its|their|our))?(?: (?P<ahead>next"
    rf"|coming|following))?(?: (?:first|past|last))? (?P<n>{_COUNT})[ -](?P<unit>{_UNITS})\b"
)
_EACH = (
    r"(?P<{0}>day|week|fortnight|month|quarter|year|sprint|hour|minute|weekday|workday|night"
    r"|morning|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday|semester|term"
    r"|season|cycle|release|shift)"
)
ENGLISH_EVERY = Pattern(
    r"(?<!by )(?<!up )(?<!down )(?<!between )(?<!from )(?<!to )(?<!under )(?<!within )(?<!than )(?<!below )"
    r"\b(?:per|an?(?! (?:release"
    r"|cycle|term|season"
    r"|shift)\b)(?! (?:hour|minute|day|week|month|year) and a half)|each|every)(?: (?P<num1>two|three|four|six"
    r"|second|other|2|3|4|6))? (?:working |business |calendar |school )?"
    + _EACH.format("per1")
    + r"s?\b(?! (?:later|ago|earlier|of (?!each)|the |budget|worker|shift|nurse|lower"
    r"|higher|less|more|fewer|faster"
    r"|smaller|shorter|below|above))"
    r"|\b(?P<per2>daily|weekly|biweekly|bi-weekly|bi-monthly|bimonthly|fortnightly|monthly"
    r"|quarterly|yearly|annually"
    r"|hourly|nightly|weekdays)\b"
    r"|\b(?:on )?(?P<per4>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s"
    r"(?: (?:and|&) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s)*\b"
    r"|\bon the (?:first|second|third|last) [a-z]+day of (?:the|each|every) (?P<per5>month|quarter)\b"
    r"|(?<=[0-9a-z])/(?P<per3>day|week|month|quarter|year|wk|mo|yr|sprint)\b",
    needs=(
        "/|a |an |annually|daily|each |every |fridays|hourly|mondays|monthly|nightly|"
        "on the first |on the last |on the second |on the third |per |quarterly|saturdays|"
        "sundays|thursdays|tuesdays|wednesdays|weekdays|weekly|yearly"
    ),
)
ENGLISH_PAST = Pattern(
    r"\b(?:(?:in |from |of |than |vs\.? |versus |over )?(?:the )?(?:last|previous|prior"
    r"|past) (?:fiscal |financial |school )?(?:year|quarter|month|week|half|cycle|season|term"
    r"|semester|summer|winter|spring|[0-9]+ (?:days|weeks|months|quarters|years))(?:'s)?"
    r"|year[- ]on[- ]year|year[- ]over[- ]year|yoy|month[- ](?:on|over)[- ]month"
    r"|quarter[- ]on[- ]quarter|qoq|mom|today|now|currently|at present|at the moment|a year ago"
    r"|yesterday)\b",
    needs=(
        "at present|currently|last|mom|month|now|past|previous|prior|qoq|quarter|today|year|yesterday|yoy"
    ),
)

"""Numbers that are parts of names, versions, standards, levels, orders, clocks, ages. Pure data."""

import re

from cairn.coach.calendar import SALE
from cairn.coach.patterns import Pattern

_NUMBER = (
    r"[ -]?[0-9]+(?:\.[0-9]+)*(?![0-9%]|[.,][0-9])"
    r"(?! (?:[a-z-]+ )?[a-z-]{2,}s\b)(?! (?:new|more|additional))(?:(?: and| or"
    r"|/) ?[0-9](?![0-9%.,]))?(?! ?(?:→|->|=>|to [0-9]))"
)
NAMES_IN_SMALL = (
    Pattern(
        r"\b(?:iso(?:/iec)?|gb(?:/t)?|soc|pci(?: dss)?|wcag|cmmi|iatf|iec|en|rfc|http|tls|oauth"
        r"|python|java|php|ios|android|windows|sev|severity|priority|industry|basel|ifrs|asc|gpt"
        r"|vue|react|angular|node|rails|django|postgres(?:ql)?|mysql|kubernetes|html|css|usb"
        r"|wi-?fi|version|ver|no\.)[ -]?[0-9]+(?:\.[0-9]+)*(?::20[0-9]{2})?(?![0-9%]|,[0-9]{3})"
    ),
    Pattern(
        r"\b[0-9]{1,2}(?::[0-9]{2})? ?[ap]\.?m\b\.?|\b(?:bed|asleep|home) by [0-9]{1,2}\b",
        needs="a.m|am|asleep by |bed by |home by |p.m|pm",
    ),
    Pattern(r"\b(?:the|city|a|my|first|park|[a-z]+ing) [0-9]{1,3}k\b(?! [a-z]+s\b)", needs="k"),
    Pattern(
        r"(?<!per )(?<!this )(?<!last )(?<!next )\b(?:article|tier|phase|stage"
        r"|(?<!to )(?<!reach )(?<!at )(?<!from )level|layer|web|scope"
        r"|category|class|grade|gen|part|chapter|section|type|series|model|release|route|page"
        r"|building|area|zone|plant|line|site|room|block|ward|year|week"
        r"|(?<!working )(?<!business )day|module|unit|pillar|wave|step|channel|studio|group|team)"
        + _NUMBER,
    ),
    Pattern(r"[0-9]+(?:\.[0-9]+)+(?= ?(?:版|版本|release|beta))", needs="."),
    Pattern(
        r"满分(?:为"
        r"|是)? ?[0-9]+ ?分?|[0-9]+ ?分制|[0-9]+ ?分满分|/ ?(?:5|10|100)(?![0-9:])"
        r"|(?<=[0-9])(?: points?| stars?)? ?out of "
        r"(?:a (?:possible|maximum(?: of)?) )?(?:5|100|10|20|five|ten)(?:\.0)?(?! [a-z]{3,})"
        r"|(?<![a-z0-9])(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve"
        r"|twenty) of(?P<name> (?:our |the |all |these )*(?:[0-9]+|four|five|six|seven|eight"
        r"|nine|ten|twelve|twenty))\b(?! ?%)",
        needs=" of|/|分制|满分",
    ),
    Pattern(
        r"\b(?:per|each|every) (?:1|10|100|1,000|1000|10,000|100,000|million|thousand"
        r"|hundred)(?:,000)* [a-z]+(?: [a-z]+)?|每[0-9百千万]+(?:个|名|人|件|单|台|次|小时|行|字|份"
        r"|公里|张|件产品"
        r"|次请求|千米)?",
        needs="each|every|per|每",
    ),
    Pattern(
        r"\b(?:the )?(?:last(?! [0-9]+ (?!days|weeks|months|quarters|years|hours|minutes))"
        r"|next|past|(?<=the )first|first(?= [0-9a-z]+ (?:days|weeks|months"
        r"|quarters|years|hours|minutes))) (?:[0-9]+|two|three|four|five|six|seven|eight|ten"
        r"|twelve|twenty)(?: (?:days|weeks|months|quarters|years|hours|minutes))?\b(?= (?!of"
        r"|in the)[a-z])",
        needs="first |last |next |past ",
    ),
    Pattern(
        r"\b(?:one|single) (?:or more|of)\b|\bone-on-one|\bone-to-one|\b(?:two|three|four"
        r"|multi)-(?:way|step|tier|part|factor|day|week|month|year|sided|stage|person|page"
        r"|phase)\b|\b[0-9]{1,3}-(?!point|fold"
        r"|[0-9])[a-z]{2,}(?:-[a-z]+)?(?! [a-z ]{3,32}(?:to|becomes) (?:under |below )?(?:[0-9]|an? (?:day"
        r"|week|month|hour)\b|two|three|four|five|six|seven|eight|nine|ten))\b|\b(?:mid|pre"
        r"|post)-[0-9]+|\bfirst-|\bsecond-"
        r"|\bthird-party\b|\bday one\b|\bzero-day\b|\bseries [a-e]\b",
        needs="-|day one|one of|one or|series|single of|single or",
    ),
)
"""What is looked for in small letters."""
NAMES_AS_WRITTEN = (
    Pattern(
        r"(?<!per )(?<!this )(?<!last )(?<!next )\b(?-i:Form)" + _NUMBER,
        re.IGNORECASE,
        needs="Form",
    ),
    Pattern(r"\b[vV] ?[0-9]+(?:\.[0-9]+)*\b", needs="V|v"),
    Pattern(
        r"\b(?!x[0-9]{1,2}(?:$|[,; )]))[A-Za-z]{1,12}-?[0-9]+(?:\.[0-9]+)*(?![0-9,.]*[0-9%万])(?=[^0-9A-Za-z%]|$)"
    ),
    Pattern(
        r"(?<=[a-z一-鿿])(?<![从到至由自于达为在过得数值率分比低高超])(?<![a-z] from)(?<! to)(?<! of)(?<! at)"
        r"(?<!below)(?<!above)(?<!under)(?<! over)(?<!least)(?<!score)(?<!rating)(?<!than)"
        r" ?(?<![0-9])[0-9]\.0(?! ?(?:or |and above|以上|以下|以内|及以上|分|秒|→|->|to\b|提|升|降))(?=$"
        r"|[,，。;)”》]| (?!%)[a-z一-鿿]"
        r"|[一-鿿](?<![%分倍元万亿个秒天]))(?<!分)",
        needs=".0",
    ),
    Pattern(
        r"第 ?[一二三四五六七八九十百0-9]+(?![一二三四五六七八九十百0-9])(?! ?个工作日)(?:个|次"
        r"|届|期|轮|批|家|款|条|版|代|阶段|方"
        r"|步|类|位|名|季|产业|现场|天|周|枪|曲线"
        r"|课堂)?",
        needs="第",
    ),
    Pattern(
        r"\b(?:(?:[Gg]rade|[Ll]evel|[Tt]ier|[Cc]lass|[Ss]everity|[Pp]riority|[Cc]ategory)[ -][0-9](?= [a-z]{4,})"
        r"(?! (?:from|after|with|across|maturity|before|until|within|while|when|over)\b)"
        r"|[A-Z]/[0-9][A-Z]{2,}|[Ss]copes? [123](?: ?(?:\+|and|&|,|/|-|to) ?[123])*\b"
        r"|scale (?:of|from) [0-9]+ ?(?:to|-) ?[0-9]+|[0-9]{1,3}(?:\.[0-9]+)?(?:st|nd|rd"
        r"|th)\b|[0-9]+-(?:point|star) scale|(?:top"
        r"|first|second|bottom|other|upper|lower) (?:half"
        r"|third|quarter)\b"
        r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?!thirds?|quarters?"
        r"|fifths?|halfs?|half|tenths?|sixths?|eighths?|fold|point|digit)[a-z]{3,}"
        r"|(?:[Pp]hase|[Ss]tage|[Tt]ier|[Ll]ayer|[Mm]odule|[Cc]ategory|[Cc]hapter|[Ww]ave"
        r"|[Ss]tep) [0-9]{1,2}\b(?![.,]?[0-9]|%)(?! ?(?:→|->|to [0-9])))"
        r"|[一二三四五六]天工作制|为期 ?[0-9一二三四五六七八九十]+ ?(?:年|个?月|天|周)"
        r"|[0-9一二三四五六七八九十]+ ?(?:周|个月|天|年|小时|页)(?=试点|训练营|冲刺|集训|方案"
        r"|报告|ppt|PPT|提案|材料|规划)"
        r"|[0-9一二三四五六七八九十]+ ?(?:周年|届)|三项制度|CMMI ?[一二三四五1-5] ?级"
        r"|[一二三]类(?=医疗|证|备案|资质|许可)"
        r"|[0-9]+[dDgGkK](?=[一-鿿])(?!打印机?[0-9])(?<![0-9]{4}[kK])(?<=[2345][dDgGkK])"
        r"|[三四五1-5] ?星(?=级|好评|率|酒|宾馆)|\bScope [123]\b"
        r"|(?:13|25|37) ?个?月(?=[^,，]{0,4}继续率)"
        r"|[早晚午晨]上? ?[0-9]{1,2}:[0-9]{2}|(?<![0-9.:])[0-9]{1,2} ?点半?(?=[之以]?[后前]"
        r"|下班|上班|起床|睡|到岗|开门|打烊)"
        r"|[0-9]+ ?[GMT]B? ?(?:内存|显存|运存)?(?:的)?(?=机型|手机|设备|机器|终端|车型)"
        r"|\bbetween [0-9]{1,2} and [0-9]{1,2} ?[ap]\.?m\b"
        r"|(?<![0-9.,从由到至])(?<![从由到至] )1[0-9]{4}(?![0-9,.]) ?(?=[一-鿿]{2})"
        r"(?![人元次家万个台件份条张户笔单辆吨位名公平])"
        r"|\b[Hh]alf[ -](?:[Mm]arathon|[Tt]erm|[Tt]ime)\b|(?<=取消)[ ]?996|(?<![0-9])996(?= ?后)"
        r"|(?<![0-9.])(?:[5-9][05]|0[05]|10)(?: ?[、/和] ?(?:[5-9][05]|0[05]|10))* ?后"
        r"(?=[一-鿿]|$)(?![的天续]|[一二三四五六七八九十])"
        r"|[早晚午晨] ?[0-9]{1,2} ?点(?:半|[0-9]{1,2})?(?: ?[-到至~] ?[0-9]{1,2} ?点半?)?"
        r"|\b[0-9] ?[x×] ?[0-9]{2,4}\b(?! ?%)|[0-9]{2} ?℃ ?/ ?[0-9]{2} ?%RH"
    ),
    Pattern(
        r"[“\"《「][^”\"》」]{0,30}[”\"》」]|99(?=公益)|" + SALE + r"|双1[12]",
        needs='"|618|“|《|「|双|益',
    ),
    Pattern(
        r"24 ?[/*x×] ?7|7 ?[*x×] ?24(?: ?小时)?|360 ?(?:度|°|-degree)|(?<![0-9])1 ?(?:对|v|on|-on-"
        r"|:) ?1(?![0-9])|[0-9]+D\b(?!isk)|一对一|365 ?天"
        r"|(?<![0-9高升降少加变长])(?<![高升降少加变长]到 )(?<!to )996(?=制|工作制|$|[，,。；;、的)）])"
        r"|[0-9]+ ?[dD]\b打印|5[gG]\b"
        r"|(?<!to )(?<!from )(?<!of )(?<!than )(?<!reach )(?<!hit )(?<![0-9.→>到至由从达过])4[kK]\b"
        r"|[23][cC](?![a-z])|[23][dD]\b|[bB]2[bB]|[cC]2[cC]|[oO]2[oO]|B/C",
        needs=(
            "*|-degree|-on-|/|1 on|1 v|1o|1v|2C|2c|2d|365|3C|3c|3d|4K|4k|5G|5g|996|: 1|:1|B|D|"
            "O2O|O2o|b2b|o2O|o2o|x|°|×|印|对|度"
        ),
    ),
    Pattern(
        r"(?<![多少过生每有])一(?=起)|一(?=致|线|体|站|流|样|定|些|般|直|旦|共|切|键|次性|方面"
        r"|带|律|汽|批(?![0-9])|把手|号"
        r"|季度|月)|[两二三]方(?=面|案)?"
        r"|四象限|三[农高包保]|双(?=周|一流|碳|减)|十佳|百强|五百强|千里|万科|万达|万能|三甲|二手"
        r"|二次(?=上|销|创|开发|加工|确|购|传|利用|元|转化|到店|触达)|二维码|一把手|十四五|八达"
        r"|三年级|二年级|百日"
        r"|千万(?=别|不)|半(?=导体|成品|径|自动|场)|九宫格|七折|八折|[一二三四五六七八九]折|一枪"
        r"|一本账|百度|万象|四川|三亚|五粮|六安|九江|千岛"
        r"|[一二三四]期(?=工程|项目|平台|系统|建设|改造|上线|厂房"
        r"|立项|可研|扩建|规划|用地|园区|仓|动工|开工|竣工|投产)"
        r"|[0-9一二三四五六七八九十]+ ?号(?:线|楼|馆|仓|炉|机|厂|井|路|泊位"
        r"|门|船|地块|车间|码头"
        r"|航站楼|厂房|食堂|教学楼|院区|宿舍|球场|礼堂)(?![0-9])"
        r"|(?<![0-9.])(?:[2345][gG]|[23]A)(?![A-Za-z0-9])|(?<=公交 )[0-9]{1,3} ?路"
        r"|等保 ?[二三四2-4] ?级"
        r"|[一二三四]级(?=等保|甲等|医院|事故|故障|部门|页面|市场"
        r"|响应|供应商|缺陷|指标|漏洞|以上漏洞)|国家[一二三四五]级",
        needs=(
            "2G|2g|3G|3g|4G|4g|5G|5g|A|一|万|三|二|亚|佳|保|八|公交 |六|十四五|千里|半|双|号|国|"
            "宫|岛|川|折|方|期|枪|江|甲|百|粮|级|象|起"
        ),
    ),
    Pattern(
        r"985 ?[/、和及]? ?211"
        r"|(?<=[前])[0-9一二三四五六七八九十]+ ?(?:大|名|位|个|家|页)?(?:热门|高频|核心|关键|大|的)",
        needs="9|前",
    ),
)

"""Words that say none or all: 零事故, nobody, 全部, every. Pure data."""

from cairn.coach.amount_words import Rule
from cairn.coach.patterns import Pattern

NONE_WORDS: tuple[Rule, ...] = (
    (
        Pattern(
            r"零(?![售件部食钱星散碎距基工配信和点头下上的]|[0-9一二三四五六七八九十])(?=[一-鿿]{2})"
            r"|\bbreak[- ]?even\b|打平"
            r"|清空|清完|不亏损?(?=$|[,，。])|\bcleared completely\b|\bcompletely cleared\b"
            r"|盈亏平衡|收支平衡|扭亏为盈|扭亏|转正(?=$"
            r"|[,，。;]| )|(?:利润率?|现金流|毛利)转正",
            needs="break|cleared|亏|打平|收支平衡|清|转正|零",
        ),
        "0",
        "money",
        "none",
    ),
    (
        Pattern(
            r"清零|归零|降(?:为|到|至)零|为零(?![售碎])|零(?=投诉|事故|缺陷|故障|差错|失误|流失|违规"
            r"|伤亡|泄[露漏]|重大|安全|逾期"
            r"|断[货供]|延[误期]|工伤|漏[报检]|误|感染|宕机|中断|处罚|罚款|诉讼|高危|死亡|拖欠|退[货款]"
            r"|缺[货陷]|信访|发生|新增|严重|违约"
            r"|超期|遗漏|积压|索赔|火灾|案件|丢失|火警|回退|回滚|停机|作弊|辍学|举报|纠纷|返工|人为"
            r"|数据|生产|一级|P)|零(?=起|次|例|宗"
            r"|个)",
            needs="零",
        ),
        "0",
        None,
        "none",
    ),
    (
        Pattern(
            r"(?:不再?发生|未发生|不出现|无一[起例次件]?|杜绝(?:一切|任何|所有)?"
            r"|没有(?=[一-鿿]{2,8}?(?:超过|等待超))|没有(?:一[起例次件个单笔票户名人条趟家张份]"
            r"|任何|发生|出现)"
            r"|不(?:再)?(?:出|发生|丢失?|新增)(?:现)?(?:一[起例次件个笔]|任何)|无(?=重大|安全|任何"
            r"|补|罚|退|投|断|积|缺|差|欠|违|超|虚|瑕|异|返|漏"
            r"|[0-9一]?级|严重|新增|责任"
            r"|一般|高危|人员|工伤|事故|投诉|逾期|死亡|差错))",
            needs="不|发|无|未|杜|没",
        ),
        "0",
        None,
        "none",
    ),
    (
        Pattern(
            r"\bzero(?=[ ,;.)-]|$)(?!-(?:trust|day|based|sum|touch|code|emission|carbon)"
            r"| trust)|\bnil\b|\bno(?= (?![a-z]+er than\b|more\b|less\b|fewer\b|later\b|longer\b|higher\b"
            r"|lower\b|worse\b|better\b|matter\b|greater\b|one\b|\.|[0-9]|help|single-))"
            r"|\b(?:is|are|stays?) empty\b|\bclear(?:s|ed)? (?:the|our) (?:[a-z]+ )*backlog\b(?![^,;]*[0-9])"
            r"|\bnone\b|\bnot (?:a single|one)\b|^not an?\b|\bnobody\b|\bno single\b|无(?=(?:主动|关键|核心"
            r"|骨干)?(?:离职|流失))|(?<=[一-鿿])(?<![的从是有])无(?!用|意识|法|状|到|线|形|忧|障|人|感|缝"
            r"|纸|接|需|偿|害|论|数|限|比|锡|碳|菌|刷|尘|损|效|关|机|产|锚|痛|息|条|差别"
            r"|保留)(?=[一-鿿]{2,6}(?:$|[,，。]))|一[家户个人单件名]不丢|(?:查|挑)不出|无人(?=离职|流失|投诉"
            r"|受伤|伤亡|掉队|违规|缺席)"
            r"|没有?人(?=因|中暑|受伤|掉队|迟到|投诉|流失|等待|离职|超时"
            r"|违规|缺席|落水|摔倒|被困)"
            r"|无一(?=流失|离职|掉队|投诉|违规)|\bwithout (?:any"
            r"|a single|a|an)(?= (?:incident|accident|complaint|breach|outage|error|single"
            r"|sev|rollback|loss|finding|injur))",
            needs="backlog|empty|nil|no|without a|zero|不出|丢|无|没",
        ),
        "0",
        None,
        "none",
    ),
)
ALL_WORDS: tuple[Rule, ...] = (
    (
        Pattern(
            r"全部(?!门)|所有|全员|全体(?:员工)?|无死角|全覆盖|全额(?=收|回|到|兑|支付|缴|还|偿|拨)|每一[个位名家份条项笔艘场间处座台套辆张户件所]"
            r"|(?:每|各|整[条个栋座片])[一-鿿]{1,4}[都均](?![^,\uff0c]{0,10}[0-9])"
            r"|逐[家一个条户项人](?!步)|百分百|悉数|尽数|全数|全优|一个不[少落漏]"
            r"|人人|家家|户户|村村|应.尽.|件件|个个|每[个名位家条份台](?!月|季|工作日|小时|[^,，。]{0,6}的"
            r"|[^,，]{0,5}(?:平均|成本"
            r"|费用))(?!.{0,8}[0-9])"
            r"|每(?:间|列|辆|所|套|处|座|起|次)[一-鿿]{1,8}(?:配|设|换|装|建|写|签|贴|谈|复盘)(?!.{0,6}[0-9])"
            r"|各网点(?=换|设|配|建|装|盈)",
            needs="个|人人|件件|全|各|均|家家|尽|悉|户户|所|村村|死|每|百分百|逐|都",
        ),
        "100",
        "%",
        "all",
    ),
    (
        Pattern(
            r"\ball\b(?!-| (?:year|day|the way|time|about|in all|-round))"
            r"|\bevery (?=[a-z-]+)(?!\w*day|other|week|month|quarter|year|two|three|second"
            r"|time|fortnight|sprint|friday|monday)|\beach (?!other|week|month|quarter|year"
            r"|day|sprint|monday|friday)(?=[a-z])|\beach[.]?$|\bentire\b"
            r"|^(?:(?:the|our) )?whole (?=[a-z]+ [a-z]+ed\b)|\beveryone\b"
            r"|\beverybody\b|\bfully\b(?= (?:staffed|covered|paid))",
            needs="all|each|entire|every |everybody|everyone|fully|whole ",
        ),
        "100",
        "%",
        "all",
    ),
    (
        Pattern(r"当天|当日|same[- ]day", needs="same day|same-day|当天|当日"),
        "0",
        "day",
        "same_day",
    ),
    (
        Pattern(r"(?:次日|隔天|隔日)(?=送?到|送达(?!率)|发货|出|答复|回复)", needs="次日|隔"),
        "1",
        "day",
        "same_day",
    ),
)

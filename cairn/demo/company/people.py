"""Who they are and where they sit."""

from cairn.demo.story import Group, Person

COMPANY = "company"
NAME = "山岚茶业"
MISSION = "让每一座认真种茶的山，都有人认真喝它的茶。"
VISION = "十年之内，说起一款茶，人们先问是哪座山、哪一季、谁做的。"
STRATEGY = (
    "**先留住人，再去找人。** 老客户一年买四次，新客户一年买一次半；我们把力气花在前者身上。\n\n"
    "1. 客户：把企业送礼和老客户复购做成主业，不再靠大促拉新。\n"
    "2. 茶园：用长约和当日结款换最好的青叶，每一批都查得到来处。\n"
    "3. 海外：只做懂茶的茶吧和酒店，不进超市。\n"
    "4. 底座：一处录入、处处可用，少雇人抄表，多留人做茶。"
)

GROUPS = (
    Group(COMPANY, NAME, "", "lin"),
    Group("supply", "茶园与供应链部", COMPANY, "ye"),
    Group("gardens", "茶园合作组", "supply", "qin"),
    Group("fulfilment", "仓储履约组", "supply", "jiang"),
    Group("customers", "客户成功部", COMPANY, "shen"),
    Group("care", "客户体验组", "customers", "xu"),
    Group("renewals", "续约组", "customers", "he"),
    Group("brand", "品牌与门店部", COMPANY, "liang"),
    Group("international", "International", COMPANY, "helena"),
    Group("platform", "Platform Engineering", COMPANY, "amara"),
)

PEOPLE = (
    Person("lin", "executive", "林远岫", "创始人、总经理", COMPANY),
    Person("qi", "qi.mingyue", "戚明月", "运营总监", COMPANY, "lin"),
    Person("du", "du.ruochuan", "杜若川", "财务负责人", COMPANY, "lin"),
    Person("song", "champion", "宋以宁", "组织发展负责人", COMPANY, "lin", role="champion"),
    Person("zhuang", "zhuang.shouzhuo", "庄守拙", "制茶顾问", COMPANY, "lin", role="viewer"),
    Person("ye", "ye.wen", "叶闻", "供应链负责人", "supply", "qi"),
    Person("qin", "qin.muye", "覃牧野", "茶园合作组组长", "gardens", "ye"),
    Person("lan", "lan.xiaoxi", "蓝小溪", "农艺师", "gardens", "qin"),
    Person("wei", "wei.chunsheng", "韦春生", "驻点专员", "gardens", "qin"),
    Person("zhao", "zhao.wangqiu", "赵望秋", "质检工程师", "gardens", "qin", also=("fulfilment",)),
    Person("jiang", "jiang.yifan", "江一帆", "仓储履约组组长", "fulfilment", "ye"),
    Person("ma", "ma.huining", "马会宁", "仓库主管", "fulfilment", "jiang"),
    Person("cui", "cui.tang", "崔棠", "包装工程师", "fulfilment", "jiang"),
    Person("deng", "deng.ziqi", "邓子期", "物流专员", "fulfilment", "jiang"),
    Person("shen", "lead", "沈予安", "客户成功负责人", "customers", "lin"),
    Person("xu", "xu.zhixing", "许知行", "客户体验组组长", "care", "shen"),
    Person("gu", "employee", "顾小满", "客户体验专员", "care", "xu"),
    Person("zhou", "zhou.yan", "周砚", "客诉分析师", "care", "xu"),
    Person("su", "su.mian", "苏眠", "客服专员", "care", "xu"),
    Person("ding", "ding.jiashu", "丁嘉树", "客服专员", "care", "xu"),
    Person("he", "he.qinghe", "何青禾", "续约组组长", "renewals", "shen"),
    Person("xie", "xie.lin", "谢临", "客户经理", "renewals", "he"),
    Person("feng", "feng.leyan", "冯乐言", "客户经理", "renewals", "he"),
    Person("tang", "tang.di", "唐棣", "客户经理", "renewals", "he"),
    Person("liang", "liang.qiuchi", "梁秋迟", "品牌与门店负责人", "brand", "lin"),
    Person("yuan", "yuan.ye", "袁野", "内容主编", "brand", "liang"),
    Person("qinwan", "qin.wanzhao", "秦晚照", "设计师", "brand", "liang"),
    Person("zhuo", "zhuo.ran", "卓然", "门店运营", "brand", "liang"),
    Person("xia", "xia.zhiwei", "夏知微", "茶艺培训师", "brand", "liang"),
    Person("pan", "pan.yue", "潘跃", "渠道经理", "brand", "liang"),
    Person("helena", "helena.brandt", "Helena Brandt", "Head of International", "international",
           "lin", locale="en"),
    Person("marcus", "marcus.oyelaran", "Marcus Oyelaran", "Key accounts, Europe",
           "international", "helena", locale="en"),
    Person("priya", "priya.raman", "Priya Raman", "Growth marketing", "international", "helena",
           locale="en"),
    Person("wen", "wen.siqi", "温思齐", "外贸运营", "international", "helena", also=("fulfilment",)),
    Person("jonas", "jonas.lindqvist", "Jonas Lindqvist", "Wholesale", "international", "helena",
           locale="en"),
    Person("amara", "amara.keane", "Amara Keane", "Head of Platform Engineering", "platform",
           "qi", locale="en"),
    Person("luo", "admin", "罗一舟", "系统管理员", "platform", "amara", role="admin"),
    Person("shi", "shi.jian", "石见", "后端工程师", "platform", "amara"),
    Person("ravi", "ravi.menon", "Ravi Menon", "Data engineer", "platform", "amara", locale="en"),
    Person("jian", "jian.ning", "简宁", "前端工程师", "platform", "amara"),
)  # fmt: skip

"""仓储履约组."""

from cairn.demo.story import Aim, Ending, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "把到货破损降到行业一半",
        "jiang",
        team="fulfilment",
        tags=("包装", "客诉"),
        why="同行平均破损率 1.6%，我们 2.4%。每碎一罐，客户记住的不是快递，是山岚。",
        measures=(
            Measure("运输破损率", "cui", "2.4%", "0.8%", pace=1.1, course=(0, 0.1, 0.25, 0.4, 1),
                    confidence=(5, 6, 7),
                    remarks=(Remark(-1, "从一米二扔了六十次，只裂了两罐，都在角上。角上再加一道折。"),
                             Remark(-3, "第一版内衬太紧，仓库装一盒要四十秒，退回重做。")),
                    tasks=(Task("跌落测试记录表", "done"),
                           Task("角部加折第三版打样", "doing"),
                           Task("找第二家纸浆厂备份", "open", owner="deng"))),
            Measure("换上新内衬的产品", "cui", "0", "36", "款", pace=0.88, confidence=(7, 6),
                    remarks=(Remark(-1, "圆罐的都换了，方罐的模具要改。"),)),
            Measure("破损理赔金额", "jiang", "18.6万", "6万", "元", pace=1.06),
        ),
        said=(Said("zhou", 5, "上周破损客诉里有 9 件是雨天签收的，外箱先软了。@崔棠 这个在内衬范围里吗？", (
            Said("cui", 4, "不在，但我认。先在南方线路加一层防潮袋试两周。"),
            Said("zhou", 4, "好，我把这几条线路单独打标。"))),),
    ),
    Aim(
        "下单之后让人放心",
        "ma",
        team="fulfilment",
        why="客人下单后最常做的事，是隔两小时看一次物流。",
        measures=(
            Measure("48 小时内发出率", "ma", "88%", "98%", pace=1.15, confidence=(6, 7, 8),
                    remarks=(Remark(-1, "礼盒预包装提前到周四做，周一不再排队。"),)),
            Measure("错发漏发", "ma", "45", "10", "单", pace=1.12, confidence=(6, 6, 7),
                    remarks=(Remark(-2, "三单都是赠品漏放。赠品改成随单扫码，不靠记性。"),)),
            Measure("偏远地区平均送达", "", "9.5", "6", "天",
                    tasks=(Task("问三家区域快递的报价", "open", owner="deng"),)),
        ),
        said=(Said("jiang", 6, "「偏远地区」这一项还没人认领。谁对西北线路熟，自己来领，我出差旅。"),),
    ),
    Aim(
        "设计一款能拆成茶则的内衬",
        "cui",
        aspirational=True,
        tags=("包装",),
        why="内衬最后都进了垃圾桶。能不能让它多活一会儿？",
        measures=(
            Measure("愿意留下内衬的试用者", "cui", "0%", "60%", pace=0.1, course=(0, 0.2, 1.2, 1),
                    confidence=(7, 7, 4),
                    remarks=(Remark(-1, "五十个人里留了三个。边太毛，割手。", "想请秦晚照一起看看折法。"),)),
            Measure("单件成本增加", "cui", unit="元", upper="0.6", values=("1.1", "0.9", "0.7", "0.8"),
                    confidence=(6, 5),
                    remarks=(Remark(-1, "八毛。去掉压痕能到六毛，但就折不成则了。"),)),
        ),
    ),
    Aim(
        "考下物流师，顺便把线路表画明白",
        "deng",
        growth=True,
        measures=(
            Measure("模拟卷得分", "deng", "52", "75", "分", pace=1.1, confidence=(4, 6)),
            Measure("重画的干线线路图", "deng", milestones=("华东", "华南", "西南", "西北", "东北"),
                    reached=3, remarks=(Remark(-1, "西南山多，直线一百公里，路是两百六。"),)),
        ),
    ),
    Aim(
        "双仓发货，华北次日达",
        "jiang",
        team="fulfilment",
        measures=(
            Measure("华北次日达比例", "deng", "12%", "60%", pace=0.2, confidence=(6, 4)),
            Measure("天津分仓", "jiang", milestones=("选址", "招标", "试运营"), reached=1),
        ),
        ending=Ending("postponed", 12, "分仓租金一个月涨了三成，现在签不划算。等下一个淡季再谈，"
                                       "线路测算和招标文件都留着，直接接着用。"),
    ),
)  # fmt: skip

"""Who serves whose objective, who needs what from whom, and who follows what."""

from cairn.demo.story import Following, Need, Tie

GIFTS = "成为企业送礼第一个想到的茶"
FARMERS = "让茶农愿意把最好的青叶留给山岚"
PLACE_TO_STAY = "做一家大家愿意久待的公司"
REGULARS = "让老客户成为第一增长来源"
TRACED = "每一包茶都说得清从哪来"
CASH = "把现金用在刀刃上"
LOYAL = "让老客户愿意留下来，并主动推荐山岚"
ONCE = "客诉一次解决，不让客户说第二遍"
EARLY = "到期前 60 天就开始谈续约"
STORIES = "让客户经理手里有故事可讲"
UNBROKEN = "把到货破损降到行业一半"
STOCK = "旺季不断货，淡季不压仓"
REASSURED = "下单之后让人放心"
CLEAN = "把农残关守在下山之前"
SHOPS = "让门店成为街坊愿意坐下来的地方"
OOLONG = "Make Shanlan the oolong that European tea bars reach for"
HAMBURG = "Ship to Hamburg without surprises"
TALKS = "一线主管都能带好一次一对一"
GIFT_BOX = "把礼盒拆掉一半的纸"
TWO_WAREHOUSES = "双仓发货，华北次日达"
TO_THE_PLOT = "把溯源做到每一片茶园"
FIRST_ORDER = "把首单回访做成一件让人期待的事"

TIES = (
    Tie(REGULARS, GIFTS, note="老客户的复购，一半是替公司买的礼。"),
    Tie(LOYAL, REGULARS, weight="20", because="老客户留不留得住，占这条的五分之一。",
        note="客户成功部今年只做这一件事，挂在公司这条下面。"),
    Tie(SHOPS, REGULARS, "转介绍带来的新客户", note="街坊坐下来喝过，才会带朋友来。"),
    Tie("把沉睡的老客户叫醒", REGULARS, "老客户复购收入占比", note="四年没下单的也算老客户，叫醒一家是一家。"),
    Tie(ONCE, LOYAL, "月客诉件数", note="客户说第二遍的时候，这一通就已经记成两件了。"),
    Tie(UNBROKEN, LOYAL, "月客诉件数", is_for_blocked=True,
        note="客诉里四成是碎的。包装不改，客服再快也降不下来，所以仓储单立了这条目标来解。"),
    Tie(EARLY, LOYAL, "老客户续约率", weight="30",
        because="续约组提前谈的进度，直接算进续约率的三成。",
        note="提前谈的那些，就是下个季度的续约率。"),
    Tie(STORIES, EARLY, note="有故事可讲，才约得出提前 60 天的那顿茶。"),
    Tie("一个人也能讲好一场品鉴会", STORIES),
    Tie(FIRST_ORDER, ONCE, note="回访里听到的抱怨，多半是第一遍没说清的那种。"),
    Tie("找出客诉前五位的根因", ONCE, weight="15",
        because="根因不除，一次解决只是嘴上快。算一成半。"),
    Tie("夜里十点的客人也有人理", LOYAL, days_ago=2, waits=True,
        note="晚间这几单，客人多半是在给长辈挑茶。回得及时，他们会记住山岚。想挂到部门这条下面，请予安姐看看。"),
    Tie("把大客户的价格体系重新谈一遍", LOYAL, note="价格谈清楚了，续约才不用年年让价。"),
    Tie(STOCK, CASH, weight="25", because="库存是现金最大的一块，供应链的进度算四分之一。",
        note="库里少压一吨，账上就多一个月的青叶钱。"),
    Tie("一处录入，处处可用", CASH, note="对账快一天，回款就早一天。"),
    Tie("Sell the 2nd-flush surplus before it loses its scent", CASH, "存货周转天数",
        note="800 kg of it sits in the same warehouse that the number is about."),
    Tie(UNBROKEN, CASH, note="理赔一年一百多万，也是现金。"),
    Tie(GIFT_BOX, CASH, no="一个季度省下的纸钱不到三万，撑不起这一条。它真正帮到的是送礼的体面，去找林总那条谈谈。"),
    Tie(GIFT_BOX, GIFTS, days_ago=24, note="简装不是省钱，是让收礼的人先看见茶。若川姐建议挂到这里。"),
    Tie("给企业客户办一场不谈生意的茶会", GIFTS),
    Tie(OOLONG, GIFTS, note="Hotels and tea bars abroad are how a gift gets a name at home."),
    Tie(HAMBURG, OOLONG),
    Tie("Turn three pilot hotels into contracts", OOLONG, weight="20",
        because="Hotels pour as much as twenty bars. They count for a fifth."),
    Tie(TO_THE_PLOT, TRACED, "可扫码溯源的在售批次占比", note="先有地块，才有批次。"),
    Tie("Every batch has one record", TRACED, "制茶日志上线",
        note="The log is only as good as the sensor behind it."),
    Tie(CLEAN, TRACED, "溯源信息被客户质疑的次数", note="检测报告放进溯源页，客户就不用打电话来问。"),
    Tie("讲好一座山的四季", TRACED, note="来处说得清，还得有人讲得好听。"),
    Tie("让二十户茶农学会看叶背", CLEAN, note="早三天看见虫，就少打一遍药。"),
    Tie("让茶农少跑一趟路", FARMERS, note="当日结款，是茶农最看重的一条。"),
    Tie(REASSURED, STOCK, note="货在，才发得快。"),
    Tie(TWO_WAREHOUSES, REASSURED, over="分仓暂缓，这条线先撤下，等下一个淡季再谈。", over_days_ago=11.5),
    Tie("设计一款能拆成茶则的内衬", UNBROKEN),
    Tie("门店伙伴都能泡好三款茶", SHOPS, note="坐下来的理由，是杯子里那泡茶。"),
    Tie(TALKS, PLACE_TO_STAY),
    Tie("成为能带出两位组长的管理者", TALKS, note="我先学会，再教别人。"),
    Tie("让新同事第一天就能开工", PLACE_TO_STAY),
    Tie("续约不再靠记性", "把老客户从名单变成熟人", note="先记得住，才谈得上熟。"),
    Tie("首单不再石沉大海", "把老客户从名单变成熟人"),
    Tie("退货不再堆在门口", "备货跟着订单走"),
    Tie("把贴码速度提上去", "每片合作茶园都有人常去"),
)  # fmt: skip

NEEDS = (
    Need(LOYAL, "fulfilment", "方罐的新内衬全部换完，首批发给续约客户", -4, 26, measure="月客诉件数",
         supplier=UNBROKEN),
    Need(UNBROKEN, "international", "贴码机和纸浆模具的进口清关", 9, 12, supplier=HAMBURG),
    Need(ONCE, "platform", "通话摘要能写进订单备注", 16, 8, waits=True),
    Need(CASH, "platform", "财务系统的对账接口", 12, 18, supplier="一处录入，处处可用"),
    Need(OOLONG, "brand", "远程茶艺培训，每月两场，带英文字幕", 20, 15,
         no="夏知微这个季度每周二都在门店考核，抽不出身。下个季度第一个月可以给两场。"),
    Need(STOCK, "gardens", "秋茶分批下山的时间表", -16, 26, delivered_days_ago=18),
)  # fmt: skip

FOLLOWINGS = (
    Following("lin", ("shen", "helena"), ("customers",), (TRACED, TWO_WAREHOUSES)),
    Following("shen", ("xu", "he"), ("fulfilment",), (REGULARS, UNBROKEN)),
    Following("gu", ("zhou",), (), (LOYAL, "Nobody waits for the order system")),
    Following("song", ("shen",), ("care",), (PLACE_TO_STAY,)),
    Following("luo", (), ("platform",), ("一处录入，处处可用",)),
)

"""客户成功部 and 续约组."""

from cairn.demo.story import Aim, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "让老客户愿意留下来，并主动推荐山岚",
        "shen",
        team="customers",
        tags=("续约", "老客户"),
        why="续约不是到期前那通电话，是之前一年里每一次开箱、每一次等回复。\n\n"
        "- 破损和慢，是客户离开的前两个理由\n- 愿意推荐的人，九成在半年内得到过一次「没想到你们还记得」",
        collaborators=("xu", "he"),
        measures=(
            Measure("老客户续约率", "he", "60%", "75%", pace=1.09, weight="40", confidence=(6, 6, 7),
                    course=(0, 0.2, 0.5, 0.55, 1),
                    remarks=(Remark(-1, "上海三家写字楼的行政续了，都是拿着开箱照片来谈的。"),
                             Remark(-3, "有四家在等下一轮预算，先签了意向。")),
                    tasks=(Task("到期客户一页纸：买过什么、坏过什么、谁签收", "done"),
                           Task("续约老客户寄一泡当季头采", "doing", owner="xie"))),
            Measure("月客诉件数", "zhou", "120", "30", "件", weight="35", pace=0.86, course=(0, 0.1, 0.5, 0.45, 1),
                    confidence=(5, 6, 5),
                    remarks=(Remark(-1, "破损类少了一半，剩下的多是「泡出来和上次不一样」。",
                                    "口感类没有判定标准，请庄老师帮忙定一版样。"),
                             Remark(-2, "新内衬还没铺开，先按旧口径记。"))),
            Measure("首次响应时长", "gu", "4h10m", "1h30m", "时长", pace=1.1, fresh=False,
                    course=(0, 0.35, 0.3, 0.8, 1), confidence=(6, 7, 8),
                    remarks=(Remark(-1, "午休轮班排顺了，最长的一单等了 2 小时，是周日晚上的。"),
                             Remark(-3, "周一积压多，三个人同时回还是慢。")),
                    tasks=(Task("午休和晚八点轮班表", "done"),
                           Task("常见问题快捷回复第二版", "doing", url="https://docs.cairn.example/quick-replies"))),
        ),
        said=(
            Said("zhou", 1, "新内衬周一全量上线，@沈予安 要不要把这个月的客诉目标再压一压？", (
                Said("cui", 0.9, "先别压。内衬防的是碎，不防潮，雨水多的地方还要看两周。"),)),
            Said("he", 12, "续约的分母按「到期」算还是按「在约」算？我这边两张表对不上。", (
                Said("shen", 12, "按当季到期算。提前续的算进来，不重复计。"),
                Said("he", 11, "改好了，历史也重算了一遍，续约率低了 0.8 个点，更实在。"))),
        ),
    ),
    Aim(
        "把大客户的价格体系重新谈一遍",
        "shen",
        team="customers",
        team_only=True,
        why="同样的量，折扣从六八折到八五折都有，全看当年谁谈的。谈完之前只在部门内看得见。",
        measures=(
            Measure("按新价目重签的大客户", "he", "0", "18", "家", pace=0.72, confidence=(6, 5),
                    course=(0, 0.1, 0.4, 1),
                    remarks=(Remark(-1, "六家已签，两家说要回去问董事长。"),)),
            Measure("大客户平均成交折扣", "xie", "72%", "80%", pace=1.03, confidence=(5, 6)),
        ),
    ),
    Aim(
        "成为能带出两位组长的管理者",
        "shen",
        growth=True,
        why="许知行和何青禾都已经在扛事了。我要学会的是不替他们扛。",
        measures=(
            Measure("每周一对一", "shen", unit="次", lower="4", values=("4", "5", "4", "3", "5", "5"),
                    weight="30", confidence=(7, 8), fresh=False,
                    remarks=(Remark(-1, "这周五次，其中一次是在茶山上走着聊的。"),)),
            Measure("通过组长认证的人数", "shen", "0", "2", "人", reach=0.5, confidence=(6, 7), fresh=False,
                    remarks=(Remark(-1, "许知行过了。何青禾想缓一缓，等续约高峰过去。"),)),
            Measure("团队敬业度评分（首测后定起点）", "shen", target="4.2", unit="评分"),
        ),
    ),
    Aim(
        "到期前 60 天就开始谈续约",
        "he",
        team="renewals",
        why="以前总在到期前两周才想起来，客户手里已经有三家报价了。",
        measures=(
            Measure("提前 60 天启动谈判的合同占比", "he", "35%", "90%", pace=1.08,
                    remarks=(Remark(-2, "系统提醒改成 75 天，留两周给自己准备。"),),
                    tasks=(Task("到期前 75 天自动提醒", "done", owner="shi"),)),
            Measure("到期未续的合同", "feng", "22", "5", "份", pace=0.78, confidence=(6, 5),
                    remarks=(Remark(-1, "有三份找不到当年的签约人，公司都搬了。"),)),
            Measure("续约谈判平均历时", "tang", "21", "12", "天", pace=1.2, confidence=(5, 7)),
        ),
    ),
    Aim(
        "让客户经理手里有故事可讲",
        "xie",
        team="renewals",
        why="价格谁都会报。能说出「您去年三月喝的那批是覃师傅家后山的」，这单就是我们的。",
        measures=(
            Measure("可以讲给客户听的案例", "xie", "4", "20", "篇", reach=1.25, course=(0, 0.5, 0.9, 1),
                    confidence=(7, 8, 9),
                    remarks=(Remark(-1, "24 篇了。茶农那几篇客户最爱听，往下多写人，少写工艺。"),)),
            Measure("带着故事去的拜访", "xie", "0", "120", "次", pace=1.0, course=(0, 0.3, 1)),
            Measure("拜访后 30 天内的复购率", "tang", "18%", "30%", pace=0.08, course=(0, 0.9, 0.3, 1),
                    confidence=(7, 7, 3),
                    remarks=(Remark(-1, "拜访多了，复购没动。可能是拜访了本来就会买的人。",
                                    "请袁野帮忙挑一批半年没下单的客户，分两组试一个月。"),
                             Remark(-2, "样本太小，再看一周。"))),
        ),
        said=(Said("he", 3, "复购率信心从 7 掉到 3，@谢临 周四站会先说这一条。", (
            Said("xie", 2, "数是我拉的，问题也在我：名单是按「好约」排的。已经换名单。"),)),),
    ),
    Aim(
        "把沉睡的老客户叫醒",
        "feng",
        measures=(
            Measure("重新下单的沉睡客户", "feng", "0", "45", "家", pace=0.94, confidence=(6, 6),
                    course=(0, 0.5, 0.6, 1)),
            Measure("唤醒订单金额", "feng", "0", "60万", "元", pace=1.16, confidence=(5, 7),
                    remarks=(Remark(-1, "一家四年没联系的律所，开口就要两百盒。"),)),
        ),
    ),
    Aim(
        "一个人也能讲好一场品鉴会",
        "tang",
        growth=True,
        measures=(
            Measure("独立主持的品鉴会", "tang", "0", "5", "场", pace=1.0, confidence=(4, 6, 7),
                    remarks=(Remark(-1, "第一次没有看稿。水温还是高了，客人没说，庄老师说了。"),)),
            Measure("品鉴会后的客户评分", "tang", "3.6", "4.5", "评分", pace=1.1),
        ),
    ),
)  # fmt: skip

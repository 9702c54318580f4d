"""茶园与供应链部 and 茶园合作组."""

from cairn.demo.story import Aim, Change, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "旺季不断货，淡季不压仓",
        "ye",
        team="supply",
        tags=("库存", "现金"),
        why="去年旺季断货十一天，年底又清了两百万的尾货。两头都是同一个毛病：订货靠拍脑袋。",
        collaborators=("jiang",),
        measures=(
            Measure("主力产品现货率", "ma", unit="%", lower="97%",
                    values=("98.2%", "97.6%", "98.8%", "96.1%", "97.9%", "98.4%"),
                    remarks=(Remark(-3, "正山小种断了两天，罐子没到，茶在库里干等。"),)),
            Measure("采购到货准时率", "ye", "82%", "95%", pace=1.14, confidence=(6, 7, 7),
                    remarks=(Remark(-1, "罐厂同意把交期写进合同，晚一天扣百分之一。"),)),
            Measure("滞销库存金额", "jiang", "410万", "180万", "元", pace=1.05,
                    course=(0, 0.15, 0.3, 1), confidence=(5, 5, 6),
                    remarks=(Remark(-1, "拼配车间一口气吃掉 46 万的老散茶，比打折卖划算。"),),
                    tasks=(Task("每周三滞销清单发到部门群", "done", owner="ma"),
                           Task("和庄老师定三款拼配配方", "doing"))),
        ),
        said=(Said("ye", 10, "罐子的安全库存从两周提到四周，@马会宁 看看库位够不够。", (
            Said("ma", 10, "够，把展会物料清出去就够。"),)),),
    ),
    Aim(
        "把溯源做到每一片茶园",
        "ye",
        team="supply",
        aspirational=True,
        tags=("溯源",),
        why="先有地，才有批；地块没有名字，后面写得再漂亮都是编的。",
        measures=(
            Measure("可扫码溯源的批次", "qin", "20", "120", "批", pace=1.1, course=(0, 0.3, 0.4, 0.5, 1),
                    confidence=(6, 6, 7), slip="把 7 看成了 70，改正。",
                    remarks=(Remark(-1, "手工贴码一天能贴九批，机器修好前先这样。"),)),
            Measure("完成建档的地块", "wei", "14", "52", "片", pace=1.18, confidence=(6, 8),
                    remarks=(Remark(-1, "最远的那片走了四个小时。老人家给地块起名叫「娘家坡」，照实录了。"),)),
            Measure("溯源页月访问量", "yuan", "8000", "5万", "次", reach=1.31, course=(0, 0.2, 0.3, 1),
                    confidence=(5, 7, 9),
                    remarks=(Remark(-1, "一位客人把扫码后的茶师傅照片发出去，转了两千多次。"),)),
        ),
    ),
    Aim(
        "让茶农少跑一趟路",
        "qin",
        team="gardens",
        why="卖一次青叶，茶农要来回三趟：送叶、对账、领钱。后两趟是我们的事。",
        measures=(
            Measure("青叶收购当日结款率", "qin", "64%", "98%", pace=1.16, confidence=(6, 7, 8),
                    remarks=(Remark(-1, "信号不好的两个点改成先垫付，月底对平。"),
                             Remark(-2, "有七户不会看手机到账，儿女不在家，驻点的人陪着去镇上取。"))),
            Measure("茶农投诉", "wei", "26", "6", "起", pace=1.12, confidence=(6, 7)),
            Measure("山上驻点服务站", "wei", milestones=("选址", "签租约", "通水通网", "试运行", "第二个站开门"),
                    reached=3, confidence=(6, 7, 7),
                    tasks=(Task("第二个站借村小学旧教室", "doing", owner="qin"),)),
        ),
        said=(Said("lan", 14, "结款快了以后，有人想把二茬叶也提前卖。要不要定一个嫩度线？", (
            Said("qin", 13, "定。你出标准，我去各寨子讲，下雨天讲，人齐。"),)),),
    ),
    Aim(
        "把农残关守在下山之前",
        "zhao",
        team="gardens",
        tags=("质量",),
        why="上季度有一批到了杭州才检出来，整车拉回来。检在山下，就已经晚了。",
        measures=(
            Measure("送检到出结果", "zhao", "72h", "24h", "时长", pace=0.1, course=(0, 0.7, 0.2, 1),
                    confidence=(7, 6, 3),
                    remarks=(Remark(-1, "快检仪还在等校准证书，样品又寄回省城了。",
                                    "校准机构排到下个月，请戚明月出面协调。", status="at_risk"),
                             Remark(-2, "仪器到了，开不了机，少一份进口检定。"))),
            Measure("田间记录完整率", "lan", "58%", "95%", pace=0.12, course=(0, 0.4, 0.9, 1),
                    confidence=(6, 5, 4),
                    remarks=(Remark(-1, "采茶最忙的时候没人写字。想换成拍照加一句语音。"),)),
            Measure("抽检合格率", "zhao", unit="%", lower="99.5%",
                    values=("99.1%", "99.6%", "99.2%", "99.3%", "99.7%"), confidence=(6, 5),
                    change=Change(16, "与省检口径统一，只算山岚自采批次，下限由 99% 调到 99.5%。",
                                  {"lower": "99.5%"})),
        ),
        said=(
            Said("ye", 2, "送检这一项掉得太快了。@赵望秋 今天先别等校准，我借了县里茶科所的台子，周一可以用。"),
            Said("qi", 4, "信心从 6 到 3 我看见了。校准机构我去打电话，你把编号发我。", (
                Said("zhao", 4, "编号已发。谢谢。"),)),
        ),
    ),
    Aim(
        "让二十户茶农学会看叶背",
        "lan",
        aspirational=True,
        why="虫先在叶背上。早看见三天，就少打一遍药。",
        measures=(
            Measure("能独立巡园的农户", "lan", "0", "20", "户", pace=1.1, course=(0, 0.2, 0.8, 1),
                    remarks=(Remark(-1, "三位大姐比我看得快，请她们当了小组长。"),)),
            Measure("化学防治次数", "lan", "6", "3", "次", pace=1.0, confidence=(6, 7)),
        ),
    ),
)  # fmt: skip

"""The last quarter, scored and closed."""

from cairn.demo.company.people import COMPANY
from cairn.demo.story import Aim, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "把老客户从名单变成熟人",
        "lin",
        team=COMPANY,
        quarter=-1,
        tags=("老客户",),
        measures=(
            Measure("有完整档案的老客户", "shen", "1200", "4000", "家", reach=0.86, confidence=(6, 7, 7),
                    remarks=(Remark(-1, "最后六百家卡在联系人换了，续约组接着补。"),
                             Remark(-6, "档案里最有用的一栏是「谁在喝」，不是「谁在买」。"))),
            Measure("老客户季度复购率", "he", "39%", "46%", reach=0.94, course=(0, 0.2, 0.6, 1)),
            Measure("客户成功与门店共用一套会员", "jian", milestones=("对字段", "合并重复", "门店收银接入", "停用旧卡"),
                    reached=3, confidence=(7, 6, 6)),
        ),
        closing="做对的：先建档再谈续约，电话有得聊。没做完：旧卡还有一百多张在外面流通，"
                "门店不好意思收回，留到下季度自然换。",
        said=(Said("zhuang", 40, "老客户来喝茶，我认得脸，叫不出名。这个季度之后，叫得出了。"),),
    ),
    Aim(
        "让四家门店都不亏钱",
        "liang",
        team="brand",
        quarter=-1,
        measures=(
            Measure("盈利门店", "liang", "2", "4", "家", reach=0.5, course=(0, 0, 0.5, 1), confidence=(7, 6, 4)),
            Measure("坪效", "zhuo", "860", "1100", "元", reach=0.58),
            Measure("每单耗材", "zhuo", "4.2", "3.1", "元", reach=1.09, confidence=(5, 7, 8)),
        ),
        closing="老街店的房租吃掉了所有改进。下次定目标之前先看租约，再看客流。",
        score="0.5",
    ),
    Aim(
        "首单不再石沉大海",
        "xu",
        team="care",
        quarter=-1,
        measures=(
            Measure("首单 7 天内有人联系", "gu", "28%", "90%", reach=0.92, confidence=(5, 7, 8),
                    remarks=(Remark(-1, "剩下的是留错电话的，已经让下单页校验。"),
                             Remark(-8, "第一周打了 140 通，有一半人问我们是不是骗子。"))),
            Measure("首单客户二次下单率", "gu", "17%", "25%", reach=0.75, course=(0, 0.1, 0.3, 1)),
            Measure("回访记录进系统", "ding", "0%", "100%", reach=1.0),
        ),
        closing="联系上只是开头。下季度把「联系」换成「让人期待的回访」，由小满自己立一个目标。",
    ),
    Aim(
        "续约不再靠记性",
        "he",
        team="renewals",
        quarter=-1,
        measures=(
            Measure("到期日录全的合同", "tang", "55%", "100%", reach=1.0),
            Measure("老客户续约率", "he", "52%", "62%", reach=0.8, course=(0, 0.4, 0.3, 0.8, 1)),
            Measure("丢单原因有记录", "feng", "20%", "90%", reach=0.71, confidence=(6, 5)),
        ),
        closing="丢单原因记了七成，最常见的一句是「没人提醒我」。这就是下季度 60 天目标的来处。",
    ),
    Aim(
        "每片合作茶园都有人常去",
        "qin",
        team="gardens",
        quarter=-1,
        measures=(
            Measure("每月走访茶园", "wei", "9", "26", "片", reach=1.12, confidence=(6, 7, 9)),
            Measure("走访后解决的难处", "lan", "0", "40", "件", reach=0.95,
                    remarks=(Remark(-4, "水管、喷雾器、孩子转学。不全是茶的事，但都算。"),)),
            Measure("茶农满意度", "qin", "3.6", "4.2", "评分", reach=0.83),
        ),
        closing="人到了，话就多了。下季度把听到的最多的一件事做掉：少跑路。",
    ),
    Aim(
        "退货不再堆在门口",
        "jiang",
        team="fulfilment",
        quarter=-1,
        measures=(
            Measure("退货上架用时", "ma", "9", "3", "天", reach=0.83),
            Measure("退货里能再卖的比例", "ma", "35%", "60%", reach=0.6, confidence=(6, 5, 5)),
            Measure("破损责任说得清的退货", "cui", "40%", "95%", reach=0.31, course=(0, 1.4, 0.7, 1),
                    confidence=(7, 5, 2),
                    remarks=(Remark(-2, "没有装箱照片，快递和我们各说各的。"),)),
        ),
        carried=True,
        closing="责任这一项没做成，原因清楚：没照片就没证据。装箱拍照要改工位，得单独立项。",
    ),
    Aim(
        "备货跟着订单走",
        "ye",
        team="supply",
        quarter=-1,
        aspirational=True,
        measures=(
            Measure("预测误差", "ye", "38%", "15%", reach=0.61, confidence=(5, 6)),
            Measure("紧急采购次数", "ye", "17", "4", "次", reach=0.77),
            Measure("供应商月度对账", "jiang", milestones=("罐厂", "纸厂", "印刷厂"), reached=3),
        ),
        closing="误差降到两成四，够用了。愿景型目标做到六成多，正好说明定得不算轻松。",
    ),
    Aim(
        "Find out who really drinks our tea in Europe",
        "helena",
        team="international",
        quarter=-1,
        measures=(
            Measure("Interviews with people behind the counter", "priya", "0", "40", "talks", reach=1.05,
                    remarks=(Remark(-3, "Nobody says “premium”. They say “it forgives me when I forget it”."),)),
            Measure("Reorders within 90 days", "marcus", "33%", "42%", reach=0.89),
            Measure("Samples that led to an order", "jonas", "8%", "20%", reach=0.42, confidence=(6, 4)),
        ),
        closing="Tea bars, not gift shops. The interviews settled an argument we had been having for a year. "
                "Samples alone sell nothing: they need somebody to brew them.",
    ),
    Aim(
        "Deploy on a Tuesday without holding our breath",
        "amara",
        team="platform",
        quarter=-1,
        measures=(
            Measure("Deploys per week", "shi", "1", "6", "deploys", reach=0.8),
            Measure("Rollbacks", "shi", "5", "1", "per month", reach=1.0),
            Measure("Time from merge to live", "jian", "26h", "2h", "duration", reach=0.96, confidence=(5, 8)),
        ),
        closing="Smaller changes, fewer surprises. The last two-hour wait is a manual sign-off we no longer need.",
    ),
    Aim(
        "每个人都知道自己的目标为什么在那里",
        "song",
        quarter=-1,
        measures=(
            Measure("说得出自己目标支持什么的人", "song", "42%", "85%", reach=0.79,
                    remarks=(Remark(-2, "随机问了二十个人，十五个说得出。仓库夜班一个都没问到，下次补。"),)),
            Measure("按时跟进", "song", "51%", "80%", reach=0.9, course=(0, 0.9, 0.5, 1)),
        ),
        closing="跟进率中间掉过一次，因为连着两周没人看。领导不看，就没人填，这条写给我们自己。",
    ),
    Aim(
        "学会拒绝得体面",
        "shen",
        quarter=-1,
        growth=True,
        measures=(
            Measure("说「不」并给出替代办法", "shen", "0", "10", "次", reach=0.8),
            Measure("同事觉得被拒绝得有道理", "shen", "3.2", "4.2", "评分", reach=0.7),
        ),
        closing="第八次的时候，对方说谢谢。",
    ),
    Aim(
        "把贴码速度提上去",
        "cui",
        quarter=-1,
        measures=(
            Measure("每小时贴码", "cui", "60", "200", "包", reach=0.74, tasks=(Task("二手贴码机试用", "done"),)),
            Measure("贴歪返工", "cui", "9%", "2%", reach=0.86),
        ),
        closing="二手机器够快，就是挑纸。换了哑光标签以后不卡了。",
    ),
)  # fmt: skip

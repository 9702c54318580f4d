"""Platform Engineering: half the team writes English, half Chinese."""

from cairn.demo.story import Aim, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "Nobody waits for the order system",
        "amara",
        team="platform",
        tags=("reliability",),
        why="At the last big sale the checkout took nine seconds and the phone line did the rest.",
        measures=(
            Measure("p95 of the checkout page", "shi", "1.8s", "0.6s", "duration", pace=1.15,
                    course=(0, 0.1, 0.7, 0.75, 1), confidence=(5, 6, 8),
                    remarks=(Remark(-1, "优惠计算挪出了事务，最慢的查询从 700 毫秒降到 40。"),
                             Remark(-3, "加索引没用，慢在锁上。")),
                    tasks=(Task("把优惠计算移出下单事务", "done", url="https://git.cairn.example/orders/412"),
                           Task("压测脚本进流水线", "doing"))),
            Measure("Unplanned downtime this quarter", "amara", unit="min", upper="20",
                    values=("0", "6", "11", "0", "4")),
            Measure("Orders that need a human to repair them", "ravi", "2.1%", "0.3%", pace=1.06),
        ),
        said=(Said("gu", 6, "结账页最近真的快了，打电话来问「付没付成功」的人少了一半。", (
            Said("shi", 5, "这句我要打印出来贴墙上。"),)),),
    ),
    Aim(
        "一处录入，处处可用",
        "shi",
        team="platform",
        why="同一张订单，仓库抄一遍，财务抄一遍，客服再抄一遍。抄错一次，三个部门开会。",
        measures=(
            Measure("每周人工重复录入", "shi", "340", "60", "次", pace=0.9, confidence=(6, 6, 5),
                    remarks=(Remark(-1, "仓库那边通了，财务系统还在等接口文档。",
                                    "供应商拖了两周，请杜若川催一次。"),)),
            Measure("系统打通", "jian", milestones=("订单到仓库", "仓库到财务", "订单到客服", "批次到溯源"),
                    reached=3, confidence=(6, 7)),
            Measure("对不上的日结", "ravi", "14", "2", "次", pace=1.1, every_weeks=1),
        ),
        said=(Said("du", 4, "供应商我催了，周五给文档。@罗一舟 先把测试账号开好。"),),
    ),
    Aim(
        "Every batch has one record",
        "ravi",
        team="platform",
        aspirational=True,
        tags=("溯源",),
        measures=(
            Measure("Batches with complete sensor data", "ravi", "12%", "80%", pace=0.08,
                    course=(0, 2.5, 1.2, 1), confidence=(7, 6, 3),
                    remarks=(Remark(-1, "The roasting-room sensors die of heat after nine days. "
                                        "Back to hand-held readings until the new housings arrive.",
                                    "Housings: six weeks. Can somebody in Guangdong do it in two?",
                                    status="at_risk"),
                             Remark(-2, "Three sensors gone. I thought it was the batteries."))),
            Measure("Nightly pipeline failures", "ravi", "14", "2", "nights", pace=0.3, confidence=(6, 5)),
        ),
        said=(Said("amara", 2, "@Ravi Menon a drop from 6 to 3 deserves a call, not a comment. Today at four?", (
            Said("ravi", 1, "Yes. I have a cracked housing to show."),)),),
    ),
    Aim(
        "让新同事第一天就能开工",
        "luo",
        measures=(
            Measure("账号开通用时", "luo", "16h", "1h", "时长", pace=1.2, confidence=(6, 8), fresh=False,
                    remarks=(Remark(-1, "按岗位预置好权限，入职前一天自动开。"),)),
            Measure("入职首周的求助单", "luo", "9", "2", "单", pace=1.05, fresh=False),
            Measure("停用账号当天回收", "luo", unit="%", lower="100%", values=("100%", "100%", "92%", "100%"),
                    fresh=False, remarks=(Remark(-2, "有一位兼职没走流程就离店了，第二天才收回。"),)),
        ),
    ),
    Aim(
        "把读屏也当成一位用户",
        "jian",
        growth=True,
        why="视障的客人给我们打过电话，说想自己下单，不想每次麻烦女儿。",
        measures=(
            Measure("读屏能走通的流程", "jian", "1", "6", "个", pace=1.15, confidence=(5, 7),
                    remarks=(Remark(-1, "闭着眼睛下了一单，发错地址了，重来。"),)),
            Measure("请真实用户试过的页面", "jian", "0", "8", "个", pace=0.88),
        ),
    ),
    Aim(
        "告别最后一台机房里的服务器",
        "luo",
        draft=True,
        why="它叫「老张」，跑着发票。没人敢关。先写草稿，等 Amara 回来一起定。",
        measures=(Measure("迁走的服务", "luo", "0", "4", "个"),),
    ),
)  # fmt: skip

"""客户体验组."""

from cairn.demo.story import Aim, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "客诉一次解决，不让客户说第二遍",
        "xu",
        team="care",
        tags=("客诉",),
        why="听录音的时候数过：客户平均把同一件事讲 2.6 遍。第二遍开始，语气就变了。",
        measures=(
            Measure("一次解决率", "gu", "61%", "85%", pace=0.9, fresh=False, confidence=(6, 6, 5),
                    course=(0, 0.5, 0.45, 0.8, 1),
                    remarks=(Remark(-1, "补寄能当场拍板了；退差价还得等主管，一等就是第二通电话。",
                                    "希望 200 元以内的退差价由一线直接定。"),
                             Remark(-2, "系统里看不到上一通说了什么，只好请客户再讲。")),
                    tasks=(Task("200 元以内退差价的授权单", "open", owner="xu"),
                           Task("通话摘要写进订单备注", "doing", owner="jian"))),
            Measure("重复来电", "zhou", "58", "15", "通", pace=1.03, confidence=(6, 7)),
            Measure("客服满意度评分", "su", "4.1", "4.7", "评分", pace=0.76, course=(0, 0.7, 0.4, 1),
                    confidence=(7, 6),
                    remarks=(Remark(-2, "有位客人打了 1 分，备注是「茶很好，等太久」。"),)),
        ),
        said=(
            Said("xu", 1, "@顾小满 退差价授权我去找予安姐谈，你先把上周卡住的那 11 单列给我。"),
            Said("su", 7, "周末的满意度比工作日低半分，要不要单独看？", (
                Said("gu", 7, "要。周末只有一个人，我把排班也贴上来。"),)),
        ),
    ),
    Aim(
        "找出客诉前五位的根因",
        "zhou",
        team="care",
        why="每周都在灭同样的火。",
        measures=(
            Measure("根因复盘", "zhou", milestones=("破损", "口感不一致", "发票", "配送延误", "礼盒缺件"),
                    reached=2, silent_days=13, confidence=(6, 5),
                    remarks=(Remark(-1, "口感那份还差三家的留样。"),)),
            Measure("由破损引起的客诉", "zhou", "47", "15", "件", pace=0.9, silent_days=13),
        ),
    ),
    Aim(
        "把首单回访做成一件让人期待的事",
        "gu",
        tags=("新客户",),
        why="回访不该像查户口。我想让客人挂电话前说一句「那我再泡一次试试」。",
        measures=(
            Measure("首单 48 小时回访率", "gu", "72%", "97%", pace=1.12, fresh=False, confidence=(6, 7, 8),
                    remarks=(Remark(-1, "企业首单全部回访到了，个人首单还有打不通的，改发语音。"),)),
            Measure("回访里收到的改进建议", "gu", "0", "60", "条", pace=1.3, fresh=False, confidence=(5, 7),
                    course=(0, 0.25, 0.7, 1), slip="手快多按了一个 0，改回来。",
                    remarks=(Remark(-1, "最常听到的：能不能在罐子上写几克水配几克茶。"),)),
            Measure("回访话术库", "gu", milestones=("企业首单", "个人首单", "礼盒收礼人", "退换货之后"),
                    reached=2, fresh=False, confidence=(7, 6),
                    remarks=(Remark(-1, "收礼人这一份最难写：他没下过单，也不认识我们。"),)),
        ),
        said=(Said("shen", 0.1, "@顾小满 罐身写克数这条建议，产品会上通过了，下一批就印。是你问出来的。"),),
    ),
    Aim(
        "学会看数据，不再凭感觉排班",
        "gu",
        growth=True,
        draft=True,
        why="想请石见教我自己拉数。先写着，等许知行看过再发。",
        measures=(
            Measure("自己写出来的查询", "gu", "0", "10", "个"),
            Measure("排班与来电高峰的吻合度", "gu", "55%", "80%"),
        ),
    ),
    Aim(
        "夜里十点的客人也有人理",
        "ding",
        measures=(
            Measure("晚间咨询次日未回的比例", "ding", "34%", "5%", pace=1.05, confidence=(5, 7)),
            Measure("晚间咨询转成订单", "ding", "6%", "12%", pace=0.9, confidence=(5, 5)),
        ),
    ),
)  # fmt: skip

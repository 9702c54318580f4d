"""公司: what the company as a whole is after, this quarter and this year."""

from cairn.demo.company.people import COMPANY
from cairn.demo.story import YEAR, Aim, Change, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "让老客户成为第一增长来源",
        "lin",
        team=COMPANY,
        tags=("增长", "老客户"),
        why="去年拉一个新客户花了 386 元，他平均只买一次半；老客户一年回来四次，几乎不花钱。\n\n"
        "这个季度宁可新客少一点，也要让回来的人觉得**没白回来**。",
        measures=(
            Measure("老客户复购收入占比", "shen", "46%", "58%", pace=1.06, confidence=(6, 7, 7),
                    course=(0, 0.3, 0.5, 1),
                    remarks=(Remark(-1, "企业客户的礼盒补单并进来了，扣掉它也在线上。"),
                             Remark(-3, "口径和财务对过一遍：退货冲减当月，不追溯。"))),
            Measure("企业客户净续费率", "he", "92%", "104%", pace=1.12, confidence=(6, 7, 8),
                    remarks=(Remark(-1, "两家酒店加了下午茶的量，本周第一次过 100%。"),),
                    tasks=(Task("给前 30 家客户各做一页用茶年报", "doing"),)),
            Measure("转介绍带来的新客户", "liang", "0", "240", "家", pace=0.82,
                    course=(0, 0.2, 0.75, 0.8, 1), confidence=(7, 6, 5),
                    remarks=(Remark(-1, "门店二维码换成手写卡片后好了一些，但补不回前两周。",
                                    "请客户经理每周帮门店推两位老客户，现在只有谢临在做。"),
                             Remark(-2, "扫码转介绍的页面要填七项，很多人到第三项就走了。"))),
        ),
        said=(
            Said("qi", 9, "复购占比涨得快，会不会是新客掉得更快？分子分母都看一眼。", (
                Said("shen", 8, "看过了：新客少 4%，复购额多 11%。比例是两头一起动的，不全是虚的。"),
                Said("lin", 8, "那就好。周会上把绝对额也贴出来，别只看比例。"))),
            Said("he", 2, "净续费率过 100% 了。@林远岫 下周要不要请这两家酒店的采购来喝茶？"),
        ),
    ),
    Aim(
        "每一包茶都说得清从哪来",
        "qi",
        team=COMPANY,
        aspirational=True,
        tags=("溯源",),
        why="客户问「这批是哪片山、哪天采的」，现在要打三个电话才答得上来。",
        collaborators=("ravi",),
        measures=(
            Measure("可扫码溯源的在售批次占比", "ye", "35%", "90%", pace=0.74,
                    confidence=(6, 6, 5),
                    remarks=(Remark(-1, "贴码机等配件，这周只贴了手工批。", "配件卡在报关，请温思齐帮忙问一下。"),)),
            Measure("溯源信息被客户质疑的次数", "zhao", "18", "3", "次", pace=1.1,
                    remarks=(Remark(-2, "两次都是海拔写错，原始表就错了，已经改到源头。"),)),
            Measure("制茶日志上线", "ravi", milestones=("日志字段定稿", "两个初制厂试用", "接入溯源页", "停用纸质记录"),
                    reached=2, confidence=(6, 7),
                    remarks=(Remark(-1, "Both factories now log every batch; the older makers dictate, "
                                        "their apprentices type."),)),
        ),
        said=(
            Said("zhuang", 5, "日志里别只记温度湿度。杀青那一锅为什么多炒了二十秒，写下来才叫记录。", (
                Said("ravi", 4, "Agreed. There is a free-text field per step now, in Chinese, no length limit."),)),
        ),
    ),
    Aim(
        "把现金用在刀刃上",
        "du",
        team=COMPANY,
        why="利润表好看，账上紧。钱压在两个地方：库里的陈茶，和谈得太松的账期。",
        measures=(
            Measure("存货周转天数", "jiang", "96", "72", "天", pace=0.7, course=(0, 0.6, 0.4, 1),
                    confidence=(6, 5, 5),
                    remarks=(Remark(-1, "老仓盘点多出 1.2 吨三年前的散茶，账上早没了，先按零价挂着。"),)),
            Measure("经营性现金流", "du", "320万", "560万", "元", pace=1.05, slip="多打了一个零，已和银行流水核对。"),
            Measure("毛利率守在健康区间", "du", unit="%", lower="41%", upper="46%",
                    values=("42.6%", "43.1%", "42.8%", "40.7%", "43.4%", "43.9%"),
                    remarks=(Remark(-3, "包材涨价先到了，售价下月才调，这周跌出区间一次。"),)),
        ),
        said=(
            Said("du", 3, "零价那 1.2 吨怎么处理，@叶闻 @江一帆 周三前给我一个说法：做拼配，还是报废。", (
                Said("jiang", 2, "庄老师试过三泡，说能做熟茶拼配的底，别扔。样品周二给您。"),)),
        ),
    ),
    Aim(
        "想清楚要不要收下邻县的初制厂",
        "lin",
        readers=("qi", "du", "ye"),
        why="只有我们四个人知道。谈成之前，请不要带进任何会议纪要。",
        measures=(
            Measure("尽职调查", "du", milestones=("三年账目看完", "设备估值", "环评复核", "工人访谈"),
                    reached=2, confidence=(5, 6), fresh=True),
            Measure("愿意留下的制茶师傅", "ye", "0", "12", "人", pace=0.9, confidence=(6, 6),
                    remarks=(Remark(-1, "老师傅们只问一件事：烘干机换不换。答应换，就留。"),)),
        ),
    ),
    Aim(
        "成为企业送礼第一个想到的茶",
        "lin",
        team=COMPANY,
        quarter=YEAR,
        aspirational=True,
        why="送礼的人怕的不是贵，是怕收礼的人不懂。我们把「懂」这件事替他做掉。",
        measures=(
            Measure("年营业收入", "du", "6800万", "9200万", "元", pace=0.97, every_weeks=4,
                    confidence=(6, 7, 7, 6), fresh=True),
            Measure("签约企业客户", "shen", "310", "460", "家", pace=1.04, every_weeks=4,
                    confidence=(5, 6, 7), fresh=True),
            Measure("客户净推荐值", "song", "38", "55", "分", pace=0.86, every_weeks=4,
                    course=(0, 0.5, 0.4, 0.8, 1), confidence=(6, 5, 6), fresh=True,
                    change=Change(20, "样本从门店扩到企业客户后基线偏高，经营会同意把目标从 55 提到 58。",
                                  {"target": "58"})),
        ),
    ),
    Aim(
        "让茶农愿意把最好的青叶留给山岚",
        "ye",
        team="supply",
        quarter=YEAR,
        why="好青叶一天之内就要决定卖给谁。价格之外，他们看谁不拖款、谁肯来地里。",
        measures=(
            Measure("合作茶园户均收入", "qin", "6.2万", "8万", "元", pace=1.02, every_weeks=4, fresh=True),
            Measure("核心茶园续签", "qin", unit="%", lower="95%", values=("96%", "97%", "97%", "96%"),
                    every_weeks=4, fresh=True),
            Measure("有机认证", "lan", milestones=("递交申请", "转换期第一年检查", "土壤复检", "拿到证书"),
                    reached=3, every_weeks=4, fresh=True),
        ),
    ),
    Aim(
        "做一家大家愿意久待的公司",
        "song",
        team=COMPANY,
        quarter=YEAR,
        measures=(
            Measure("主动离职率", "song", "18%", "10%", pace=1.0, every_weeks=4, confidence=(5, 6, 7), fresh=True),
            Measure("敬业度评分", "song", "3.8", "4.3", "评分", pace=0.9, every_weeks=4, fresh=True),
            Measure("人均学习时长", "song", "0h", "24h", "时长", pace=1.1, every_weeks=4, fresh=True,
                    remarks=(Remark(-1, "门店同事的学习时长第一次超过总部：夏知微把课搬到了打烊后的茶桌上。"),)),
        ),
    ),
    Aim(
        "每周有一天不在办公室",
        "lin",
        growth=True,
        why="坐在办公室里，听到的都是别人想让我听到的。",
        measures=(
            Measure("站在门店或茶园的天数", "lin", unit="天", lower="1", values=("1", "2", "1", "0", "1", "1"),
                    confidence=(6, 5, 7), fresh=False,
                    remarks=(Remark(-1, "在翠竹巷店里洗了一下午杯子，没人认出我。"),)),
            Measure("带回来并办成的小事", "lin", "0", "12", "件", pace=1.1, fresh=False,
                    remarks=(Remark(-1, "给湖滨店换了个不烫手的公道杯。"),)),
        ),
    ),
    Aim(
        "一线主管都能带好一次一对一",
        "song",
        why="离职面谈里有一半提到「没人问过我」。先把问这件事学会。",
        measures=(
            Measure("做完一对一练习的主管", "song", "0", "14", "人", pace=1.15,
                    remarks=(Remark(-1, "改成两人互练之后，没有人再请假躲课了。"),)),
            Measure("员工觉得「有人听我说」", "song", "61%", "80%", pace=0.84, confidence=(6, 5)),
        ),
        said=(Said("shen", 4, "@宋以宁 客户成功部能不能排第一批？我想自己先练两次，免得带偏人。"),),
    ),
)  # fmt: skip

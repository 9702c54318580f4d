"""品牌与门店部."""

from cairn.demo.story import Aim, Ending, Measure, Override, Remark, Said, Task

AIMS = (
    Aim(
        "让门店成为街坊愿意坐下来的地方",
        "liang",
        team="brand",
        tags=("门店",),
        why="游客买一次，街坊坐一年。四家店里，只有翠竹巷那家有人天天来下棋。",
        measures=(
            Measure("门店会员复购率", "zhuo", "31%", "45%", pace=1.05, confidence=(6, 6, 7),
                    remarks=(Remark(-1, "雨天反而坐得满，续水不收钱这条留住。"),)),
            Measure("平均停留时长", "zhuo", "22min", "40min", "时长", pace=1.14, course=(0, 0.6, 0.5, 1)),
            Measure("小店改造", "liang", milestones=("翠竹巷加长桌", "湖滨店换矮椅", "大学路添棋盘", "老街店拆掉货架"),
                    reached=2, confidence=(6, 7),
                    tasks=(Task("向翠竹巷的老人家借棋谱复印", "done", owner="zhuo"),)),
        ),
        override=Override(8, "0.6", "老街店的货架周末已经拆完，验收单要等房东签字，先按六成显示。"),
        said=(Said("xia", 9, "长桌那边常有人自己带茶来。要收座位费吗？", (
            Said("liang", 9, "不收。让他们尝一泡我们的，比收十块钱值。"),)),),
    ),
    Aim(
        "讲好一座山的四季",
        "yuan",
        team="brand",
        aspirational=True,
        tags=("内容",),
        why="不写「匠心」，不写「传承」。写谁几点起的床、锅多烫、那天下没下雨。",
        measures=(
            Measure("长文读完率", "yuan", "38%", "55%", pace=1.08, confidence=(6, 7),
                    remarks=(Remark(-1, "开头删掉三段风景以后，读完的人多了一成。"),)),
            Measure("茶农自己写的稿子", "yuan", "0", "12", "篇", pace=1.0, course=(0, 0.1, 0.4, 1),
                    remarks=(Remark(-2, "覃家婶子口述，我只改了两个错字。"),)),
            Measure("视频号粉丝", "qinwan", "3.2万", "6万", "人", pace=1.22, confidence=(6, 8)),
        ),
    ),
    Aim(
        "门店伙伴都能泡好三款茶",
        "xia",
        team="brand",
        measures=(
            Measure("通过茶艺认证的店员", "xia", "12", "48", "人", pace=0.16, course=(0, 0.8, 0.9, 1),
                    confidence=(7, 6, 3),
                    remarks=(Remark(-1, "考核排在周末，周末店里最忙，报了名也来不了。",
                                    "请各店轮流让出周二下午，我去店里考。"),
                             Remark(-3, "第一批九个人全过了，有点太顺。"))),
            Measure("神秘顾客评分", "zhuo", "3.9", "4.6", "评分", pace=0.1, course=(0, 1.5, 0.5, 1),
                    confidence=(6, 4),
                    remarks=(Remark(-1, "扣分都扣在「水没开就冲」。"),)),
            Measure("新人独立上岗", "xia", "21", "10", "天", pace=0.4, confidence=(6, 5)),
        ),
        said=(Said("song", 3, "@夏知微 周二下午的事我跟四位店长打过招呼了，下周就能排。"),
              Said("liang", 2, "认证这项有风险，@林远岫 下次经营会我来讲，先不用您出面。")),
    ),
    Aim(
        "把礼盒拆掉一半的纸",
        "qinwan",
        aspirational=True,
        tags=("包装",),
        measures=(
            Measure("单个礼盒用纸", "qinwan", "420", "210", "克", pace=1.1, confidence=(5, 6, 7),
                    remarks=(Remark(-1, "去掉外套和衬底，剩 290 克。再减就要动盒型了。"),)),
            Measure("企业客户愿意换简装", "pan", "0%", "40%", pace=0.9, course=(0, 0.5, 0.55, 1), confidence=(6, 5),
                    remarks=(Remark(-1, "两家银行说简装「不够送人」。改口叫「行李箱装」，又谈成一家。"),)),
        ),
    ),
    Aim(
        "在机场开第一家快闪店",
        "pan",
        team="brand",
        measures=(
            Measure("快闪店", "pan", milestones=("拿到场地", "装置打样", "开业"), reached=1, confidence=(5, 3)),
            Measure("登机前试饮人数", "pan", "0", "5000", "人次", pace=0.0, confidence=(5,)),
        ),
        ending=Ending("abandoned", 15, "场地方要求三年独家和保底流水，算下来每杯茶先亏九块。"
                                       "不做了。试饮装置留给品鉴会用。"),
    ),
    Aim(
        "给企业客户办一场不谈生意的茶会",
        "pan",
        why="场地和人都定了，就等请柬印好，印好就开始数人头。",
        measures=(
            Measure("答应来的企业客户", "pan", "0", "30", "家", confidence=()),
            Measure("会后主动聊合作的客户", "pan", "0", "8", "家", confidence=()),
        ),
    ),
    Aim(
        "会拍，也会剪",
        "zhuo",
        growth=True,
        measures=(
            Measure("独立剪完的短片", "zhuo", "0", "8", "条", pace=1.1, silent_days=12, confidence=(5, 6)),
            Measure("平均一条用时", "zhuo", "6h", "2h", "时长", pace=0.9, silent_days=12),
        ),
    ),
)  # fmt: skip

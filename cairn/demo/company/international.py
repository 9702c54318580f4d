"""International: the team that sells abroad, told in English."""

from cairn.demo.story import Aim, Ending, Measure, Remark, Said, Task

AIMS = (
    Aim(
        "Make Shanlan the oolong that European tea bars reach for",
        "helena",
        team="international",
        aspirational=True,
        tags=("Europe",),
        why="Tea bars pour for people who ask questions. If the person behind the counter can answer "
        "them, we are reordered; if not, we are a pretty tin on a shelf.",
        measures=(
            Measure("Tea bars that pour two or more of our teas", "marcus", "18", "60", "bars", pace=1.1,
                    confidence=(6, 6, 7),
                    remarks=(Remark(-1, "Lyon and Ghent said yes after tasting blind. Nobody guessed the price."),
                             Remark(-3, "Two closures in Rotterdam, so the net is smaller than the visits."))),
            Measure("Reorders within 90 days", "helena", "41%", "60%", pace=0.85, course=(0, 0.5, 0.4, 1),
                    confidence=(7, 6),
                    remarks=(Remark(-1, "Bars that had the staff tasting reorder twice as often. "
                                        "We only ran it in a third of them.",
                                    "Need one more taster; asked 夏知微 whether she can train remotely."),),
                    tasks=(Task("Two-page brewing card per tea, in French and German", "done", owner="priya"),
                           Task("Remote staff tasting, pilot in Ghent", "doing",
                                url="https://docs.cairn.example/staff-tasting"))),
            Measure("Average blind tasting score", "priya", "4.2", "4.6", "rating", pace=1.15),
        ),
        said=(
            Said("lin", 8, "Lyon 那家我去过，老板娘问「焙火的人还在吗」。@Helena Brandt 请告诉她：在，还收了徒弟。", (
                Said("helena", 7, "Told her this morning. She wants a photo of both of them on the wall."),)),
        ),
    ),
    Aim(
        "Ship to Hamburg without surprises",
        "wen",
        team="international",
        why="Last spring a container waited eleven days for one missing phytosanitary page.",
        measures=(
            Measure("Customs clearance", "wen", "9", "4", "days", pace=1.12, confidence=(5, 6, 7),
                    remarks=(Remark(-1, "Five days twice in a row. 报关行换人之后快了很多。"),)),
            Measure("Shipments with complete paperwork", "wen", "71%", "98%", pace=1.08,
                    tasks=(Task("One checklist for factory, warehouse and broker", "done"),)),
            Measure("Landed cost per kilo", "jonas", "21.40", "17.80", "EUR", pace=0.9, confidence=(6, 5),
                    remarks=(Remark(-1, "Freight is down, insurance is up. Consolidating with the "
                                        "ceramics importer next door could save another 0.60."),)),
        ),
        said=(Said("jiang", 3, "思齐，贴码机的配件是不是也在这票货里？叶闻问了两次。", (
            Said("wen", 2, "在，周四能提。提到我直接送仓库。"),)),),
    ),
    Aim(
        "Turn three pilot hotels into contracts",
        "marcus",
        measures=(
            Measure("Hotels under contract", "marcus", "0", "3", "hotels", reach=0.667, confidence=(6, 8),
                    remarks=(Remark(-1, "Vienna signed for breakfast and lobby. Porto waits for the new menu."),)),
            Measure("Contracted yearly volume", "marcus", "0", "90000", "EUR", pace=1.1, confidence=(6, 7)),
        ),
    ),
    Aim(
        "Open a subscription box in the Nordics",
        "jonas",
        team="international",
        measures=(
            Measure("Paying subscribers", "jonas", "0", "400", "people", pace=0.06, confidence=(6, 3)),
            Measure("Churn after the second box", "jonas", "45%", "20%", pace=0.0, confidence=(5, 3)),
        ),
        ending=Ending("abandoned", 10, "We shipped 31 boxes and lost money on every one: postage to Norway "
                                       "costs more than the tea. Wholesale to four shops in Bergen brings the "
                                       "same people in. Stopping early, keeping the mailing list."),
        said=(Said("helena", 11, "Good call, and well argued. Write up the postage table, others will ask.", (
            Said("jonas", 10, "It is in the closing note and in the shared drive."),)),),
    ),
    Aim(
        "Learn enough Chinese to read a harvest report",
        "priya",
        growth=True,
        measures=(
            Measure("Words I know when I see them", "priya", "150", "600", "words", pace=1.05, confidence=(5, 6)),
            Measure("Reports summarised without help", "priya", "0", "6", "reports", pace=0.86,
                    remarks=(Remark(-1, "萎凋 still catches me. 温思齐 checks my summaries and is merciless."),)),
        ),
    ),
    Aim(
        "Sell the 2nd-flush surplus before it loses its scent",
        "jonas",
        measures=(
            Measure("Surplus sold", "jonas", "0", "800", "kg", pace=1.12, course=(0, 0.1, 0.7, 1)),
            Measure("Average price per kilo", "jonas", "14", "19", "EUR", pace=1.0, confidence=(5, 6)),
        ),
    ),
)  # fmt: skip

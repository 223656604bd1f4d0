"""What reps read in the store: talk tracks (F34) and standards (domain.md 4.4 to 4.6), written by
the specialist in both languages. Texts, shops and gains are invented."""

from typing import Any

from seed_data.script import Script

Texts = dict[str, Any]


def text(title: str, talk: str, points: list[str], *objections: tuple[str, str]) -> Texts:
    said = [{"says": says, "answer": answer} for says, answer in objections]
    return {"title": title, "talk": talk, "points": points, "objections": said}


def card(kind: str, steps: str, skus: str, zh: Texts, en: Texts) -> dict[str, Any]:
    return {"kind": kind, "steps": steps.split(), "sku_ids": skus.split(), "zh": zh, "en": en}


CARDS: dict[str, dict[str, Any]] = {
    "CARD-SPORTS": card(
        "selling", "order store_check", "SKU-02 SKU-05 SKU-06",
        text("力泉 560：橙蜜带着柠檬和无糖卖",
             "老板，这条街上下班的人多，冰柜里力泉现在只有橙蜜一个口味。同样一格放三个口味，"
             "来买水的人多一个选择，不占您别的地方。先各来一箱，两周后我来看哪个走得快。",
             ["一瓶赚一块一左右，比瓶装水多三毛", "三个口味放一起，一格一周多卖六到十瓶",
              "卖不动的口味，我下次来换成走得快的"],
             ("没地方放", "不用加格子，橙蜜让出两个排面就够，卖剩的我来换。"),
             ("无糖没人买", "附近写字楼的店无糖占三成，先放六瓶试两周。")),
        text("Liquan 560: sell lemon and zero beside orange-honey",
             "Many people pass here on their way to work, and the cooler holds one taste of Liquan"
             " only. Three tastes in the same place give them a choice and cost you no room. Take a"
             " case of each; in two weeks I come and see which one goes.",
             ["About 1.10 a bottle for you, 0.30 more than water",
              "Three tastes together sell six to ten bottles more a week",
              "What does not go I exchange for what does"],
             ("I have no room", "No shelf more is needed: orange-honey gives two facings."),
             ("Nobody buys zero", "Near offices a third is zero. Six bottles, two weeks.")),
    ),
    "CARD-TEA": card(
        "selling", "order", "SKU-10 SKU-11",
        text("五时茶无糖绿茶：写字楼和学校旁边的店",
             "老板，现在年轻人看配料表，无糖茶是饮料里长得最快的一块。五时茶绿茶一瓶五块，"
             "比冰红茶多赚八毛。放在冰柜第二层，跟冰红茶挨着，贴上这张价签就行。",
             ["一瓶多赚八毛，客单价高", "保质期一年，不怕压货", "先到先得：首单送冷柜贴和价签"],
             ("太贵，卖不动", "先放六瓶在冰柜平视那层，一周卖不到四瓶，我换成冰红茶。"),
             ("别家也有无糖茶", "对，所以要挨着放：买的人在比，您这儿要有得比。")),
        text("Wushi green tea zero: for stores near offices and schools",
             "Young people read the label now, and tea without sugar grows faster than any drink."
             " At five yuan it leaves you 0.80 more than iced black tea. Second shelf,"
             " beside the black tea, with this tag.",
             ["0.80 more a bottle", "A year of shelf life: no fear of leftovers",
              "With the first order a cooler sticker and tags"],
             ("Too dear, it will not go",
              "Six bottles at eye level. Fewer than four a week, and I exchange them."),
             ("Others have tea without sugar", "Just so: who compares must find it here.")),
    ),
    "CARD-PROMO": card(
        "selling", "promotion", "",
        text("讲促销：先说钱，再说货，最后说怎么做",
             "老板，这次是十赠一：您进十箱，第十一箱不要钱，平均一箱少付五块多。"
             "堆在门口这一角，我来摆，价签和海报我贴好。月底前卖完，我再来算一次账。",
             ["先算钱：一箱便宜多少、一共多赚多少", "再定量：两周卖得完的数，不压货",
              "最后定事：摆哪里、谁摆、哪天来看"],
             ("上次的还没卖完", "那就不加货，把剩下的摆到门口，海报贴上，我下周来看。"),
             ("赠品能不能折现", "不能。赠品跟着货走，单子上写清楚，您签字。")),
        text("Explain a promotion: money first, then goods, then how",
             "This is ten and one: of eleven cases you pay ten, more than five yuan less a case. It"
             " goes to this corner at the door; I build it, tag it and hang the poster. At the end"
             " of the month we do the sums again.",
             ["Money: how much less a case, how much more in all",
              "Quantity: what goes in two weeks, nothing that lies",
              "Deeds: where, who builds it, when I come to see it"],
             ("The last ones are not sold", "Then no more goods: what is left goes to the door."),
             ("Can I have the gift in money",
              "No. Gifts follow the goods; they are on the order that you sign.")),
    ),
    "CARD-SHELF": card(
        "shelf", "store_check merchandise", "",
        text("主货架：一眼看得到，一手拿得到", "货架分里有 20 分是排面、15 分是位置、10 分是整齐。",
             ["自家商品连成一片，不被别的牌子隔开", "平视那层（从上往下第二层）放必备单品",
              "每个必备单品至少两个排面，畅销的三个", "标签朝前，瓶身擦干净，先到期的在前",
              "每个单品一张价签，价格和货对得上", "空位先补货，补不了先用同口味拉平"]),
        text("Main shelf: seen at a glance, taken with one hand",
             "Of the score 20 points are facings, 15 the level, 10 the order.",
             ["One block of ours, no other brand in it", "Must-stock at eye level, second from top",
              "Two facings at least of each must-stock, three of what goes well",
              "Labels to the front, bottles clean, the oldest in front",
              "One tag for each, with its true price", "Fill gaps first, else stretch the same"]),
    ),
    "CARD-DISPLAY": card(
        "display", "merchandise promotion", "",
        text("二次陈列：端架、堆头、冰柜", "付了费的位置，要让老板觉得值。",
             ["端架正对人流，货满八成以上", "堆头不低于膝盖，四面都有价签",
              "冰柜：自家门上两层，门贴不旧不破", "只放约定的单品，别的牌子请老板挪走",
              "拍一张正面，能看到价签和整体"]),
        text("Second display: gondola end, pile, cooler",
             "A place that is paid for must be worth it to the owner.",
             ["Facing the people, at least four fifths full",
              "A pile to the knee, tags on all sides",
              "Cooler: two shelves of ours at the door, stickers whole",
              "Only what was agreed; ask the owner to move the rest",
              "One picture from the front, with tags and the whole"]),
    ),
    "CARD-POSM": card(
        "posm", "promotion merchandise", "",
        text("海报、价签、门贴", "旧的比没有更难看。",
             ["海报贴在进门能看到的高度，不挡店招", "期数不对、褪色、破角的当场换下",
              "爆炸贴只给在做促销的单品", "贴之前问老板，走之前擦干净胶印"]),
        text("Posters, tags, door stickers", "An old one looks worse than none.",
             ["At eye height inside the door, never over the shop's sign",
              "Out of date, faded or torn: off at once",
              "Bursts only for what is promoted now", "Ask before, and wipe the glue after"]),
    ),
    "CARD-FRESH": card(
        "freshness", "store_check", "",
        text("新鲜度：看日期，做对事", "已用的天数占保质期多少，就做哪一件。",
             ["新鲜：不到三分之一，可以送 C 类店", "正常：三分之一到一半，先到期的放前面",
              "关注：一半到三分之二，不再压货，可以做促销",
              "要处理：超过三分之二，换货或清货，开任务",
              "临期：保质期一年的剩 45 天内，半年的 20 天，当天报、拍照",
              "过期：马上下架、拍照、开单，不处理不能离店"]),
        text("Freshness: read the date, do the right thing",
             "How much of the shelf life is used says what to do.",
             ["Fresh: under a third; may go to C stores",
              "Normal: a third to a half; the oldest in front",
              "Watch: a half to two thirds; no more stock, a promotion helps",
              "Act: over two thirds; exchange or clear it, with a task",
              "Critical: 45 days left of a year, 20 of half a year; report today, with a picture",
              "Expired: off the shelf now, picture, ticket; no leaving before"]),
    ),
    "CARD-PHOTO": card(
        "photo", "check_in store_check merchandise", "",
        text("拍照：一张说清楚一件事", "审核看的是照片，拍清楚少返工。",
             ["门头：店招完整，站在路对面或三步外", "货架：正对，两边各留一点，价签看得清",
              "前后两张同一个位置、同一个高度", "不拍人脸，不拍屏幕，不拍旧照片",
              "暗就开灯或换角度，反光就侧一步"]),
        text("Pictures: one picture says one thing", "Reviewers see the picture only.",
             ["Front: the whole sign, from across the street or three steps away",
              "Shelf: straight on, a little room at both sides, tags readable",
              "Before and after from the same place and height",
              "No faces, no screens, no old pictures",
              "Dark: light or angle; glare: a step aside"]),
    ),
}  # fmt: skip


def tell(script: Script, at: str, first_day: str, specialist: str) -> None:
    """The first version of each, from the first day on."""
    voice = script.voice(specialist, at)
    for code, one in CARDS.items():
        args = {
            "code": code, "card_version": 1, "valid_from": first_day, "valid_until": None, **one,
        }  # fmt: skip
        voice.tell(at, "card.put", f"{code}.1", args)

// Eight villages by their official codes (dev/data/places.json holds the names). Positions are those of the town, to a
// tenth of a degree: enough for a dot on the locator map, and no claim to more.

export interface VillageSeed {
  handle: string;
  /** Official code; the Chinese names of village, town and county come from places.json. */
  code: string;
  name_en: string;
  town_en: string;
  region: "wudu" | "longchuan";
  households: number;
  /** Family names as they are common there. */
  surnames: string;
  story_zh: string;
  story_en: string;
  season_zh: string;
  season_en: string;
  lng: number;
  lat: number;
  colour: string;
  /** The name of a landscape of the storefront. */
  illustration:
    | "walnut-hill"
    | "misty-forest"
    | "pepper-slopes"
    | "drying-yard"
    | "olive-river"
    | "rice-plain"
    | "bamboo-hens"
    | "clear-river";
}

export const VILLAGES: readonly VillageSeed[] = [
  {
    handle: "maya",
    code: "621202111201",
    name_en: "Maya",
    town_en: "Pipa",
    region: "wudu",
    households: 32,
    surnames: "王李张高武毛唐",
    story_zh:
      "麻崖村挂在琵琶镇的半山上，房前屋后都是核桃树，最老的几棵要三个人合抱。\n\n白露一过，全村人都上树打核桃，孩子在树下捡。青皮在院子里沤两天就自己裂开，洗净了铺在屋顶上晒，晒到摇起来当当响才算好。\n\n以前一家一家背到镇上卖，等车、压价，一天就过去了。现在大家把核桃交到合作社的同一杆秤上，一袋里有好几家的收成，卖了钱按斤两分到每一家。",
    story_en:
      "Maya hangs halfway up a mountain above Pipa. Every house stands among walnut trees; it takes three people to reach around the oldest ones.\n\nAfter White Dew, in September, the whole village is up in the branches and the children gather below. The green husks split by themselves after two days in the yard. Then the nuts are washed and dried on the flat roofs until they rattle.\n\nFamilies used to carry their own sacks to town and take whatever price was left. Now everyone weighs in on one scale, one bag holds several families' harvest, and each is paid for its own weight.",
    season_zh: "九月采收，十月至次年四月发货",
    season_en: "Picked in September, sent October to April",
    lng: 105.1,
    lat: 33.1,
    colour: "#7A5230",
    illustration: "walnut-hill",
  },
  {
    handle: "doujiazhuang",
    code: "621202105201",
    name_en: "Doujiazhuang",
    town_en: "Luotang",
    region: "wudu",
    households: 14,
    surnames: "豆李杨石褚",
    story_zh:
      "豆家庄在洛塘镇的林子边上，山高雾重，核桃长得慢，仁却饱满，吃着不涩。\n\n村里留下的多是老人。七十来岁的老两口守着十几棵树，打不动高处的，就等邻居家的年轻人回来帮一把，帮过的人家记在心里，来年再还。\n\n合作社每周三上山来收，过秤、看等级、当场给收货单，老人不用再为了两袋核桃坐一个钟头的车。",
    story_en:
      "Doujiazhuang stands at the edge of the forest above Luotang. It is high and misty; the walnuts grow slowly, and the kernels are full and mild.\n\nMost who stayed are old. A couple past seventy look after a dozen trees. What hangs too high waits until a neighbour's son comes home; the help is remembered and returned the year after.\n\nEvery Wednesday the cooperative drives up, weighs, grades and prints the ticket on the spot. Nobody has to ride a bus for an hour with two sacks any more.",
    season_zh: "九月中旬采收，十月至次年三月发货",
    season_en: "Picked in mid-September, sent October to March",
    lng: 105.2,
    lat: 33.0,
    colour: "#5B4A2F",
    illustration: "misty-forest",
  },
  {
    handle: "jiaoyuan",
    code: "621202105210",
    name_en: "Jiaoyuan",
    town_en: "Luotang",
    region: "wudu",
    households: 14,
    surnames: "郭陈张李杜",
    story_zh:
      "椒园，就是花椒园。村名是祖辈起的，坡上的石头缝里，一株一株全是花椒。\n\n六月底大红袍开始变红，枝上有刺，只能一粒一粒用手掐，一个熟手一天也就摘二十来斤鲜椒。要赶上好太阳，一天晒干，颜色才红、味道才麻；要是遇上雨，这一年的好价钱就没了。\n\n我们只卖当天晒干的一级椒，闭眼椒和籽都筛了出去。",
    story_en:
      "Jiaoyuan means pepper garden. The forebears named it for what grows from every crack of these slopes.\n\nAt the end of June the Dahongpao pepper turns red. The branches have thorns, so it is picked by hand, berry by berry; a practised picker brings in ten kilos of fresh pepper a day. It has to dry in a single day of sun to stay red and numbing. If it rains, the year's good price is gone.\n\nWe sell only first-grade pepper dried on the day it was picked, with the seeds and the closed berries sieved out.",
    season_zh: "六月底至八月采摘，全年发货",
    season_en: "Picked late June to August, sent all year",
    lng: 105.2,
    lat: 33.0,
    colour: "#9A3412",
    illustration: "pepper-slopes",
  },
  {
    handle: "fanjiashan",
    code: "621202107203",
    name_en: "Fanjiashan",
    town_en: "Majie",
    region: "wudu",
    households: 10,
    surnames: "樊姜刘杨",
    story_zh:
      "樊家山的人说，花椒树是村里的存折。孩子上学、老人看病，靠的都是夏天那四十天。\n\n马街的坡地旱，种粮食收得少，花椒却喜欢这样的地。摘椒的日子，全家天不亮就上山，晌午把椒摊开在席子上晒，太阳落山前收回来。\n\n一户人家一年只有几十斤干椒，凑不成一车货。十户合在一处，就能直接卖到城里的厨房去。",
    story_en:
      "In Fanjiashan they say the pepper trees are the village's savings book. School fees and doctors are paid from forty days of summer.\n\nThe slopes of Majie are dry. Grain yields little here, but pepper likes it. In the picking weeks whole families climb up before dawn, spread the berries on mats at noon, and gather them in before sunset.\n\nOne family has a few dozen pounds of dried pepper a year, too little to fill a cart. Ten together can sell straight to a kitchen in the city.",
    season_zh: "七月采摘，全年发货",
    season_en: "Picked in July, sent all year",
    lng: 105.0,
    lat: 33.5,
    colour: "#7F1D1D",
    illustration: "drying-yard",
  },
  {
    handle: "luozhai",
    code: "621202104201",
    name_en: "Luozhai",
    town_en: "Hanwang",
    region: "wudu",
    households: 12,
    surnames: "罗马陈杨甘",
    story_zh:
      "白龙江的河谷干热，冬天不冷，正好种油橄榄。罗寨村的橄榄树沿着江边的台地一层一层往上种。\n\n十一月果子由青转紫，摘下来不能过夜，当天送到镇上的油坊冷榨。头道油发绿，闻着像青草，入口先苦后辣，这才是新鲜的味道。\n\n每一瓶 500 毫升，约 460 克。榨油的斤两照各家交的果子记在账上，谁家的果子出了多少油，一清二楚。",
    story_en:
      "The valley of the Bailong river is dry, hot and mild in winter: good for olives. The trees of Luozhai climb from the river, terrace over terrace.\n\nIn November the fruit turns from green to purple. It must not lie overnight, so it goes to the press in town the same day. The first oil is green, smells of cut grass, and tastes bitter, then peppery. That is how fresh oil tastes.\n\nA bottle holds 500 ml, about 460 grams. The oil is booked to each family by the fruit it brought, so everybody can see whose fruit gave how much.",
    season_zh: "十一月采收榨油，十二月起发货",
    season_en: "Pressed in November, sent from December",
    lng: 105.0,
    lat: 33.3,
    colour: "#4D6B2C",
    illustration: "olive-river",
  },
  {
    handle: "shangmeng",
    code: "441622103213",
    name_en: "Shangmeng",
    town_en: "Tuocheng",
    region: "longchuan",
    households: 14,
    surnames: "黄陈刘张骆",
    story_zh:
      "上蒙村在佗城镇，离赵佗当年筑的古城不远。村前一片水田，种的是细长的丝苗米。\n\n我们只种一季晚稻，不赶时间，让稻子在田里慢慢长足。收割以后在晒谷场上晒两个日头，谷子存着，有人要了才碾，所以到您手上的米总是新碾的。\n\n村里地少，一户也就两三亩。合起来卖，城里一家食堂要的量也供得上。",
    story_en:
      "Shangmeng lies in Tuocheng, near the old town that Zhao Tuo built two thousand years ago. In front of the houses spread the paddies, planted with slender Simiao rice.\n\nWe grow only the late crop and let it take its time. After the harvest the grain dries two days in the sun and is stored in the husk. It is milled when somebody orders, so the rice that reaches you is always fresh from the mill.\n\nLand is scarce here, two or three mu a family. Together we can feed a canteen in the city.",
    season_zh: "十一月收割，现碾现发",
    season_en: "Harvested in November, milled to order",
    lng: 115.2,
    lat: 24.1,
    colour: "#8A6D1B",
    illustration: "rice-plain",
  },
  {
    handle: "zhangshi",
    code: "441622121211",
    name_en: "Zhangshi",
    town_en: "Chetian",
    region: "longchuan",
    households: 14,
    surnames: "叶曾赖黄",
    story_zh:
      "嶂石村在车田镇的大山里，鸡白天在竹林和茶油树下找虫吃，天黑了自己回窝。\n\n一户养三五十只，多了山上养不住。每隔一天，婆婆们把蛋擦干净，一个一个对着光照过，装成三十枚一板，走到村口交给合作社。\n\n鸡蛋不混装：一板三十枚，全是一户人家的。板上的标签写着是哪一天收的。",
    story_en:
      "Zhangshi is deep in the hills of Chetian. By day the hens look for insects under bamboo and camellia trees; at dusk they walk home by themselves.\n\nA family keeps thirty to fifty hens; the hill feeds no more. Every second day the grandmothers wipe the eggs, hold each one against a light, set them thirty to a tray, and carry them to the end of the village road.\n\nEggs are never mixed: a tray of thirty comes from one family, and its label says on which day it was collected.",
    season_zh: "全年，每两天收一次",
    season_en: "All year, collected every second day",
    lng: 115.1,
    lat: 24.4,
    colour: "#B7791F",
    illustration: "bamboo-hens",
  },
  {
    handle: "yanhua",
    code: "441622125207",
    name_en: "Yanhua",
    town_en: "Beiling",
    region: "longchuan",
    households: 10,
    surnames: "王张刘罗",
    story_zh:
      "雁化村在贝岭镇，靠着东江的上游，水清，田边就能看见小鱼。\n\n村里人家养鸡也种稻：鸡粪肥田，碎米喂鸡，谁也没把这叫作什么循环，祖辈就是这么过日子的。\n\n在外打工的年轻人过年回来，总要装一箱鸡蛋、一袋米带走。现在不用等过年了。",
    story_en:
      "Yanhua is in Beiling, by the upper Dongjiang. The water is clear; you can see small fish at the edge of the fields.\n\nFamilies here keep hens and grow rice. The hens manure the fields and the broken rice feeds the hens. Nobody gave it a name; it is how their grandparents lived.\n\nThe young people who work far away always took home a box of eggs and a sack of rice after New Year. Now nobody has to wait for New Year.",
    season_zh: "鸡蛋全年；稻米十一月收割",
    season_en: "Eggs all year; rice harvested in November",
    lng: 115.2,
    lat: 24.6,
    colour: "#2F6B4F",
    illustration: "clear-river",
  },
];

export const REGIONS = {
  wudu: {
    handle: "wudu",
    name_zh: "陇南武都",
    name_en: "Wudu, Longnan",
    province_en: "Gansu",
    county_en: "Wudu District",
    intro_zh: "秦岭与岷山之间，白龙江穿谷而过。山上是核桃和花椒，江边是油橄榄。",
    intro_en:
      "Between the Qinling and the Min mountains, cut by the Bailong river: walnuts and pepper above, olives below.",
  },
  longchuan: {
    handle: "longchuan",
    name_zh: "河源龙川",
    name_en: "Longchuan, Heyuan",
    province_en: "Guangdong",
    county_en: "Longchuan County",
    intro_zh: "东江上游的客家山乡，秦时就设了县。山下种稻，山上养鸡。",
    intro_en:
      "Hakka hill country on the upper Dongjiang, a county since the Qin dynasty. Rice in the valleys, hens on the hills.",
  },
} as const;

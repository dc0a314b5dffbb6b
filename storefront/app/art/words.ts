import type { Both } from "../lib/path";
import type { ArtName } from "./names";

/** What each drawing shows, for who does not see it. */
export const ART_WORDS: Readonly<Record<ArtName, Both>> = {
  walnut: {
    zh: "插画：绿布上敲开的核桃，旁边几个整核桃",
    en: "Drawing: a cracked walnut beside whole ones on a green cloth",
  },
  "walnut-sack": {
    zh: "插画：麻袋里堆满核桃，旁边一个裂开青皮的",
    en: "Drawing: a jute sack heaped with walnuts, one beside it still in its husk",
  },
  pepper: {
    zh: "插画：枝头两串红花椒，下面一碟晒干的",
    en: "Drawing: two clusters of red Sichuan pepper on the branch, a dish of dried pepper below",
  },
  "pepper-tray": {
    zh: "插画：竹匾里的干花椒和一把木勺",
    en: "Drawing: dried Sichuan pepper in a bamboo tray with a wooden scoop",
  },
  "olive-oil": {
    zh: "插画：一瓶橄榄油、一碟新油和橄榄枝",
    en: "Drawing: a bottle of olive oil, a dish of it, and an olive branch",
  },
  rice: {
    zh: "插画：青花碗里的新米，上方垂着稻穗",
    en: "Drawing: new rice in a blue-and-white bowl under hanging ears",
  },
  "rice-measure": {
    zh: "插画：装满米的木升，席子上放着稻穗",
    en: "Drawing: a wooden measure full of rice, ears laid on a mat",
  },
  eggs: { zh: "插画：稻草窝里的土鸡蛋，棕色、米色和绿壳", en: "Drawing: hens' eggs in straw, brown, cream and green" },
  "egg-tray": {
    zh: "插画：一板三十枚土鸡蛋，旁边放着一枚绿壳蛋",
    en: "Drawing: a tray of thirty eggs, a green one laid beside it",
  },
  tea: {
    zh: "插画：一碗热茶、一碟茶叶和新采的嫩芽",
    en: "Drawing: a bowl of hot tea, a dish of leaves, and a fresh shoot",
  },
  honey: {
    zh: "插画：盘中的蜂巢蜜、一罐蜂蜜和一只蜜蜂",
    en: "Drawing: honeycomb on a plate, a jar of honey, and a bee",
  },
  citrus: {
    zh: "插画：竹篮里带叶的橙子，前面切开一个",
    en: "Drawing: oranges with their leaves in a bamboo basket, one cut in front",
  },
  mushroom: {
    zh: "插画：木头上长着的花菇，前面几朵刚采下",
    en: "Drawing: shiitake growing on a log, some picked in front",
  },
  pumpkin: { zh: "插画：两个南瓜，前面切下一块露出瓜子", en: "Drawing: two pumpkins, a wedge with its seeds in front" },
  basket: {
    zh: "插画：一竹篮蔬菜：白菜、玉米、茄子和辣椒",
    en: "Drawing: a bamboo basket of cabbage, maize, aubergines and chillies",
  },
  "walnut-hill": {
    zh: "插画：老核桃树下望见半山上的村子，屋顶晒着核桃",
    en: "Drawing: a village half-way up a hill, walnuts drying on its roofs, seen from under an old walnut tree",
  },
  "misty-forest": {
    zh: "插画：云雾里的高山杉林，林边几户人家",
    en: "Drawing: high fir forest in the mist, a few houses at its edge",
  },
  "pepper-slopes": {
    zh: "插画：石山梯坡上长满结红果的花椒树",
    en: "Drawing: Sichuan pepper bushes, red with fruit, on terraces below a rocky mountain",
  },
  "drying-yard": {
    zh: "插画：院子里铺满晒花椒的竹匾，屋后是黄土梯田",
    en: "Drawing: trays of pepper drying in a yard, loess terraces behind",
  },
  "olive-river": {
    zh: "插画：江水两岸的梯田上种着橄榄树",
    en: "Drawing: olive trees on terraces on both sides of a river",
  },
  "rice-plain": {
    zh: "插画：金黄的稻田、白墙人家和古城门",
    en: "Drawing: golden paddies before white houses and an old town gate",
  },
  "bamboo-hens": { zh: "插画：竹林下的土鸡和白墙小屋", en: "Drawing: hens under bamboo before a white house" },
  "clear-river": {
    zh: "插画：清澈的河里有小鱼和踏脚石，对岸是稻田和人家",
    en: "Drawing: a clear river with small fish and stepping stones, paddies and houses beyond",
  },
  oasis: {
    zh: "插画：沙漠边的绿洲，白杨、水渠和平顶土房",
    en: "Drawing: an oasis at the desert's edge, with poplars, a canal and flat roofs",
  },
};

import type { AddresseeFault } from "./addressee-line";

/** What is wrong with a line, as pages and downloads say it alike. */
export const ADDRESSEE_FAULT_WORDS: Readonly<Record<AddresseeFault, { readonly zh: string; readonly en: string }>> = {
  formula: {
    zh: "有一格是公式（以 = 开头）：请填写数值或文字",
    en: "a cell is a formula (it begins with =): write its value",
  },
  no_name: { zh: "没有姓名", en: "the name is missing" },
  no_phone: { zh: "没有电话：快递员要打电话", en: "the phone is missing: the carrier calls before the door" },
  bad_phone: {
    zh: "电话打不通：请带区号填写完整",
    en: "the phone can't be dialled: write it in full, with its area code",
  },
  no_province: {
    zh: "看不出省份：请填写省，或让地址以省开头",
    en: "the province is not known: write it, or begin the address with it",
  },
  no_city: {
    zh: "没有城市：请填写市，或写在地址里",
    en: "the city is missing: write it, or begin the address with it",
  },
  bad_city: {
    zh: "省和市对不上：请核对省、市和地址",
    en: "province and city don't belong together: look at province, city and address",
  },
  bad_district: {
    zh: "区县不属于这个市：请核对区县",
    en: "the district is not one of this city: look at the district",
  },
  bad_address: {
    zh: "地址不完整：请写街道和门牌号",
    en: "the address is not whole: write street and number",
  },
  no_address: { zh: "没有地址", en: "the address is missing" },
  bad_packs: { zh: "份数要是整数，至少 1 份", en: "packs must be a whole number, at least 1" },
  too_many_packs: { zh: "一个地址最多 1,000 份", en: "one address gets at most 1,000 packs" },
  name_long: { zh: "姓名最多 60 字", en: "the name has more than 60 letters" },
  city_long: { zh: "城市最多 60 字", en: "the city has more than 60 letters" },
  district_long: { zh: "区县和乡镇街道各最多 60 字", en: "district and town have at most 60 letters each" },
  address_long: {
    zh: "地址（含乡镇街道）最多 200 字",
    en: "the address, with its town, has more than 200 letters",
  },
  message_long: { zh: "留言最多 200 字", en: "the message has more than 200 letters" },
  no_goods: { zh: "没有写要寄什么", en: "no pack is named" },
  unknown_pack: {
    zh: "没有叫这个名称的规格：请选择，或改写名称",
    en: "no pack is called like this: choose one, or write another name",
  },
  ambiguous_pack: {
    zh: "这个名称可能是几种规格：请选择一种",
    en: "this name may mean several packs: choose one",
  },
  too_many_goods: { zh: "一个地址最多 20 种规格", en: "at most 20 kinds of packs go to one address" },
  goods_long: {
    zh: "货品写得太长：最多 1,000 字",
    en: "the packs are named at too great length: at most 1,000 letters",
  },
};

import common from "./common.json";
import companyShop from "./company-shop.json";
import cycleShop from "./cycle-shop.json";
import orderClaims from "./order-claims.json";
import pictures from "./pictures.json";
import preorder from "./preorder.json";
import quotePay from "./quote-pay.json";
import season from "./season.json";
import shop from "./shop.json";
import shortChoice from "./short-choice.json";
import shortLines from "./short-lines.json";

/** What the browser needs: only the store's pages have script. */
export default {
  ...common,
  ...companyShop,
  ...cycleShop,
  ...orderClaims,
  ...pictures,
  ...preorder,
  ...quotePay,
  ...season,
  ...shop,
  ...shortChoice,
  ...shortLines,
};

import { CARD_PIN, cardName } from "../../lib/sign-in-names";
import { BySecret } from "../auth-by-secret";

/** A household by its card (typed, or read from its QR) and its PIN: `{ card, pin }`. */
class CardPinProvider extends BySecret {
  static override identifier = CARD_PIN;
  static override DISPLAY_NAME = "Card and PIN";

  protected nameOf(body: Record<string, unknown>): string | undefined {
    return cardName(body.card);
  }

  protected secretOf(body: Record<string, unknown>): unknown {
    return body.pin;
  }
}

export default CardPinProvider;

/** The market makers of an exchange with public accounts, one by one: what each holds, longs positive, in lots. */
export interface Desks {
  readonly held: Float64Array;
  readonly entry: Float64Array;
  /** Turns among the desks, and how much of a closing order is due. */
  turn: number;
  closingDue: number;
}

export const DESKS = 48;
/** Desks are the first accounts. */
export const accountOfDesk = (desk: number): number => desk + 1;
export const deskOfAccount = (account: number): number | undefined => (account >= 1 && account <= DESKS ? account - 1 : undefined);

export const createDesks = (): Desks => ({ held: new Float64Array(DESKS), entry: new Float64Array(DESKS), turn: 0, closingDue: 0 });

/** Divides the makers' first holdings: longs among the even desks, shorts among the odd ones. */
export function stockDesks({ held, entry }: Desks, { long, short, price }: { long: number; short: number; price: number }): void {
  const half = DESKS / 2;
  for (let i = 0; i < half; i++) {
    held[2 * i] = Math.floor((long * (i + 1)) / half) - Math.floor((long * i) / half);
    held[2 * i + 1] = Math.floor((short * i) / half) - Math.floor((short * (i + 1)) / half);
  }
  entry.fill(price);
}

/** Which desk takes an order: of those who thereby close when closing is due, else the next in turn that does not. */
export function deskFor(desks: Desks, { sign, closingShare }: { sign: 1 | -1; closingShare: number }): number {
  desks.closingDue += closingShare;
  const closes = desks.closingDue >= 1;
  if (closes) {
    desks.closingDue--;
    return mostHeld(desks, -sign as 1 | -1);
  }
  return nextInTurn(desks, sign);
}

/** A desk trades `signedLots` at a price. Returns how many of them closed what it held. */
export function tradeOfDesk({ held, entry }: Desks, desk: number, { signedLots, price }: { signedLots: number; price: number }): number {
  const before = held[desk];
  const after = before + signedLots;
  const closed = before * signedLots < 0 ? Math.min(Math.abs(before), Math.abs(signedLots)) : 0;
  if (closed === 0 && after !== 0) entry[desk] = (entry[desk] * Math.abs(before) + price * Math.abs(signedLots)) / Math.abs(after);
  else if (before * after < 0) entry[desk] = price;
  held[desk] = after;
  return closed;
}

/** Two desks who deal with each other: one passes on part of what it holds. */
export function dealingDesks(desks: Desks): { buyer: number; seller: number } {
  if (desks.turn % 2 === 0) {
    const seller = mostHeld(desks, 1);
    return { seller, buyer: otherThan(seller, nextInTurn(desks, 1)) };
  }
  const buyer = mostHeld(desks, -1);
  return { buyer, seller: otherThan(buyer, nextInTurn(desks, -1)) };
}

const otherThan = (desk: number, other: number): number => (other === desk ? (desk + 1) % DESKS : other);

function mostHeld({ held }: Desks, sign: 1 | -1): number {
  let most = 0;
  for (let desk = 1; desk < DESKS; desk++) if (sign * held[desk] > sign * held[most]) most = desk;
  return most;
}

/** The next desk that holds nothing on the other side. */
function nextInTurn(desks: Desks, sign: 1 | -1): number {
  for (let step = 0; step < DESKS; step++) {
    desks.turn = (desks.turn + 1) % DESKS;
    if (sign * desks.held[desks.turn] >= 0) return desks.turn;
  }
  return desks.turn;
}

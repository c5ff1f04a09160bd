import { type SimulatedExchangesOptions, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { BINANCE } from "./venue.ts";

export type SimulatedBinanceOptions = Omit<SimulatedExchangesOptions, "exchanges">;

export interface SimulatedBinance {
  /** Stands for https://fapi.binance.com. */
  readonly restUrl: string;
  /** Stands for wss://fstream.binance.com; clients add `/market/...` or `/public/...`. */
  readonly wsUrl: string;
  /** `http://host:port/truth`; add `?exchange=binance&symbol=BTCUSDT`. */
  readonly truthUrl: string;
  /** Resolves when every socket is closed. */
  stop(): Promise<void>;
}

/** {@link startSimulatedExchanges} with this one exchange. */
export async function startSimulatedBinance(options: SimulatedBinanceOptions): Promise<SimulatedBinance> {
  const { hosts, truthUrl, stop } = await startSimulatedExchanges({ ...options, exchanges: [BINANCE.declaration.exchange] });
  return { restUrl: hosts["POWDERKEG_BINANCE_REST_URL"], wsUrl: hosts["POWDERKEG_BINANCE_WS_URL"], truthUrl, stop };
}

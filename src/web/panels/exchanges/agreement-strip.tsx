import type { Agreement } from "./compare-exchanges.ts";
import { decimal } from "#web/ui/locale.ts";

export interface AgreementStripProps {
  readonly agreement: readonly Agreement[];
  readonly exchanges: number;
  readonly reach: number;
}

/** Brightness: how many exchanges hold each distance. A mark under it: one of them stands alone there, and which. */
export function AgreementStrip({ agreement, exchanges, reach }: AgreementStripProps) {
  const place = (bin: Pick<Agreement, "side" | "from" | "to">) => {
    const near = bin.side === "long" ? -bin.to : bin.from;
    return { left: `${((near + reach) / (2 * reach)) * 100}%`, width: `calc(${((bin.to - bin.from) / (2 * reach)) * 100}% + 0.5px)` };
  };
  return (
    <div className="agreement" role="img" aria-label={spoken(agreement, exchanges)}>
      {agreement.map((bin) => (
        <span
          key={`${bin.side} ${bin.from}`}
          className="agreement-bin"
          data-side={bin.side}
          data-alone={bin.alone !== undefined}
          style={{ ...place(bin), ["--consensus" as string]: bin.consensus }}
        />
      ))}
      {aloneStretches(agreement).map((stretch) => (
        <span key={`${stretch.side} ${stretch.from}`} className="agreement-alone" style={place(stretch)}>
          <span>{stretch.label}</span>
        </span>
      ))}
    </div>
  );
}

interface AloneStretch extends Pick<Agreement, "side" | "from" | "to"> {
  readonly label: string;
}

/** Neighbouring bins in which the same exchange stands alone, as one. */
function aloneStretches(agreement: readonly Agreement[]): readonly AloneStretch[] {
  const stretches: AloneStretch[] = [];
  for (const { side, from, to, alone } of agreement) {
    if (alone === undefined) continue;
    const last = stretches.at(-1);
    if (last && last.side === side && last.label === alone.label && Math.abs(last.to - from) < 1e-9) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ side, from, to, label: alone.label });
  }
  return stretches;
}

function spoken(agreement: readonly Agreement[], exchanges: number): string {
  const shared = agreement.filter(({ consensus }) => consensus > 0.5).length;
  const alone = aloneStretches(agreement).map(({ side, from, to, label }) => {
    const sign = side === "long" ? "−" : "+";
    return `${label} alone from ${sign}${decimal(from * 100, 1)} to ${sign}${decimal(to * 100, 1)} %`;
  });
  return `Agreement of ${exchanges} markets: most of them hold ${shared} of ${agreement.length} distances. ${alone.join(", ")}`;
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { formatAge, formatTime, formatZone } from "#web/ui/format.ts";
import { useNow } from "./use-now.ts";

/** The map as this browser last saw it, said to be old; nothing when none was kept. */
export function KeptMap() {
  const { data } = useQuery({
    queryKey: ["last-map"],
    queryFn: async () => (await (await import("./last-map.ts")).readLastMap()) ?? null,
    staleTime: Infinity,
  });
  const now = useNow(30_000);
  const picture = data?.picture;
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!picture) return undefined;
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  if (!data || !address) return null;
  return (
    <figure className="kept-map">
      <figcaption>
        From the last session: as of {formatTime(data.asOf)} {formatZone(data.asOf)}, {formatAge(now - data.asOf)} ago. Nothing in it is live.
      </figcaption>
      <img src={address} alt={`Map of the last session: ${data.words}`} />
    </figure>
  );
}

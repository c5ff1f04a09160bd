import { type RefObject, useEffect, useState } from "react";

/** Where on the map a plate stands. */
export type PlateEdge = "top" | "bottom";

/** CSS pixels between plate and pointer at which it makes room; it comes back when the pointer is as far again. */
const NEAR = 24;

/** The edge of the stage at which a plate is not in the way of the pointer: the upper one, as on every chart, until the pointer comes near it. */
export function usePlaceBeside(plate: RefObject<HTMLElement | null>): PlateEdge {
  const [edge, setEdge] = useState<PlateEdge>("top");
  useEffect(() => {
    const stage = plate.current?.closest<HTMLElement>(".stage");
    if (!stage) return undefined;
    const follow = ({ clientY }: PointerEvent) => {
      const height = plate.current?.offsetHeight ?? 0;
      const y = clientY - stage.getBoundingClientRect().top;
      setEdge((now) => (y < height + NEAR * (now === "bottom" ? 2 : 1) ? "bottom" : "top"));
    };
    stage.addEventListener("pointermove", follow);
    return () => stage.removeEventListener("pointermove", follow);
  }, [plate]);
  return edge;
}

import type { Page } from "playwright-core";

/** What is looked for in every frame from `watchFrames` on. */
interface FrameWatch {
  /** What an element looked like and said, each time that it changed; by its place in the page. */
  readonly looks: Map<string, { look: string; words: string }[]>;
  readonly animations: Set<string>;
}

declare global {
  interface Window {
    frameWatch: FrameWatch;
  }
}

/** Begins to look at every element in every frame: whether it is seen, in which colours, and what is animated. */
export function watchFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watch: FrameWatch = { looks: new Map(), animations: new Set() };
    window.frameWatch = watch;
    const note = (place: string, look: string, words: string) => {
      const earlier = watch.looks.get(place);
      if (earlier === undefined) watch.looks.set(place, [{ look, words }]);
      else if (earlier.at(-1)?.look !== look) earlier.push({ look, words });
    };
    const frame = () => {
      const there = new Set<string>();
      const walk = (element: Element, place: string) => {
        there.add(place);
        const style = getComputedStyle(element);
        const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const look = isSeen ? `${style.color} on ${style.backgroundColor} at ${style.opacity}` : "hidden";
        note(place, look, element.textContent || (element.parentElement?.textContent ?? ""));
        [...element.children].forEach((child, at) => walk(child, `${place} > ${child.tagName.toLowerCase()}.${child.getAttribute("class") ?? ""}:${at}`));
      };
      walk(document.body, "body");
      for (const place of watch.looks.keys()) if (!there.has(place)) note(place, "gone", "");
      for (const animation of document.getAnimations()) {
        const { target } = animation.effect as KeyframeEffect;
        const name = animation instanceof CSSAnimation ? animation.animationName : animation instanceof CSSTransition ? animation.transitionProperty : "script";
        watch.animations.add(`${name} of ${target?.getAttribute("class") ?? "?"}, ${animation.effect?.getTiming().iterations} times`);
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What has gone back and forth between two looks, twice, while it said the same. */
export function blinking(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...window.frameWatch.looks].flatMap(([place, looks]) => {
      const isBack = (at: number) => at >= 2 && looks[at].look === looks[at - 2].look && looks[at].words === looks[at - 2].words;
      return looks.some((_, at) => isBack(at) && isBack(at - 1)) ? [`${place}: ${looks.map(({ look }) => look).join(", ")}`] : [];
    }),
  );
}

/** Every animation and transition since frames are watched, with whose it was. */
export const animationsSeen = (page: Page): Promise<string[]> => page.evaluate(() => [...window.frameWatch.animations]);

/** What would move if it changed: elements whose style has an animation or a transition that takes time. */
export function movable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const takesTime = (durations: string) => durations.split(",").some((duration) => parseFloat(duration) > 0);
    return [...document.querySelectorAll("body, body *")].flatMap((element) =>
      [undefined, "::before", "::after"].flatMap((pseudo) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element, pseudo);
        const moves = takesTime(transitionDuration) || (animationName !== "none" && takesTime(animationDuration));
        return moves ? [`${element.tagName} ${element.getAttribute("class") ?? ""}${pseudo ?? ""}`] : [];
      }),
    );
  });
}

/** Texts with a digit whose figures are not all of one width. */
export function unevenFigures(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wordsOf = (element: Element) => {
      if (element instanceof HTMLInputElement) return element.type === "range" ? "" : element.value || element.placeholder;
      return [...element.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? "") : [])).join("");
    };
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility() && /\d/.test(wordsOf(element)))
      .filter((element) => !getComputedStyle(element).fontVariantNumeric.includes("tabular-nums"))
      .map((element) => `${element.tagName} ${element.getAttribute("class") ?? ""}: ${wordsOf(element)}`);
  });
}

/**
 * Colour where there is no data: a control or a heading in another colour than greys and the accent, or a coloured word that is no figure, no side and
 * no state of what is shown.
 */
export function strayColours(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const GREY_WITHIN = 32;
    const CONTROLS =
      "a, button, input, select, textarea, summary, h1, h2, h3, h4, label, legend, th button, [role=tab], [role=radio], [role=checkbox], [role=slider]";
    /** What says in colour that what is shown is not real, not now or not well. */
    const STATES = "[role=note], [role=alert], .dot, .grade, .watermark";
    const IS_DATA = /\d|\blongs?\b|\bshorts?\b|\bbids?\b|\basks?\b/i;
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--accent)";
    const accent = getComputedStyle(probe).color;
    probe.remove();
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const isColoured = (colour: string) => {
      const [red, green, blue, alpha = 1] = channels(colour);
      return alpha > 0 && Math.max(red, green, blue) - Math.min(red, green, blue) > GREY_WITHIN && colour !== accent;
    };
    return [...document.querySelectorAll("body *")].flatMap((element) => {
      if (!element.checkVisibility() || element.closest(STATES)) return [];
      const style = getComputedStyle(element);
      const words = [...element.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent?.trim() ?? "") : [])).join(" ");
      const borders = (["Top", "Right", "Bottom", "Left"] as const)
        .filter((side) => parseFloat(style[`border${side}Width`]) > 0)
        .map((side) => style[`border${side}Color`]);
      const isControl = element.matches(CONTROLS);
      const worn = isControl ? [style.color, style.backgroundColor, ...borders] : words !== "" && !IS_DATA.test(words) ? [style.color] : [];
      const stray = worn.filter(isColoured);
      return stray.length > 0 ? [`${element.tagName} ${element.getAttribute("class") ?? ""} "${element.textContent?.slice(0, 30)}": ${stray.join(", ")}`] : [];
    });
  });
}

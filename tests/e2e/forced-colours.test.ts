import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../support/accessibility.ts";
import { FOLDER_START, marketFolderFiles } from "../support/market-folder.ts";
import { HOUR_MS } from "#core/units.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 240;

let stored: StoredPage;
const page = () => stored.browser.page;

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(MINUTES), { screen: DESK, window: "4h" });
  await page().emulateMedia({ forcedColors: "active" });
});
afterAll(() => stored?.close());

/** The colours that are forced are the person's own, and axe does not see them. */
const faults = async () => (await accessibilityFaults(page())).filter((fault) => !fault.startsWith("color-contrast"));

/** What has the focus: how it is named, where it lies, and whether it is seen to have it. */
interface Focused {
  readonly part: string;
  readonly name: string;
  readonly isOutlined: boolean;
}

const focused = (): Promise<Focused> =>
  page().evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const parts = ["header", "main", ".replay-bar", ".drawer", ".control-bar"];
    const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(element);
    return {
      part: parts.find((selector) => element.closest(selector)) ?? (element === document.body ? "page" : element.className),
      name: element.getAttribute("aria-label") ?? element.innerText.slice(0, 30),
      isOutlined: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || borderColor === "highlight" || element.classList.contains("drawer-edge"),
    };
  });

test("the tab key goes through the page in the order in which it is read, is seen wherever it is, and is caught nowhere", async () => {
  await page().goto(`${stored.server.url}/?window=4h&panel=clusters&at=${new Date(FOLDER_START + 2 * HOUR_MS).toISOString()}`);
  await page().getByRole("region", { name: "Replay" }).waitFor();
  await page()
    .getByRole("tabpanel")
    .getByText(/Nothing stands out|Stands out/)
    .waitFor();
  const stops: Focused[] = [];
  for (let press = 0; press < 150; press++) {
    await page().keyboard.press("Tab");
    const stop = await focused();
    if (stop.part === "page") break;
    stops.push(stop);
  }
  const parts = stops.map(({ part }) => part).filter((part, at, all) => part !== all[at - 1]);
  expect(parts).toEqual(["skip-link", "header", "main", ".replay-bar", ".drawer", ".control-bar"]);
  expect(stops.filter(({ isOutlined }) => !isOutlined)).toEqual([]);
  await page().keyboard.press("Shift+Tab");
  expect((await focused()).part).toBe(".control-bar");
});

test("under a person's own colours the chosen is told from the rest, data keeps its colour, and nothing is closed", async () => {
  await page().goto(`${stored.server.url}/?window=4h`);
  await page().getByRole("button", { name: "Modelled" }).waitFor();
  const looks = (name: string) =>
    page()
      .getByRole("button", { name, exact: true })
      .evaluate((chip) => [getComputedStyle(chip).outlineStyle, getComputedStyle(chip).textDecorationLine]);
  await expect.poll(() => looks("Modelled")).toEqual(["solid", "none"]);
  await page().getByRole("button", { name: "Swept", exact: true }).click();
  await page().getByRole("button", { name: "50x", exact: true }).click();
  await page().mouse.move(600, 300);
  await expect.poll(async () => (await looks("Swept"))[0]).not.toBe("solid");
  await expect.poll(async () => (await looks("50x"))[1]).toBe("line-through");
  const surface = await page().evaluate(() => getComputedStyle(document.querySelector(".strip") as Element).backgroundColor);
  expect(surface).toBe("rgb(10, 12, 17)");
  expect(await faults()).toEqual([]);
  await page().goto(`${stored.server.url}/overview`);
  await page().getByRole("link", { name: /^BTC/ }).waitFor();
  expect(await faults()).toEqual([]);
});

import { expect, test } from "vitest";
import { EXCHANGES, createExchanges, hostsFrom } from "./registry.ts";

test("every host has its default", () => {
  const defaults = EXCHANGES.flatMap(({ declaration }) => declaration.hosts).map(({ env, url }) => [env, url]);
  expect(hostsFrom({ HOME: "/root" })).toEqual(Object.fromEntries(defaults));
  expect(hostsFrom({}).POWDERKEG_BINANCE_REST_URL).toBe("https://fapi.binance.com");
  expect(new Set(defaults.map(([env]) => env)).size).toBe(defaults.length);
});

test("a setting replaces one host and an empty one does not", () => {
  const hosts = hostsFrom({ POWDERKEG_BINANCE_REST_URL: "http://127.0.0.1:8080/proxy", POWDERKEG_BINANCE_WS_URL: "" });
  expect(hosts.POWDERKEG_BINANCE_REST_URL).toBe("http://127.0.0.1:8080/proxy");
  expect(hosts.POWDERKEG_BINANCE_WS_URL).toBe("wss://fstream.binance.com");
});

test("every wrong setting is named at once", () => {
  const wrong = { POWDERKEG_BINANCE_REST_URL: "fapi.binance.com", POWDERKEG_BINANCE_WS_URL: "https://fstream.binance.com" };
  expect(() => hostsFrom(wrong)).toThrow(/POWDERKEG_BINANCE_REST_URL is "fapi.binance.com".*; POWDERKEG_BINANCE_WS_URL is/);
});

test("exchanges are made by id, unknown ones are named", () => {
  expect(createExchanges(["binance"], hostsFrom({})).map(({ declaration }) => declaration.id)).toEqual(["binance"]);
  expect(() => createExchanges(["binance", "mtgox"], hostsFrom({}))).toThrow(/no exchange called mtgox; there is binance, bybit/);
});

test("ids are unique", () => {
  const ids = EXCHANGES.map(({ declaration }) => declaration.id);
  expect(new Set(ids).size).toBe(ids.length);
});

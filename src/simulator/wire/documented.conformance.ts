import { z } from "zod";

/** Pieces of the schemas that are written from the exchanges' documentation. Numbers travel as decimal text. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
export const positive = decimal.refine((text) => Number(text) > 0);
export const epochMs = z.number().int().min(1_000_000_000_000);
export const epochText = z.string().regex(/^\d{13}$/);
export const id = z.number().int().nonnegative();

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Specifiers of every import, re-export and dynamic import. */
  readonly imports: readonly string[];
  readonly nodes: readonly SyntaxNode[];
}

/** A node of the ESTree; the import and export specifiers themselves are left out of {@link SourceFile.nodes}. */
export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Every TypeScript file below `folder` of the project at `root`, parsed. */
export function readSourceFiles(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")));
}

/** Throws when the text is not TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const imports: string[] = [];
  const nodes: SyntaxNode[] = [];
  visit(program as unknown as SyntaxNode, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) nodes.push(node);
    else imports.push(specifier);
  });
  return { path, text, imports, nodes };
}

const IMPORTING = new Set(["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"]);

function specifierOf(node: SyntaxNode): string | undefined {
  const source = node["source"];
  return IMPORTING.has(node.type) && isNode(source) && typeof source["value"] === "string" ? source["value"] : undefined;
}

function visit(node: SyntaxNode, seen: (node: SyntaxNode) => void): void {
  seen(node);
  const specifier = specifierOf(node) === undefined ? undefined : node["source"];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child) && child !== specifier) visit(child, seen);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

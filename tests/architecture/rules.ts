import { basename, dirname } from "node:path";
import { EXCHANGE_IDS, EXCHANGE_ID_HOMES, EXCHANGE_IMPORTERS, FOLDERS, FORBIDDEN_NAME_PARTS, FORMAT_NAMES, MAX_FILE_LINES } from "./import-table.ts";
import type { SourceFile, SyntaxNode } from "./source-file.ts";

/** What a file does against the house's rules, one sentence each; empty when nothing. */
export type Rule = (file: SourceFile) => string[];

export const importsOnlyWhatItsFolderMay: Rule = ({ path, imports }) => {
  const folder = folderOf(path);
  const allowed = FOLDERS[folder]?.folders ?? [];
  return imports
    .filter((specifier) => specifier.startsWith("#"))
    .filter((specifier) => !allowed.some((part) => specifier.startsWith(`#${part}/`)) && !specifier.startsWith(`#${folder}/`))
    .map((specifier) => `${path} imports ${specifier}; ${folder} may import ${allowed.join(", ") || "nothing"}`);
};

export const namesEveryBoundary: Rule = ({ path, imports }) =>
  imports.filter((specifier) => specifier.includes("../")).map((specifier) => `${path} imports ${specifier}: cross a folder with #folder/file.ts`);

export const importsOnlyPackagesItsFolderMay: Rule = ({ path, imports }) => {
  const packages = FOLDERS[folderOf(path)]?.packages ?? [];
  if (packages === "any" || isTest(path)) return [];
  return imports
    .filter((specifier) => !/^[#.]/.test(specifier) && !packages.includes(specifier))
    .map((specifier) => `${path} imports ${specifier}: ${folderOf(path)} runs anywhere, without it`);
};

export const leavesExchangeIdsAtHome: Rule = ({ path, nodes }) => {
  if (EXCHANGE_ID_HOMES.some((home) => home.test(path))) return [];
  return nodes
    .flatMap(wordsOf)
    .filter(namesExchange)
    .map((word) => `${path} names an exchange: ${JSON.stringify(word)}`);
};

export const importsNoSingleExchange: Rule = ({ path, imports }) => {
  if (EXCHANGE_IMPORTERS.some((importer) => importer.test(path))) return [];
  return imports
    .filter((specifier) => EXCHANGE_IDS.some((id) => specifier.includes(`/${id}/`) && !dirname(path).split("/").includes(id)))
    .map((specifier) => `${path} imports ${specifier}: exchanges are reached through their contract`);
};

export const takesTimeAndRandomnessAsArguments: Rule = ({ path, nodes }) => {
  if (!["core", "engine"].includes(folderOf(path)) || isTest(path)) return [];
  return nodes
    .map(impurityOf)
    .filter((name) => name !== undefined)
    .map((name) => `${path} uses ${name}`);
};

export const readsNoEnvironment: Rule = ({ path, nodes }) => {
  if (folderOf(path) === "cli" || isTest(path)) return [];
  return ["env", "argv"].filter((name) => nodes.some((node) => isMember(node, "process", name))).map((name) => `${path} reads process.${name}: only cli does`);
};

export const keepsColoursInTokens: Rule = ({ path, nodes }) => {
  if (folderOf(path) !== "web" || isTest(path)) return [];
  return nodes
    .flatMap(wordsOf)
    .filter((word) => /#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b/i.test(word))
    .map((word) => `${path} has a colour of its own, ${JSON.stringify(word)}: no theme can change it. styles/tokens.css names them, chart/theme.ts reads them`);
};

export const readsTheThemeWhileDrawing: Rule = ({ path, text }) =>
  (text.match(/^(?:export )?const (?:(?!=>).)*\bTHEME\b[.[].*$/gm) ?? [])
    .filter((line) => !line.includes("keyof typeof THEME"))
    .map((line) => `${path} keeps a colour: ${line}. The theme may change after the file was loaded`);

export const staysShort: Rule = ({ path, text }) => {
  const lines = text.trimEnd().split("\n").length;
  return lines > MAX_FILE_LINES ? [`${path} has ${lines} lines, at most ${MAX_FILE_LINES}`] : [];
};

export const saysWhatItHolds: Rule = ({ path }) =>
  path
    .toLowerCase()
    .split(/[/.-]/)
    .filter((part) => FORBIDDEN_NAME_PARTS.includes(part))
    .map((part) => `${path}: "${part}" says nothing about what is inside`);

export const isKebabCase: Rule = ({ path }) => (/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(basename(path)) ? [] : [`${path} is not kebab-case`]);

const folderOf = (path: string) => path.split("/")[1];
const isTest = (path: string) => /\.(test|conformance)\.tsx?$/.test(path);

/** Words of the program's data: string literals without spaces (prose may say Binance), template parts and property names. */
function wordsOf(node: SyntaxNode): string[] {
  if (node.type === "Literal" && typeof node["value"] === "string") return [node["value"]];
  if (node.type === "TemplateElement") return [(node["value"] as { raw: string }).raw];
  if (node.type === "Identifier" && typeof node["name"] === "string") return [node["name"]];
  return [];
}

function namesExchange(word: string): boolean {
  return !/\s/.test(word) && !FORMAT_NAMES.includes(word) && word.split(/[^A-Za-z]+/).some((part) => EXCHANGE_IDS.includes(part.toLowerCase()));
}

function impurityOf(node: SyntaxNode): string | undefined {
  if (node.type === "Identifier" && ["Date", "performance", "crypto"].includes(String(node["name"]))) return String(node["name"]);
  return isMember(node, "Math", "random") ? "Math.random" : undefined;
}

function isMember(node: SyntaxNode, object: string, property: string): boolean {
  const nameOf = (key: string) => (node[key] as SyntaxNode | undefined)?.["name"];
  return node.type === "MemberExpression" && nameOf("object") === object && nameOf("property") === property;
}

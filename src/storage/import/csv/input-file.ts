/** One CSV to read: a plain or gzipped file, or one entry of a zip. */
export interface InputFile {
  readonly path: string;
  /** Name inside the zip at `path`. */
  readonly entry?: string;
  /** What reading it costs: size on disk (zip: of the packed entry). */
  readonly bytes: number;
}

/** How messages call a file: an entry is named when its zip does not have the same name. */
export function inputName({ path, entry }: InputFile): string {
  const tells = entry === undefined || path.replace(/\.zip$/i, "").endsWith(entry.replace(/\.csv$/i, ""));
  return tells ? path : `${path} (${entry})`;
}

/** Name of the CSV itself, without folders and without `.gz`. */
export function csvName({ path, entry }: InputFile): string {
  const name = (entry ?? path).split(/[\\/]/).at(-1) ?? "";
  return name.replace(/\.gz$/i, "");
}

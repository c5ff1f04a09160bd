/** Puts text on the clipboard; false when the browser will not have it. */
export async function copyText(text: string): Promise<boolean> {
  // A page that is served without TLS from another machine has no clipboard of the modern kind.
  if (!window.isSecureContext) return copySelected(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copySelected(text),
  );
}

function copySelected(text: string): boolean {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text;
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

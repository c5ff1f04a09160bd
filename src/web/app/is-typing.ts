/** Whether a key goes into a field or a slider, so that it is no shortcut. */
export const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

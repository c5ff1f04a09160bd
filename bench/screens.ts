/** The two screens that the page is measured on. */
export const DESK = { name: "desk 1600 x 900", width: 1600, height: 900, deviceScaleFactor: 1 } as const;
export const PHONE = { name: "phone 360 x 740 at 3", width: 360, height: 740, deviceScaleFactor: 3, touch: true } as const;
export const SCREENS = { desk: DESK, phone: PHONE } as const;

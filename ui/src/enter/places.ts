/* Currencies and time zones to choose from, as this browser knows them; Brazil's first. */
const first = ["BRL", "USD", "EUR"];

export function currencies(locale: string): { value: string; label: string }[] {
    const names = new Intl.DisplayNames([locale], { type: "currency" });
    const all = Intl.supportedValuesOf("currency").filter((c) => !first.includes(c));
    return [...first, ...all].map((c) => ({ value: c, label: `${c} · ${names.of(c) ?? c}` }));
}

export function timeZones(): string[] {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const top = [...new Set(["America/Sao_Paulo", here])].filter(Boolean);
    return [...top, ...Intl.supportedValuesOf("timeZone").filter((z) => !top.includes(z))];
}

export function hereZone(): string {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || "America/Sao_Paulo";
}

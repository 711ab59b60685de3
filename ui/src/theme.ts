/* The colours and type of docs: azulejo blue acts, terracotta asks for attention, leaf says good; ink on warm
 * paper, and a dark theme of its own. Everything on screen takes its colour from here or from styles.css. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const azulejo: MantineColorsTuple = [
    "#eef4fb", "#d9e6f5", "#b3cdeb", "#8fb6e3", "#7fb0e8", "#3b72b8", "#1f4e8c", "#1a4276", "#153660", "#0f294a",
];
const terracotta: MantineColorsTuple = [
    "#fcf1ee", "#f8dfd9", "#f0bdb1", "#e99f8d", "#e9937d", "#d06a54", "#c8553d", "#a8402b", "#8b3524", "#6d2a1d",
];
const leaf: MantineColorsTuple = [
    "#ecf6f1", "#d3eadf", "#a8d6bf", "#86c8a8", "#74c5a0", "#3f9470", "#2e7d5b", "#256b4d", "#1d563e", "#15402e",
];
const ochre: MantineColorsTuple = [
    "#fbf5e6", "#f5e7c4", "#ecd08b", "#e2b955", "#dcae45", "#b9871a", "#946a10", "#7c580c", "#624608", "#483405",
];
const gray: MantineColorsTuple = [
    "#faf7f2", "#f3eee6", "#eae3d8", "#ddd5c8", "#c9c0b2", "#6f7681", "#5a6572", "#434f5c", "#2b3947", "#12263a",
];
const dark: MantineColorsTuple = [
    "#e6eaf0", "#c9d1dc", "#a3b0c0", "#75859a", "#2d3c4e", "#243243", "#18232f", "#0f1720", "#0b1219", "#070c11",
];

export const theme = createTheme({
    colors: { azulejo, terracotta, leaf, ochre, gray, dark },
    primaryColor: "azulejo",
    primaryShade: { light: 6, dark: 5 },
    black: "#12263a",
    white: "#ffffff",
    fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
    fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', Menlo, monospace",
    headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.625rem", lineHeight: "1.25" }, h2: { fontSize: "1.125rem", lineHeight: "1.35" }, h3: { fontSize: "1rem", lineHeight: "1.4" } } },
    defaultRadius: "md",
    cursorType: "pointer",
    respectReducedMotion: true,
    components: {
        Badge: { defaultProps: { size: "md" }, styles: { root: { height: "22px", paddingInline: "8px", maxWidth: "none", flexShrink: 0 }, label: { overflow: "visible", fontSize: "0.75rem", fontWeight: 600, letterSpacing: 0 } } },
        Paper: { defaultProps: { radius: "lg" } },
        Tooltip: { defaultProps: { multiline: true, maw: 320, withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: true } } },
        Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 } } },
        Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
        Modal: { styles: { title: { fontWeight: 650, fontSize: "1.08rem" } }, defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, radius: "lg", centered: true } },
    },
});

/* Soft grounds and the words on them, for badges, notices and light buttons; AA in both themes. */
const soft: Record<string, { light: [string, string]; dark: [string, string] }> = {
    azulejo: { light: ["#eaf1f9", "#1a4276"], dark: ["#182c43", "#a5caf3"] },
    terracotta: { light: ["#fbece8", "#8b3524"], dark: ["#3a211d", "#f0ac9a"] },
    leaf: { light: ["#e5f2eb", "#1d563e"], dark: ["#16302a", "#8fd4b4"] },
    ochre: { light: ["#fbf3df", "#624608"], dark: ["#322a16", "#ecc976"] },
    gray: { light: ["#f1ece3", "#434f5c"], dark: ["#243243", "#c9d1dc"] },
};

function softOf(scheme: "light" | "dark"): Record<string, string> {
    const out: Record<string, string> = {};
    for (const [name, s] of Object.entries(soft)) {
        const [ground, words] = s[scheme];
        out[`--mantine-color-${name}-light`] = ground;
        out[`--mantine-color-${name}-light-hover`] = `color-mix(in srgb, ${ground}, ${words} 10%)`;
        out[`--mantine-color-${name}-light-color`] = words;
    }
    return out;
}

export const resolver: CSSVariablesResolver = () => ({
    variables: {},
    light: { ...softOf("light"), "--mantine-color-error": "#a8402b", "--mantine-color-body": "#ffffff", "--mantine-color-dimmed": "#5a6572" },
    dark: { ...softOf("dark"), "--mantine-color-error": "#e9937d", "--mantine-color-body": "#151f2a", "--mantine-color-dimmed": "#a3b0c0" },
});

/* Same channel, same colour, on every screen. Names that mean "we do not know" are slate. */
const known: Record<string, string> = {
    organic_search: "#3b72b8",
    paid_search: "#d06a54",
    social: "#8a6bb5",
    email: "#b9871a",
    referral: "#3f9470",
    direct_traffic: "#2f8fa5",
    display: "#b25b86",
    "(none)": "#75808f",
    unknown: "#75808f",
};
const palette = ["#3b72b8", "#d06a54", "#3f9470", "#b9871a", "#8a6bb5", "#2f8fa5", "#b25b86", "#7d8a3c"];

export function channelColor(name: string): string {
    const fixed = known[name];
    if (fixed) return fixed;
    let h = 0;
    for (const c of name) h = (h * 31 + (c.codePointAt(0) ?? 0)) >>> 0;
    return palette[h % palette.length] ?? "#3b72b8";
}

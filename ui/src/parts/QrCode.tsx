/* A text as a QR code, dark on white in either theme, since cameras read it so. */
import { encode } from "uqr";

const QUIET = 4; /* modules of white around it, as ISO/IEC 18004 asks */

/* The dark modules as one path, row by row. */
export function qrPath(text: string): { path: string; size: number } {
    const { data, size } = encode(text, { border: 0, ecc: "M" });
    let path = "";
    data.forEach((row, y) => {
        for (let x = 0; x < size; x++) {
            if (!row[x]) continue;
            const from = x;
            while (x + 1 < size && row[x + 1]) x++;
            path += `M${from + QUIET} ${y + QUIET}h${x - from + 1}v1h-${x - from + 1}z`;
        }
    });
    return { path, size: size + 2 * QUIET };
}

export function QrCode({ text, label }: { text: string; label: string }) {
    const { path, size } = qrPath(text);
    return (
        <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" style={{ width: "min(100%, 260px)", margin: "0 auto", display: "block", background: "#fff", borderRadius: 8 }}>
            <path d={path} fill="#000" />
        </svg>
    );
}

export function qrFile(text: string): Blob {
    const { path, size } = qrPath(text);
    return new Blob([`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}"/></svg>\n`], { type: "image/svg+xml" });
}

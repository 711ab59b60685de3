/* The wave of Portuguese pavement, drawn once and repeated: two bands that follow one another. Decoration only. */
import { useId } from "react";

export function Wave({ height = 64, opacity = 0.16 }: { height?: number; opacity?: number }) {
    const id = useId();
    return (
        <svg aria-hidden="true" width="100%" height={height} preserveAspectRatio="none" focusable="false">
            <defs>
                <pattern id={id} width="96" height="32" patternUnits="userSpaceOnUse">
                    <path d="M0 12 C16 -2 32 -2 48 12 S80 26 96 12 V20 C80 34 64 34 48 20 S16 6 0 20 Z" fill="var(--wave)" />
                </pattern>
            </defs>
            <rect width="100%" height={height} fill={`url(#${id})`} opacity={opacity} />
        </svg>
    );
}

export function Mark({ size = 28 }: { size?: number }) {
    return (
        <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" focusable="false">
            <rect width="32" height="32" rx="8" fill="#1f4e8c" />
            <g fill="none" stroke="#faf7f2" strokeWidth="3" strokeLinecap="round">
                <path d="M5 12c3.700-5 7.300-5 11 0s7.300 5 11 0" />
                <path d="M5 21c3.700-5 7.300-5 11 0s7.300 5 11 0" />
            </g>
        </svg>
    );
}

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/* The build is embedded in the server, which sends a strict Content-Security-Policy: nothing inline,
 * hashed names for everything but index.html, so that assets can be cached for ever. */
const server = process.env.PRACA_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
    plugins: [react()],
    build: {
        target: "es2022",
        assetsInlineLimit: 0,
        cssCodeSplit: true,
        modulePreload: { polyfill: false },
        reportCompressedSize: true,
        sourcemap: false,
    },
    server: { host: "127.0.0.1", proxy: { "/api": server, "/healthz": server } },
    preview: { host: "127.0.0.1", proxy: { "/api": server, "/healthz": server } },
    test: { include: ["test/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);

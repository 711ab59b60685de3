import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
    { ignores: ["dist", "node_modules", "src/api/openapi.d.ts"] },
    js.configs.recommended,
    ...ts.configs.strict,
    {
        files: ["src/**/*.{ts,tsx}", "test/**/*.ts"],
        plugins: { "react-hooks": hooks },
        rules: {
            ...hooks.configs.recommended.rules,
            "react-hooks/set-state-in-effect": "off",
            "@typescript-eslint/no-explicit-any": "error",
            "no-console": "error",
            eqeqeq: ["error", "always", { null: "ignore" }],
        },
    },
    {
        files: ["dev/**/*.mjs", "*.js", "*.ts"],
        languageOptions: { globals: { process: "readonly", fetch: "readonly", console: "readonly", Buffer: "readonly", URL: "readonly", URLSearchParams: "readonly", setTimeout: "readonly", clearTimeout: "readonly" } },
    },
);

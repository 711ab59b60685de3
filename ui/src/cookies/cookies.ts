/* What the screens of the consent banner share: shapes, the categories, reading. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";

type Schemas = components["schemas"];
export type Banner = Schemas["CookieBanner"];
export type Words = Schemas["CookieWords"];
export type Receipt = Schemas["CookieReceipt"];
export type Verdict = Schemas["CookieVerdict"];
export type Days = Schemas["CookieDays"];
export type Sentence = Schemas["CookieSay"];

interface Part {
    says: string[];
    own?: string;
}
/* An edition as it is shown. */
export interface Body extends Part {
    title: string;
    centre: Part & { title: string };
    categories: (Part & { id: string; name: string })[];
}
export type Edition = Omit<Schemas["CookieText"], "body"> & { body: Body };

export const categories = ["C0001", "C0002", "C0003", "C0004", "P0001"] as const;
export const langs = ["pt-BR", "en"] as const;
export type Lang = (typeof langs)[number];

export const bannerKey = ["cookies", "banner"];

export function useBanner() {
    return useQuery({ queryKey: bannerKey, queryFn: ({ signal }) => api.get<Banner>("/cookies/banner", undefined, signal) });
}

export function useEditions() {
    return useQuery({ queryKey: ["cookies", "texts"], queryFn: async ({ signal }) => (await api.get<Page<Edition>>("/cookies/texts", { limit: 100 }, signal)).items });
}

export function useCookiesAgain() {
    const client = useQueryClient();
    return useMemo(() => () => { void client.invalidateQueries({ queryKey: ["cookies"] }); }, [client]);
}
